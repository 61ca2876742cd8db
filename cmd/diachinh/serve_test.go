package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/samples"
)

// sampleParcels is how many parcels the sample has.
const sampleParcels = 1455

const servingLine = `msg=serving url=(\S+)`

func TestServe(t *testing.T) {
	t.Parallel()
	r := begin(t, established(t), "serve")
	url := r.stderr.await(t, servingLine)
	if ready := r.stdout.await(t, `(?m)^ready (\S+)$`); ready != url {
		t.Errorf("said to be ready at %s, but serves %s", ready, url)
	}

	t.Run("lives and is ready", func(t *testing.T) {
		for _, path := range []string{"/livez", "/readyz", "/version"} {
			if status, body := get(t, url+path); status != http.StatusOK {
				t.Errorf("%s answers %d: %s", path, status, body)
			}
		}
		var state readiness
		_, body := get(t, url+"/readyz")
		if err := json.Unmarshal(body, &state); err != nil || !state.Migrated || !state.EventStore || len(state.Models) == 0 {
			t.Errorf("%s: %v", body, err)
		}
	})

	t.Run("answers a query", func(t *testing.T) {
		if got := query(t, url, `{ commune(code: "09616") { name } }`); !strings.Contains(got, "Xã Đoài Phương") {
			t.Errorf("got %s", got)
		}
	})

	t.Run("answers nobody who takes it for another host", func(t *testing.T) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/graphql", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "evil.example"
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if status, body := bodyOf(t, answer); status != http.StatusMisdirectedRequest {
			t.Errorf("answers %d: %s", status, body)
		}
	})

	t.Run("ends in order when it is told to", func(t *testing.T) {
		if code := r.terminate(t); code != exitGood {
			t.Errorf("exit code %d\n%s", code, r.stderr.text)
		}
	})
}

func TestReadyzNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	databaseURL := established(t)
	r := begin(t, databaseURL, "serve")
	url := r.stderr.await(t, servingLine)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `update public.schema_version set version = version - 1`); err != nil {
		t.Fatal(err)
	}
	var state readiness
	status, body := get(t, url+"/readyz")
	if err := json.Unmarshal(body, &state); err != nil || status != http.StatusServiceUnavailable || state.Migrated || len(state.Reasons) != 1 || !strings.HasPrefix(state.Reasons[0], "MIGRATIONS_PENDING: ") {
		t.Errorf("answers %d: %s, %v", status, body, err)
	}
}

func TestImportIsVisibleInARunningService(t *testing.T) {
	t.Parallel()
	databaseURL := established(t)
	r := begin(t, databaseURL, "serve")
	url := r.stderr.await(t, servingLine)
	runImport(t, databaseURL, sampleFileOf(t))
	if got := query(t, url, `{ parcels(commune: "09616", first: 1) { totalCount } }`); !strings.Contains(got, `"totalCount":1455`) {
		t.Errorf("got %s", got)
	}
	if code := r.terminate(t); code != exitGood {
		t.Errorf("exit code %d", code)
	}
}

// runImport imports a file to the end.
func runImport(t *testing.T, databaseURL, file string) {
	t.Helper()
	cmd := exec.Command("diachinh", "import", "parcels", file)
	cmd.Env = append(cmd.Environ(), "DIACHINH_DATABASE_URL="+databaseURL)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("import: %v\n%s", err, out)
	}
}

func sampleFileOf(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), sampleFile)
	if err := samples.WriteCadastre(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func get(t *testing.T, url string) (int, []byte) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	return bodyOf(t, answer)
}

func query(t *testing.T, url, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(url+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_, text := bodyOf(t, answer)
	return string(text)
}

func bodyOf(t *testing.T, answer *http.Response) (int, []byte) {
	t.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body
}
