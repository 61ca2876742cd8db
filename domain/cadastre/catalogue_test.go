package cadastre

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
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

var update = flag.Bool("update", false, "write the golden files of the current versions")

// written has one event of each kind as it is written today.
var written = []Event{
	sheet15,
	ParcelRegistered{
		Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet, Number: 7,
		Code: ParcelCode{
			Code: "w7eb8y1q4c2z", Point: gis.PointOf(549010.002, 2329009.998),
			Algorithm: "polylabel/1mm", Transformation: "EPSG:6960",
		},
		LegalArea: 6120, MeasuredArea: 6118,
		Purposes: []Purpose{
			{Type: "ONT", Area: 4000, Origin: "CNQ-CTT"},
			{Type: "CLN", Area: 2120, Until: ladm.NewDate(2063, time.October, 15), Origin: "DG-KTT"},
		},
		Boundary: gis.Polygon{SRID: zone, Rings: []gis.Ring{
			polygon(549000, 2329000, 549020, 2329000, 549020, 2329030.627, 549000, 2329030.627, 549000, 2329000).Rings[0],
			polygon(549002.5, 2329020, 549002.5, 2329020.2, 549003, 2329020.2, 549002.5, 2329020).Rings[0],
		}},
		Surveyed:      []SurveyedPoint{{Vertex: 0, Number: "8592420005", Accuracy: 0.04}, {Ring: 1, Vertex: 2, Accuracy: 0.07}},
		EffectiveDate: today,
	},
	PurposesChanged{
		Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet,
		Purposes: []Purpose{{Type: "ONT", Area: 6120}}, EffectiveDate: today,
	},
}

func TestEveryEvent(t *testing.T) {
	t.Parallel()

	t.Run("stands in the catalogue", func(t *testing.T) {
		t.Parallel()
		var kinds []string
		for _, event := range written {
			kinds = append(kinds, reflect.TypeOf(event).Name())
		}
		for _, kind := range sealedBy(t, "cadastreEvent") {
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
	if read, err := Catalogue.Decode(name, want); err != nil || !reflect.DeepEqual(read, any(event)) {
		t.Errorf("%s is read as %+v, %v", name, read, err)
	}
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
