package territory

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
)

var update = flag.Bool("update", false, "write the golden files of the current versions")

// written has one event of each kind as it is written today.
var written = []Event{established, sheet15}

func TestEveryEvent(t *testing.T) {
	t.Parallel()

	t.Run("stands in the catalogue", func(t *testing.T) {
		t.Parallel()
		var kinds []string
		for _, event := range written {
			kinds = append(kinds, reflect.TypeOf(event).Name())
		}
		for _, kind := range sealedBy(t, "territoryEvent") {
			if !slices.Contains(kinds, kind) {
				t.Errorf("%s has no example", kind)
			}
		}
	})
	t.Run("is described", func(t *testing.T) {
		t.Parallel()
		for _, event := range Catalogue.Names() {
			if event.Description == "" {
				t.Errorf("%s is not described", event.Name)
			}
		}
	})
	t.Run("survives being written and read", func(t *testing.T) {
		t.Parallel()
		for _, event := range written {
			name, data, err := Catalogue.Encode(event)
			if err != nil {
				t.Fatal(err)
			}
			read, err := Catalogue.Decode(name, data)
			if err != nil || !reflect.DeepEqual(read, any(event)) {
				t.Errorf("%s came back as %+v, %v", name, read, err)
			}
		}
	})
	t.Run("is written and read as its golden file says", func(t *testing.T) {
		t.Parallel()
		for _, event := range written {
			golden(t, event)
		}
	})
	t.Run("that was ever written has a golden file that can be read", func(t *testing.T) {
		t.Parallel()
		for _, event := range Catalogue.Names() {
			data, err := os.ReadFile(goldenPath(event.Name))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Catalogue.Decode(event.Name, data); err != nil {
				t.Error(err)
			}
		}
	})
}

func golden(t *testing.T, event Event) {
	t.Helper()
	name, data, err := Catalogue.Encode(event)
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
	if read, err := Catalogue.Decode(name, want); err != nil || !sameEvent(read, event) {
		t.Errorf("%s is read as %+v, %v", name, read, err)
	}
}

// sameEvent compares events by what they say: raw JSON within one may be indented.
func sameEvent(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && reflect.TypeOf(a) == reflect.TypeOf(b) && bytes.Equal(x, y)
}

func goldenPath(name string) string { return filepath.Join("testdata", "events", name+".json") }

// sealedBy lists the types of this package that have the sealing method.
func sealedBy(t *testing.T, method string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "events.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == method {
			kinds = append(kinds, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	if len(kinds) == 0 {
		t.Fatalf("no type has the method %s", method)
	}
	return kinds
}
