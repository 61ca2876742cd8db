package office

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/formats"
	"github.com/diachinh/diachinh/projections/read"
)

const sample = "../samples/real-cadastre.gpkg"

func openSample(t testing.TB) formats.Source {
	t.Helper()
	source, err := formats.Open(sample, "parcels")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { source.Close() })
	return source
}

func importAll(t testing.TB, r *Registry, source formats.Source, options ImportOptions) Report {
	t.Helper()
	report, err := r.ImportParcels(t.Context(), officer, source, options)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTheRealCadastre(t *testing.T) {
	t.Parallel()

	t.Run("registers completely, and a second time nothing", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		report := importAll(t, r, openSample(t), ImportOptions{})
		if report.Rows != 1455 || report.Registered != 1455 || report.Refused != 0 || len(report.Faults) != 0 {
			t.Fatalf("report: %+v", report)
		}
		written := events(t, store)
		if want := 1455 + 2*20 + 1; written != want {
			t.Errorf("%d events, want %d", written, want)
		}
		again := importAll(t, r, openSample(t), ImportOptions{})
		if again.Already != 1455 || again.Registered != 0 || again.Refused != 0 || len(again.Faults) != 0 {
			t.Errorf("second report: %+v", again)
		}
		if now := events(t, store); now != written {
			t.Errorf("the second import wrote %d events", now-written)
		}
	})
	t.Run("names its survey points", func(t *testing.T) {
		t.Parallel()
		points, err := formats.Points(sample, "boundary_points")
		if err != nil {
			t.Fatal(err)
		}
		r, store := testRegistry(t)
		importAll(t, r, openSample(t), ImportOptions{Points: points})
		named := 0
		for _, p := range registeredParcels(t, store) {
			for _, s := range p.Surveyed {
				if point, known := points.At(p.Boundary.Rings[s.Ring][s.Vertex]); !known || point.Number != s.Number {
					t.Fatalf("parcel %d: vertex %d is not survey point %s", p.Number, s.Vertex, s.Number)
				}
				named++
			}
		}
		if named < 9633 {
			t.Errorf("%d corners are survey points", named)
		}
	})
	t.Run("in a dry run writes nothing, and says the same", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		report := importAll(t, r, openSample(t), ImportOptions{DryRun: true})
		if report.Registered != 1455 || len(report.Faults) != 0 {
			t.Errorf("report: %+v", report)
		}
		if n := events(t, store); n != 1 {
			t.Errorf("%d events, want only the commune", n)
		}
	})
}

// faulty is a map with every kind of fault, and two good parcels at its begin
// and end.
func faulty() []formats.Feature {
	bowtie := plot(1, 20, 0, 100, 20, 20)
	bowtie.Rings[0][1], bowtie.Rings[0][2] = bowtie.Rings[0][2], bowtie.Rings[0][1]
	open := plot(1, 21, 30, 100, 20, 20)
	open.Rings[0] = open.Rings[0][:4]
	spike := plot(1, 22, 60, 100, 20, 20)
	spike.Rings[0] = slices.Insert(spike.Rings[0], 2, [2]float64{spike.Rings[0][1][0], spike.Rings[0][1][1] + 40})
	nothing := plot(1, 23, 90, 100, 20, 20)
	nothing.Rings, nothing.Err = nil, formats.ErrNoGeometry
	parts := plot(1, 24, 120, 100, 20, 20)
	parts.Parts = 2
	return []formats.Feature{
		plot(1, 1, 0, 0, 20, 30),
		plot(1, 2, 100, 0, 20, 30),
		plot(1, 3, 119, 0, 20, 30),  // overlaps 2
		plot(2, 1, 119, 29, 20, 30), // overlaps 2 and 3 on another sheet
		plot(1, 4, 200, 0, 20, 30),
		plot(1, 4, 230, 0, 20, 30), // the same number
		bowtie, open, spike, nothing, parts,
		with(plot(1, 30, 0, 200, 20, 30), "register_area_m2", 700.0),
		with(plot(1, 31, 30, 200, 20, 30), "purposes", "BHK 600.0"),
		with(plot(1, 32, 60, 200, 20, 30), "purposes", nil),
		with(plot(1, 33, 90, 200, 20, 30), "purposes", "ONT 400.0"),
		with(plot(1, 34, 120, 200, 20, 30), "purposes", "ONT"),
		with(plot(1, 35, 150, 200, 20, 30), "sheet_no", nil),
		with(plot(1, 36, 180, 200, 20, 30), "parcel_no", "x"),
		with(plot(1, 37, 210, 200, 20, 30), "commune", "99999"),
		with(plot(1, 38, 240, 200, 20, 30), "scale", int64(1500)),
		plot(1, 39, 30000, 0, 20, 30),                                // far outside the commune
		with(plot(1, 40, 0, 300, 20, 30), "register_area_m2", 612.0), // 2 %: a warning
		plot(1, 50, 0, 30, 20, 30),
	}
}

// found is a fault without what depends on the order of rows.
type found struct {
	sheet, number int
	code          string
}

func foundIn(report Report) []found {
	var all []found
	for _, f := range report.Faults {
		all = append(all, found{f.Sheet, f.Number, f.Code})
	}
	return all
}

func TestFaults(t *testing.T) {
	t.Parallel()
	want := []found{
		{0, 35, "VALUE_MISSING"},
		{1, 0, "VALUE_INVALID"},
		{1, 2, "PARCEL_OVERLAP"}, {1, 2, "PARCEL_OVERLAP"},
		{1, 3, "PARCEL_OVERLAP"}, {1, 3, "PARCEL_OVERLAP"},
		{1, 4, "NUMBER_DUPLICATE"}, {1, 4, "NUMBER_DUPLICATE"},
		{1, 20, "SELF_INTERSECTION"},
		{1, 21, "RING_NOT_CLOSED"},
		{1, 22, "SPIKE"},
		{1, 23, "GEOMETRY_UNREADABLE"},
		{1, 24, "SEVERAL_PARTS"},
		{1, 30, "AREA_DEVIATION"}, {1, 30, "PURPOSES_SUM"},
		{1, 31, "LAND_TYPE_UNKNOWN"},
		{1, 32, "VALUE_MISSING"},
		{1, 33, "PURPOSES_SUM"},
		{1, 34, "PURPOSES_UNREADABLE"},
		{1, 37, "COMMUNE_UNKNOWN"},
		{1, 38, "SCALE_UNKNOWN"},
		{1, 39, "OUTSIDE_COMMUNE"},
		{1, 40, "AREA_DEVIATION"}, {1, 40, "PURPOSES_SUM"},
		{2, 1, "PARCEL_OVERLAP"}, {2, 1, "PARCEL_OVERLAP"},
	}
	order := func(a, b found) int {
		return slices.Compare([]string{string(rune(a.sheet)), string(rune(a.number)), a.code}, []string{string(rune(b.sheet)), string(rune(b.number)), b.code})
	}

	t.Run("are all found, and the good rows registered", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		report := importAll(t, r, mapOf(faulty()...), ImportOptions{})
		got := foundIn(report)
		slices.SortFunc(got, order)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("found\n%v\nwant\n%v", got, want)
		}
		var numbers []int
		for _, p := range registeredParcels(t, store) {
			numbers = append(numbers, p.Number)
		}
		if !slices.Equal(numbers, []int{1, 50}) || report.Registered != 2 || report.Refused != report.Rows-2 {
			t.Errorf("registered %v, report %+v", numbers, report)
		}
	})
	t.Run("tell row, rule, words and place", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		for _, f := range importAll(t, r, mapOf(faulty()...), ImportOptions{DryRun: true}).Faults {
			if f.Message == "" || f.Severity == "" || (f.At == nil) != (f.WGS84 == nil) {
				t.Errorf("fault %+v", f)
			}
			switch f.Code {
			case "PARCEL_OVERLAP", "SELF_INTERSECTION", "RING_NOT_CLOSED", "SPIKE", "OUTSIDE_COMMUNE":
				if f.Row == 0 || f.At == nil || f.At.SRID != 5897 || f.Source == "" {
					t.Errorf("fault %+v", f)
				}
			}
		}
	})
	t.Run("do not depend on the order of rows", func(t *testing.T) {
		t.Parallel()
		for seed := range uint64(5) {
			shuffled := faulty()
			rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			r, _ := testRegistry(t)
			got := foundIn(importAll(t, r, mapOf(shuffled...), ImportOptions{}))
			slices.SortFunc(got, order)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("found\n%v\nwant\n%v", got, want)
			}
		}
	})
	t.Run("of two rows name the other row, and one place whatever their order", func(t *testing.T) {
		t.Parallel()
		a, b := plot(1, 2, 0, 0, 20, 30), plot(1, 3, 19, 10, 20, 30)
		r, _ := testRegistry(t)
		one := importAll(t, r, mapOf(a, b), ImportOptions{DryRun: true}).Faults
		other := importAll(t, r, mapOf(b, a), ImportOptions{DryRun: true}).Faults
		if !strings.Contains(one[0].Message, "chồng lên thửa 3 (dòng 2 của tệp)") || !strings.Contains(one[1].Message, "chồng lên thửa 2 (dòng 1 của tệp)") {
			t.Errorf("messages %q, %q", one[0].Message, one[1].Message)
		}
		for _, f := range slices.Concat(one, other) {
			if *f.At != *one[0].At {
				t.Errorf("at %+v and at %+v", f.At, one[0].At)
			}
		}
	})
	t.Run("include overlaps with registered parcels of the sheet", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		importAll(t, r, mapOf(plot(1, 1, 0, 0, 20, 30)), ImportOptions{})
		report := importAll(t, r, mapOf(plot(1, 2, 10, 0, 20, 30)), ImportOptions{})
		if got := foundIn(report); !reflect.DeepEqual(got, []found{{1, 2, "PARCEL_OVERLAP"}}) {
			t.Errorf("found %v", got)
		}
	})
	t.Run("include overlaps with registered parcels of other sheets", func(t *testing.T) {
		t.Parallel()
		boundary := polygon(5897, plot(9, 1, 10, 0, 20, 30).Rings)
		r, _ := testRegistry(t, read.ParcelShape{Sheet: ladm.SheetID{UUID: uuid.New()}, SheetNumber: 9, Number: 1, Boundary: boundary})
		report := importAll(t, r, mapOf(plot(1, 2, 0, 0, 20, 30), plot(1, 3, 500, 0, 20, 30)), ImportOptions{})
		if got := foundIn(report); !reflect.DeepEqual(got, []found{{1, 2, "PARCEL_OVERLAP"}}) || report.Registered != 1 {
			t.Errorf("found %v, report %+v", got, report)
		}
	})
	t.Run("include a registered number that now has another boundary", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		importAll(t, r, mapOf(plot(1, 1, 0, 0, 20, 30)), ImportOptions{})
		report := importAll(t, r, mapOf(plot(1, 1, 100, 0, 20, 30)), ImportOptions{})
		if got := foundIn(report); !reflect.DeepEqual(got, []found{{1, 1, "NUMBER_TAKEN"}}) {
			t.Errorf("found %v", got)
		}
	})
	t.Run("of a whole sheet name each row, with its other faults", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		report := importAll(t, r, mapOf(
			with(plot(1, 1, 0, 0, 20, 30), "commune", "99999"),
			with(with(plot(1, 2, 20, 0, 20, 30), "commune", "99999"), "purposes", "BHK 600.0"),
		), ImportOptions{EffectiveDate: ladm.DateOf(noon) + 1})
		want := []Fault{
			{Row: 1, Number: 1, Code: "COMMUNE_UNKNOWN"}, {Row: 1, Number: 1, Code: "EFFECTIVE_DATE_FUTURE"},
			{Row: 2, Number: 2, Code: "COMMUNE_UNKNOWN"}, {Row: 2, Number: 2, Code: "EFFECTIVE_DATE_FUTURE"},
			{Row: 2, Number: 2, Code: "LAND_TYPE_UNKNOWN"},
		}
		got := lo.Map(report.Faults, func(f Fault, _ int) Fault { return Fault{Row: f.Row, Number: f.Number, Code: f.Code} })
		if !reflect.DeepEqual(got, want) || report.Refused != 2 {
			t.Errorf("found %+v", got)
		}
	})
	t.Run("of the whole file are told once", func(t *testing.T) {
		t.Parallel()
		for code, source := range map[string]file{
			"CRS_MISSING":     {0, mapOf(faulty()...).features},
			"CRS_UNSUPPORTED": {4326, mapOf(faulty()...).features},
		} {
			r, store := testRegistry(t)
			report := importAll(t, r, source, ImportOptions{})
			if len(report.Faults) != 1 || report.Faults[0].Code != code || report.Refused != report.Rows || events(t, store) != 1 {
				t.Errorf("%s: report %+v", code, report)
			}
		}
	})
	t.Run("of a layer that holds no surfaces are told once", func(t *testing.T) {
		t.Parallel()
		points := []formats.Feature{{Err: formats.ErrBadGeometry}, {Err: formats.ErrBadGeometry}, {Err: formats.ErrNoGeometry}}
		r, _ := testRegistry(t)
		report := importAll(t, r, mapOf(points...), ImportOptions{})
		var geometry int
		for _, f := range report.Faults {
			if f.Row != 0 {
				t.Errorf("fault %+v", f)
			}
			if f.Code == "GEOMETRY_UNREADABLE" {
				geometry++
			}
		}
		if geometry != 1 || report.Refused != 3 {
			t.Errorf("report %+v", report)
		}
	})
	t.Run("of a column that is missing are told once", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		mapping := DefaultMapping
		mapping.Purposes = "muc_dich"
		report := importAll(t, r, mapOf(plot(1, 1, 0, 0, 20, 30), plot(1, 2, 20, 0, 20, 30)), ImportOptions{Mapping: mapping})
		if len(report.Faults) != 1 || report.Faults[0].Code != "COLUMN_MISSING" || report.Refused != 2 {
			t.Errorf("report %+v", report)
		}
	})
}

// failing is a store that takes some appends; then the import is cancelled.
type failing struct {
	*memory.Store
	left   atomic.Int64
	cancel context.CancelFunc
}

func (s *failing) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if s.left.Add(-1) < 0 {
		s.cancel()
		return es.Appended{}, context.Canceled
	}
	return s.Store.Append(ctx, stream, expected, events)
}

func TestAnInterruptedImport(t *testing.T) {
	t.Parallel()
	for _, appends := range []int{0, 2, 30} {
		t.Run(fmt.Sprintf("after %d appends is completed by running it again", appends), func(t *testing.T) {
			t.Parallel()
			r, store := testRegistry(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			stopping := &failing{Store: store, cancel: cancel}
			stopping.left.Store(int64(appends))
			interrupted := newRegistry(stopping, shapes(nil), r.now)
			first, err := interrupted.ImportParcels(ctx, officer, openSample(t), ImportOptions{})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("interrupted with %v", err)
			}
			if n := int64(len(registeredParcels(t, store))); first.Registered != n {
				t.Errorf("reported %d, registered %d", first.Registered, n)
			}
			second := importAll(t, newRegistry(store, shapes(nil), r.now), openSample(t), ImportOptions{})
			if second.Already != first.Registered || second.Registered != 1455-first.Registered || len(second.Faults) != 0 {
				t.Errorf("first %+v, second %+v", first, second)
			}
			if n := events(t, store); n != 1455+2*20+1 {
				t.Errorf("%d events", n)
			}
		})
	}
}

func TestSheets(t *testing.T) {
	t.Parallel()
	t.Run("that need several appends get them", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		var features []formats.Feature
		for i := range 1500 {
			features = append(features, plot(1, i+1, float64(i%50)*10, float64(i/50)*10, 10, 10))
		}
		report := importAll(t, r, mapOf(features...), ImportOptions{})
		if report.Registered != 1500 || len(registeredParcels(t, store)) != 1500 {
			t.Errorf("report %+v", report)
		}
	})
	t.Run("of another scale are other sheets", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		report := importAll(t, r, mapOf(plot(1, 1, 0, 0, 20, 30), with(plot(1, 1, 20, 0, 20, 30), "scale", int64(500))), ImportOptions{})
		if report.Registered != 2 {
			t.Errorf("report %+v", report)
		}
	})
	t.Run("keep a clockwise ring's parcels the same when they come again", func(t *testing.T) {
		t.Parallel()
		clockwise := plot(1, 1, 0, 0, 20, 30)
		slices.Reverse(clockwise.Rings[0])
		r, store := testRegistry(t)
		importAll(t, r, mapOf(clockwise), ImportOptions{})
		if report := importAll(t, r, mapOf(clockwise), ImportOptions{}); report.Already != 1 {
			t.Errorf("report %+v", report)
		}
		if box := registeredParcels(t, store)[0].Boundary; box.Area() != 600 {
			t.Errorf("area %f", box.Area())
		}
	})
}

var _ Models = (*read.DB)(nil)
var _ Points = (*formats.SurveyPoints)(nil)
