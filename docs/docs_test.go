// Package docs checks what the documents say by running it.
package docs

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/projections"
)

// block is a fenced `sh run` and the `json` that follows it, if one does.
var block = regexp.MustCompile("(?m)^( *)```sh run\n((?:.*\n)*?) *```\n(?:\n *```json\n((?:.*\n)*?) *```)?")

func TestDocumentsRun(t *testing.T) {
	t.Parallel()
	e := newExample(t)
	pages := []string{"../README.md", "tutorial/first-parcel.md", "reference/rules.md"}
	guides, err := filepath.Glob("how-to/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, guides...) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		// One after the other: the later steps of a page build on the earlier.
		for i, found := range block.FindAllStringSubmatch(string(text), -1) {
			t.Run(fmt.Sprintf("%s, command %d", page, i+1), func(t *testing.T) {
				e.run(t, strings.ReplaceAll(found[2], "\n"+found[1], "\n"), found[3])
			})
		}
	}
}

// example is a service that holds the sample, in a directory like the project's.
type example struct {
	dir, address string
	env          []string
}

func newExample(t *testing.T) example {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", dir, "../cmd/diachinh")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	samples, err := filepath.Abs("../samples")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(samples, filepath.Join(dir, "samples")); err != nil {
		t.Fatal(err)
	}
	e := example{dir: dir}
	e.env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"),
		"DIACHINH_DATABASE_URL="+testdb.New(t), "SECOND_DATABASE_URL="+testdb.New(t), "RESTORED_DATABASE_URL="+testdb.New(t), "STORE_DATABASE_URL="+testdb.New(t),
		"DIACHINH_LOG_LEVEL=error", "DIACHINH_LISTEN=127.0.0.1:0")
	e.run(t, "diachinh import parcels --effective-date 2025-08-01 samples/real-cadastre.gpkg", "")

	serve := exec.Command(filepath.Join(dir, "diachinh"), "serve")
	serve.Dir, serve.Env, serve.Stderr = dir, e.env, os.Stderr
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		serve.Process.Signal(syscall.SIGTERM)
		if err := serve.Wait(); err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	address, ready := strings.CutPrefix(strings.TrimSpace(line), "ready http://")
	if err != nil || !ready {
		t.Fatalf("serve says %q, %v", line, err)
	}
	e.address = address
	if answer, err := http.Get("http://" + e.address + "/readyz"); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("not ready: %v %v", answer, err)
	}
	return e
}

// run carries out a command as a reader would, and compares its output with
// what the document shows.
func (e example) run(t *testing.T, command, want string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", strings.ReplaceAll(command, "127.0.0.1:8080", e.address))
	cmd.Dir, cmd.Env = e.dir, e.env
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s\n%v\n%s%s", command, err, out, problems.Bytes())
	}
	if want == "" {
		return
	}
	var got, shown any
	if err := json.Unmarshal([]byte(want), &shown); err != nil {
		t.Fatalf("the document's answer is no JSON: %v", err)
	}
	if err := json.Unmarshal(out, &got); err != nil || !reflect.DeepEqual(got, shown) {
		t.Errorf("%s\nanswers\n%s\nand not\n%s", command, out, want)
	}
}

func TestEveryErrorCodeIsExplained(t *testing.T) {
	t.Parallel()
	explained := read(t, "reference/error-codes.md")
	code := regexp.MustCompile(`"([A-Z]+(?:_[A-Z]+)+|SPIKE|INTERNAL|UNAVAILABLE|TIMEOUT|BUSY|USAGE|INTERRUPTED|FAILED)"`)
	for _, folder := range []string{"domain", "gis", "office", "graph", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
				strings.Contains(path, "/generated/") || strings.Contains(path, "/model/") {
				return err
			}
			for _, found := range code.FindAllStringSubmatch(read(t, path), -1) {
				setting := strings.HasPrefix(found[1], "DIACHINH_") || found[1] == "TEST_DATABASE_URL"
				if !setting && !strings.Contains(explained, "`"+found[1]+"`") {
					t.Errorf("%s of %s is not explained", found[1], path)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryEventIsListed(t *testing.T) {
	t.Parallel()
	listed := read(t, "reference/events.md")
	for _, event := range projections.Catalogue.Names() {
		if !strings.Contains(listed, "## `"+event.Name+"`\n") {
			t.Errorf("%s (%s) is not listed", event.Name, event.Description)
		}
	}
}

func TestEverySettingIsListed(t *testing.T) {
	t.Parallel()
	listed := read(t, "reference/settings.md")
	help, err := exec.CommandContext(t.Context(), "go", "run", "../cmd/diachinh", "import", "parcels", "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	variables := regexp.MustCompile(`\$(DIACHINH_\w+)`).FindAllStringSubmatch(string(help), -1)
	if len(variables) == 0 {
		t.Fatal("the help names no variable")
	}
	for _, found := range variables {
		if !strings.Contains(listed, "`"+found[1]+"`") {
			t.Errorf("%s is not listed", found[1])
		}
	}
}

// link is a relative link of a document.
var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)

func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	pages := []string{"../README.md", "../CHANGELOG.md"}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".md") {
			pages = append(pages, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		for _, found := range link.FindAllStringSubmatch(read(t, page), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), found[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", page, found[1])
			}
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
