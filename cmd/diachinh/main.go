// Command diachinh is the land registry: one binary with a subcommand for each
// thing to do. Only here are the parts wired together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/samber/lo"
)

// cli is everything that can be said on the command line. The settings may stand
// before or after the subcommand, or in the environment.
type cli struct {
	settings

	Serve   serveCommand   `cmd:"" help:"Chạy dịch vụ: GraphQL, kho sự kiện, mô hình đọc (run the service)."`
	Node    nodeCommand    `cmd:"" help:"Kho sự kiện nhúng: chạy riêng, người dùng (the embedded event store by itself, its users)."`
	Demo    demoCommand    `cmd:"" help:"Chạy thử với dữ liệu mẫu, không cần cấu hình gì (try it out, nothing to configure)."`
	Import  importCommand  `cmd:"" help:"Nhập dữ liệu (load data)."`
	Migrate migrateCommand `cmd:"" help:"Đưa cơ sở dữ liệu về đúng phiên bản (bring the database up to date)."`
	Rebuild rebuildCommand `cmd:"" help:"Dựng lại các mô hình đọc từ sự kiện (rebuild the read models)."`
	History historyCommand `cmd:"" help:"Lịch sử và nguồn gốc của một thửa đất, có thể vẽ hình (a parcel's history and lineage, drawn if wanted)."`
	Check   checkCommand   `cmd:"" help:"Tìm lỗi trong dữ liệu của các xã: chồng lấn, đỉnh không khớp, điểm chờ chèn (find faults in the data of communes)."`
	Events  eventsCommand  `cmd:"" help:"Xem các sự kiện, mỗi dòng một JSON; chuyển nhật ký sang kho khác (look at the events; move a log)."`
	Rules   rulesCommand   `cmd:"" name:"rules" help:"Quy tắc: liệt kê, kiểm tra, giải thích (the rules: list, check, explain)."`
	Backup  backupCommand  `cmd:"" help:"Sao lưu kho sự kiện, kiểm tra bản sao lưu (back up the event log, verify a backup)."`
	Restore restoreCommand `cmd:"" help:"Khôi phục kho sự kiện từ bản sao lưu (restore the event log)."`
	Config  configCommand  `cmd:"" help:"In các thiết lập đang có hiệu lực (print the settings in force)."`
	Version versionCommand `cmd:"" help:"In phiên bản (print the version)."`
}

const description = `Địa chính: sổ đăng ký đất đai theo sự kiện (an event-sourced land registry).

Mã kết thúc (exit codes): 0 tốt (all good); 1 có dòng bị từ chối khi nhập, hoặc có lỗi
trong dữ liệu (rows were refused, or faults found);
2 sai cách dùng hoặc thiết lập (usage or setting); 3 lỗi (failure).`

// Collecting garbage less often saves a tenth of the work of an import. Up to the
// memory limit, that is: from there on it is collected as often as it takes. The
// variables GOGC and GOMEMLIMIT win.
const (
	gcPercent   = 800
	memoryLimit = 1 << 30
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run carries out one command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) (code int) {
	var given cli
	parser, exited := newParser(&given, stdout, stderr)
	ctx, stop := interruptible()
	defer stop()
	if err := knownEnvironment(parser.Model, os.Environ()); err != nil {
		return report(ctx, stderr, err)
	}
	parsed, err := parse(parser, args)
	if exited.done {
		return exited.code
	}
	if err != nil {
		return report(ctx, stderr, err)
	}
	t := &terminal{out: stdout, err: stderr, program: parsed.Model.Name + " " + commandWords(parsed)}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return report(ctx, stderr, parsed.Run(&given.settings, t))
}

// exit is where --help leaves its exit code.
type exit struct {
	done bool
	code int
}

// commandWords are the words of the command that was given, without its arguments.
func commandWords(parsed *kong.Context) string {
	words := lo.Reject(strings.Fields(parsed.Command()), func(word string, _ int) bool { return strings.HasPrefix(word, "<") })
	return strings.Join(words, " ")
}

func newParser(given *cli, stdout, stderr io.Writer) (*kong.Kong, *exit) {
	var exited exit
	parser := kong.Must(given,
		kong.Name("diachinh"),
		kong.Description(description),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = exit{true, code} }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
	)
	parser.Model.HelpFlag.Help = "In trợ giúp này (print this help)."
	return parser, &exited
}

func parse(parser *kong.Kong, args []string) (*kong.Context, error) {
	parsed, err := parser.Parse(args)
	var wrong *kong.ParseError
	var told *failure
	if errors.As(err, &wrong) && !errors.As(err, &told) {
		return nil, usage("USAGE", "Sai cách dùng: %v. Xem `diachinh --help`.", err)
	}
	return parsed, err
}

// interruptible ends at the first request to stop; a later one ends the process
// at once. Within a second it is the same request, come over two ways: a shell
// or make passes on what the whole process group has been sent.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		first := time.Now()
		cancel()
		for range signals {
			if time.Since(first) > time.Second {
				fmt.Fprintln(os.Stderr, interrupted.Error())
				os.Exit(exitFailure)
			}
		}
	}()
	return ctx, cancel
}

// report prints what went wrong and returns the exit code.
func report(ctx context.Context, stderr io.Writer, err error) int {
	if err == nil {
		return exitGood
	}
	f := explain(ctx, err)
	fmt.Fprintln(stderr, f.Error())
	return f.exit
}
