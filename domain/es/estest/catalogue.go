package estest

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

var update = flag.Bool("update", false, "write the golden files of the events' current versions")

// Events tests the events of the package it is called from: its files seal them
// by a method, its catalogue names and describes each, and
// testdata/events/<name>.json holds every version ever written, which is read
// for ever. written has one event of each kind as it is written today.
func Events[E any](t *testing.T, catalogue *es.Catalogue, seal string, written []E) {
	t.Helper()
	t.Run("every event has an example", func(t *testing.T) {
		t.Parallel()
		var kinds []string
		for _, event := range written {
			kinds = append(kinds, reflect.TypeOf(event).Name())
		}
		for _, kind := range sealedBy(t, seal) {
			if !slices.Contains(kinds, kind) {
				t.Errorf("%s has none", kind)
			}
		}
	})
	t.Run("every event is described", func(t *testing.T) {
		t.Parallel()
		for _, event := range catalogue.Names() {
			if event.Description == "" {
				t.Errorf("%s is not", event.Name)
			}
		}
	})
	t.Run("every event is written and read as its golden file says", func(t *testing.T) {
		t.Parallel()
		for _, event := range written {
			golden(t, catalogue, event)
		}
	})
	t.Run("every version ever written can be read", func(t *testing.T) {
		t.Parallel()
		for _, event := range catalogue.Names() {
			data, err := os.ReadFile(goldenPath(event.Name))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := catalogue.Decode(event.Name, data); err != nil {
				t.Error(err)
			}
		}
	})
}

func golden(t *testing.T, catalogue *es.Catalogue, event any) {
	t.Helper()
	name, data, err := catalogue.Encode(event)
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, data, "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	if *update {
		if err := os.WriteFile(goldenPath(name), pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenPath(name))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pretty.Bytes(), want) {
		t.Errorf("%s is written as\n%s\nbut its golden file has\n%s\nA new shape needs a new wire name.", name, &pretty, want)
	}
	if read, err := catalogue.Decode(name, want); err != nil || !same(read, event) {
		t.Errorf("%s is read as %+v, %v", name, read, err)
	}
}

// same compares events by what they say: raw JSON within one may be indented.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && reflect.TypeOf(a) == reflect.TypeOf(b) && bytes.Equal(x, y)
}

func goldenPath(name string) string { return filepath.Join("testdata", "events", name+".json") }

// sealedBy lists the types of the package that have the sealing method.
func sealedBy(t *testing.T, method string) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == method {
				kinds = append(kinds, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	if len(kinds) == 0 {
		t.Fatalf("no type has the method %s", method)
	}
	return kinds
}
