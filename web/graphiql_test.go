package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/web"
)

func TestGraphiQL(t *testing.T) {
	t.Parallel()
	page := get("/graphql")

	t.Run("the page and every file it names are served", func(t *testing.T) {
		t.Parallel()
		names := regexp.MustCompile(`(?:src|href)="(/[^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1)
		if page.Code != http.StatusOK || len(names) != 6 {
			t.Fatalf("status %d, %d files named, want 200 and 6", page.Code, len(names))
		}
		for _, name := range names {
			if got := get(name[1]); got.Code != http.StatusOK || got.Body.Len() == 0 {
				t.Errorf("%s: status %d, %d bytes", name[1], got.Code, got.Body.Len())
			}
		}
	})

	t.Run("the page may load nothing from elsewhere", func(t *testing.T) {
		t.Parallel()
		policy := page.Header().Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") || strings.Contains(policy, "http") {
			t.Errorf("policy %q", policy)
		}
		if strings.Contains(page.Body.String(), "//") {
			t.Error("the page names another server")
		}
	})

	t.Run("a file that is not there is not found", func(t *testing.T) {
		t.Parallel()
		if got := get("/graphql/nothing.js"); got.Code != http.StatusNotFound {
			t.Errorf("status %d", got.Code)
		}
	})
}

func TestVendoredFilesAreAsPublished(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("graphiql/README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|.*`([0-9a-f]{64})` \\|$").FindAllStringSubmatch(string(readme), -1)
	if len(rows) != 4 {
		t.Fatalf("%d files listed, want 4", len(rows))
	}
	for _, row := range rows {
		data, err := os.ReadFile("graphiql/" + row[1])
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != row[2] {
			t.Errorf("%s is not the file that the list names", row[1])
		}
	}
}

func get(path string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	web.GraphiQL().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	return answer
}
