package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/bench/report"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
)

const (
	clients  = 8
	duration = 8 * time.Second
	// samples is how many different parcels, or places in the list, are asked for.
	samples = 40
)

// question is a GraphQL query together with the reading that it leads to, from
// which the peer's SQL is taken.
type question struct {
	name  string
	query func(ladm.ParcelID) string
	read  func(context.Context, *read.DB, ladm.ParcelID) error
}

const fields = `id code number legalArea purposes { type { code } area } sheet { number scale } commune { code name }`

var questions = []question{
	{
		"point query",
		func(id ladm.ParcelID) string { return fmt.Sprintf(`{ parcel(id: "%s") { %s } }`, id, fields) },
		func(ctx context.Context, db *read.DB, id ladm.ParcelID) error {
			_, err := db.ParcelByID(ctx, id, read.At{}, read.Fields{})
			return err
		},
	},
	{
		"list of 20 parcels",
		func(id ladm.ParcelID) string {
			return fmt.Sprintf(`{ parcels(commune: "%s", sheet: %d, first: 20) { nodes { %s } pageInfo { hasNextPage endCursor } } }`, commune, sheetOf(id), fields)
		},
		func(ctx context.Context, db *read.DB, id ladm.ParcelID) error {
			_, err := db.Parcels(ctx, read.ParcelFilter{CommuneCode: commune, Sheet: sheetOf(id)}, read.Page[read.ParcelPlace]{First: 20}, read.Fields{})
			return err
		},
	},
}

// sheetOf picks one of the survey's first sheets.
func sheetOf(id ladm.ParcelID) int { return 1 + int(id.UUID[0])%50 }

// measureGraphQL asks a running service by wrk, and PostgreSQL the same SQL by
// pgbench, and compares the rates and the machine's busy time a request, the
// asking program's included.
func measureGraphQL(ctx context.Context, l *lab) ([]report.Row, error) {
	if err := l.imports(ctx); err != nil {
		return nil, err
	}
	ids, err := sampleParcels(ctx, l.imported)
	if err != nil {
		return nil, err
	}
	url, stop, err := l.serve(ctx, l.imported)
	if err != nil {
		return nil, err
	}
	defer stop()
	var rows []report.Row
	for _, q := range questions {
		ours, err := l.wrk(ctx, url, q, ids)
		if err != nil {
			return nil, err
		}
		peer, err := l.pgbench(ctx, q, ids)
		if err != nil {
			return nil, err
		}
		rows = append(rows,
			report.More("GraphQL "+q.name, "queries/s", ours.rate, peer.rate, "pgbench, same SQL", 0.3),
			report.Less("GraphQL "+q.name, "CPU ms a request", ours.cpu, peer.cpu, "pgbench, same SQL", 0.3))
	}
	return rows, nil
}

// load is what a load generator measured.
type load struct {
	rate float64 // answers a second
	cpu  float64 // ms of busy time of the whole machine an answer
}

func sampleParcels(ctx context.Context, database string) ([]ladm.ParcelID, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `select parcel_id from registry.parcel_version order by md5(parcel_id::text) limit $1`, samples)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (id ladm.ParcelID, err error) {
		return id, row.Scan(&id.UUID)
	})
}

// serve runs the service on a database until stop.
func (l *lab) serve(ctx context.Context, database string) (url string, stop func(), err error) {
	cmd := l.diachinh(ctx, database, "serve", "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ready := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if err != nil || !ready {
		stop()
		return "", nil, fmt.Errorf("the service does not become ready: it says %q, %v", line, err)
	}
	return url + "/graphql", stop, nil
}

var (
	wrkRate     = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	wrkErrors   = regexp.MustCompile(`(?m)^\s*(Non-2xx.*|Socket errors.*)$`)
	pgbenchRate = regexp.MustCompile(`tps = ([\d.]+)`)
)

func (l *lab) wrk(ctx context.Context, url string, q question, ids []ladm.ParcelID) (load, error) {
	var bodies []string
	for _, id := range ids {
		body, err := json.Marshal(map[string]string{"query": q.query(id)})
		if err != nil {
			return load{}, err
		}
		if err := demandAnswer(ctx, url, string(body)); err != nil {
			return load{}, err
		}
		bodies = append(bodies, strconv.Quote(string(body)))
	}
	script := filepath.Join(l.dir, "ask.lua")
	lua := fmt.Sprintf(`local bodies, n = { %s }, 0
wrk.method, wrk.headers["Content-Type"] = "POST", "application/json"
function request() n = n + 1; return wrk.format(nil, nil, nil, bodies[n %% #bodies + 1]) end
`, strings.Join(bodies, ",\n"))
	if err := os.WriteFile(script, []byte(lua), 0o644); err != nil {
		return load{}, err
	}
	return underLoad(ctx, wrkRate, wrkErrors, "wrk", "-t1", fmt.Sprint("-c", clients), fmt.Sprint("-d", duration), "-s", script, url)
}

// demandAnswer fails unless the query is answered with data and no errors.
func demandAnswer(ctx context.Context, url, body string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct {
		Data   map[string]json.RawMessage
		Errors []json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	for _, value := range answer.Data {
		if string(value) != "null" && len(answer.Errors) == 0 {
			return nil
		}
	}
	return fmt.Errorf("%s answered with %s %s", body, answer.Data, answer.Errors)
}

func (l *lab) pgbench(ctx context.Context, q question, ids []ladm.ParcelID) (load, error) {
	statements, err := captured(ctx, l.imported, q, ids)
	if err != nil {
		return load{}, err
	}
	arguments := []string{"-n", "-M", "prepared", "-c", fmt.Sprint(clients), "-j", "1", "-T", fmt.Sprint(int(duration.Seconds()))}
	for i, sql := range statements {
		path := filepath.Join(l.dir, fmt.Sprintf("ask-%d.sql", i))
		if err := os.WriteFile(path, []byte(sql+";\n"), 0o644); err != nil {
			return load{}, err
		}
		arguments = append(arguments, "-f", path)
	}
	return underLoad(ctx, pgbenchRate, nil, "pgbench", append(arguments, l.imported)...)
}

// underLoad runs a load generator, and reads the rate that it prints and the
// time that the machine was busy meanwhile.
func underLoad(ctx context.Context, rate, faults *regexp.Regexp, program string, arguments ...string) (load, error) {
	before, err := busy()
	if err != nil {
		return load{}, err
	}
	out, err := exec.CommandContext(ctx, program, arguments...).CombinedOutput()
	if err != nil {
		return load{}, fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	after, err := busy()
	if err != nil {
		return load{}, err
	}
	if faults != nil && faults.Match(out) {
		return load{}, fmt.Errorf("%s: %s", program, faults.Find(out))
	}
	found := rate.FindSubmatch(out)
	if found == nil {
		return load{}, fmt.Errorf("%s printed no rate:\n%s", program, out)
	}
	persecond, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		return load{}, err
	}
	answers := persecond * duration.Seconds()
	return load{rate: persecond, cpu: float64((after - before).Microseconds()) / 1000 / answers}, nil
}

// busy is how long the machine's processors have worked since it started.
func busy() (time.Duration, error) {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	var user, nice, system, idle, iowait, irq, softirq int64
	if _, err := fmt.Sscanf(string(stat), "cpu %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &iowait, &irq, &softirq); err != nil {
		return 0, fmt.Errorf("read /proc/stat: %w", err)
	}
	const tick = 10 * time.Millisecond
	return time.Duration(user+nice+system+irq+softirq) * tick, nil
}
