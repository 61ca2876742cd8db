package main

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// communesIn is a database with all communes in its log and read models, made
// once for all tests that begin there: 3,321 streams take a while. It goes when
// the last test is over.
var communesIn struct {
	sync.Mutex
	url  string
	drop func(context.Context) error
}

// established returns a database of the test's own that has the communes.
func established(t *testing.T) string {
	t.Helper()
	communesIn.Lock()
	defer communesIn.Unlock()
	if communesIn.url == "" {
		url, drop, err := testdb.Create(t.Context(), testdb.Server(t))
		if err != nil {
			t.Fatal(err)
		}
		communesIn.drop = drop
		var said bytes.Buffer
		if code := run([]string{"--database-url", url, "import", "communes"}, &said, &said); code != exitGood {
			t.Fatalf("import communes: exit code %d\n%s", code, &said)
		}
		communesIn.url = url
	}
	return testdb.Copy(t, communesIn.url)
}
