package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/diachinh/diachinh/"

// mayImport says which of our packages a package may import. A name stands for
// itself and all below it. Test files may import anything.
var mayImport = map[string][]string{
	"gis":                          nil,
	"gis/postgis":                  {"gis"},
	"gis/formats":                  {"gis"},
	"gis/figure":                   {"gis"},
	"gis/figure/family":            {"gis", "domain/ladm", "projections/read"},
	"domain/es":                    nil,
	"domain/es/estest":             {"domain/es", "domain/rules"},
	"domain/es/storetest":          {"domain/es"},
	"domain/es/memory":             {"domain/es"},
	"domain/ladm":                  {"domain/es"},
	"domain/rules":                 nil,
	"domain/cadastre":              {"domain/es", "domain/ladm", "domain/rules", "gis"},
	"domain/claim":                 {"domain/es", "domain/ladm", "domain/rules"},
	"domain/territory":             {"domain/es", "domain/ladm", "domain/rules", "gis"},
	"domain/cadastre/cadastretest": {"domain/cadastre", "domain/ladm", "gis"},
	"domain/cadastre/judged":       nil,
	"office":                       {"domain", "gis", "projections/read", "access"},
	"eventstore":                   {"domain/es"},
	"eventstore/node":              nil,
	"eventstore/node/backup":       {"domain/es", "eventstore/journal", "eventstore/node"},
	"eventstore/node/conformance":  {"cluster/testdb"},
	"eventstore/journal":           {"domain/es"},
	"eventstore/linear":            {"domain/es"},
	"eventstore/transfer":          {"domain/es", "eventstore"},
	"projections":                  {"domain", "gis", "projections"},
	"projections/engine":           {"domain/es"},
	"projections/read":             {"domain/es", "domain/ladm", "domain/rules", "gis"},
	"projections/registrytest":     {"projections", "domain", "gis", "migrations", "cluster/testdb"},
	"access":                       {"domain/ladm"},
	"web":                          nil,
	"graph":                        {"graph", "office", "domain", "projections/read", "access", "gis", "web"},
	"migrations":                   nil,
	"docs":                         nil,
	"samples":                      nil,
	"cluster":                      nil,
	"cluster/testdb":               {"migrations"},
	"cmd":                          {""},
	"bench":                        {""},
	"scripts":                      {""},
}

// mayTalkTo says who alone may use a library.
var mayTalkTo = map[string][]string{
	// The node serves the client's protocol and so uses its generated stubs; the
	// benchmarks measure both, and the protocol by itself.
	"github.com/EventStore/EventStore-Client-Go/v4/esdb":   {"eventstore", "bench/eventstore"},
	"github.com/EventStore/EventStore-Client-Go/v4/protos": {"eventstore", "eventstore/node", "eventstore/node/conformance", "bench/eventstore/nothing"},
}

// neverTalksTo says what a package, and all below it, must do without.
var neverTalksTo = map[string][]string{
	"graph":  {"github.com/jackc/pgx", "github.com/EventStore", "database/sql"},
	"office": {"github.com/jackc/pgx", "github.com/EventStore", "database/sql"},
	"domain": {"github.com/jackc/pgx", "github.com/EventStore", "database/sql", "net/http", "os"},
}

// forTests are packages that only tests use: they may do what theirs may not.
var forTests = []string{"domain/es/estest", "domain/es/storetest", "domain/cadastre/cadastretest"}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestWhoImportsWhom(t *testing.T) {
	t.Parallel()
	for _, pkg := range listPackages(t) {
		name := strings.TrimPrefix(pkg.ImportPath, module)
		entry, allowed := entryOf(name)
		if entry == "" {
			t.Errorf("%s stands in no row of the table of who may import whom: add it", name)
			continue
		}
		for _, path := range pkg.Imports {
			if own, ours := strings.CutPrefix(path, module); ours {
				if !slices.ContainsFunc(allowed, func(a string) bool { return a == "" || under(own, a) }) {
					t.Errorf("%s must not import %s", name, own)
				}
				continue
			}
			checkLibrary(t, name, path)
		}
	}
}

func checkLibrary(t *testing.T, name, path string) {
	for library, users := range mayTalkTo {
		if under(path, library) && !slices.Contains(users, name) {
			t.Errorf("%s must not import %s: only %v may", name, path, users)
		}
	}
	for part, libraries := range neverTalksTo {
		if under(name, part) && !slices.Contains(forTests, name) {
			for _, library := range libraries {
				if under(path, library) {
					t.Errorf("%s must do without %s", name, path)
				}
			}
		}
	}
}

// entryOf finds the most special row of the table that a package falls under.
func entryOf(name string) (entry string, allowed []string) {
	for row, may := range mayImport {
		if under(name, row) && len(row) > len(entry) {
			entry, allowed = row, may
		}
	}
	return entry, allowed
}

// under says whether a path is another or lies below it.
func under(path, other string) bool {
	return path == other || strings.HasPrefix(path, strings.TrimSuffix(other, "/")+"/")
}

func listPackages(t *testing.T) []listed {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg listed
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, pkg)
	}
}
