package office

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
	"github.com/diachinh/diachinh/projections/read"
)

var (
	officer = access.Principal{Actor: "officer-7", Office: "hanoi-09"}
	noon    = time.Date(2026, time.March, 2, 5, 0, 0, 0, time.UTC)
)

// testRegistry is a registry over a store in memory, in which commune 09616 exists.
func testRegistry(t testing.TB, neighbours ...read.ParcelShape) (*Registry, *memory.Store) {
	t.Helper()
	store := memory.New()
	r := newRegistry(store, shapes(neighbours), func() time.Time { return noon })
	for commune, err := range territory.Dataset() {
		if err != nil {
			t.Fatal(err)
		}
		if commune.Code == "09616" {
			if err := r.establish(t.Context(), officer, commune); err != nil {
				t.Fatal(err)
			}
			return r, store
		}
	}
	t.Fatal("the data set lacks 09616")
	return nil, nil
}

// shapes are the registered parcels that a read model would know.
type shapes []read.ParcelShape

func (s shapes) ParcelsWithin(_ context.Context, srid int, box gis.Box) ([]read.ParcelShape, error) {
	var within []read.ParcelShape
	for _, shape := range s {
		if shape.Boundary.SRID == srid && shape.Boundary.Bounds().Intersects(box) {
			within = append(within, shape)
		}
	}
	return within, nil
}

func (shapes) ParcelsShown(context.Context) (es.Position, error) { return es.Position{}, nil }

func (shapes) SheetOf(context.Context, ladm.ParcelID) (ladm.SheetID, error) {
	return ladm.SheetID{}, read.ErrNotFound
}

func (shapes) PendingInsertions(context.Context, string) ([]read.Pending, error) { return nil, nil }

func (shapes) VersionsOverlapping(context.Context, string) ([]ladm.ParcelID, error) { return nil, nil }

func (s shapes) ShapesOfCommune(_ context.Context, _ string, do func(read.ParcelShape) error) error {
	for _, shape := range s {
		if err := do(shape); err != nil {
			return err
		}
	}
	return nil
}

// file is a surveyed map in memory.
type file struct {
	srid     int
	features []formats.Feature
}

func (f file) SRID() int            { return f.srid }
func (f file) Count() (int64, bool) { return int64(len(f.features)), true }
func (f file) Close() error         { return nil }
func (f file) Features(ctx context.Context) iter.Seq2[formats.Feature, error] {
	return func(yield func(formats.Feature, error) bool) {
		for _, feature := range f.features {
			if err := ctx.Err(); err != nil {
				yield(formats.Feature{}, err)
				return
			}
			if !yield(feature, nil) {
				return
			}
		}
	}
}

// mapOf is a file of features, numbered from 1.
func mapOf(features ...formats.Feature) file {
	features = slices.Clone(features)
	for i := range features {
		features[i].Row = int64(i + 1)
	}
	return file{5897, features}
}

// plot is a rectangle with its south-west corner e, n metres from a place in 09616.
func plot(sheet, number int, e, n, width, height float64) formats.Feature {
	e, n = 549000+e, 2329000+n
	return formats.Feature{
		Attributes: map[string]any{
			"commune": "09616", "sheet_no": int64(sheet), "scale": int64(2000), "parcel_no": int64(number),
			"register_area_m2": width * height, "purposes": fmt.Sprintf("ONT %.1f", width*height),
		},
		Rings: [][][2]float64{{{e, n}, {e + width, n}, {e + width, n + height}, {e, n + height}, {e, n}}},
		Parts: 1,
	}
}

// with changes one attribute of a feature.
func with(f formats.Feature, name string, value any) formats.Feature {
	attributes := map[string]any{}
	for k, v := range f.Attributes {
		attributes[k] = v
	}
	attributes[name] = value
	f.Attributes = attributes
	return f
}

// registeredParcels reads the registrations that a store holds.
func registeredParcels(t testing.TB, store es.Store) []cadastre.ParcelRegistered {
	t.Helper()
	var found []cadastre.ParcelRegistered
	for recorded, err := range store.ReadAll(context.Background(), es.Forwards, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if recorded.Type != "parcel.registered.v1" {
			continue
		}
		event, err := cadastre.Catalogue.Decode(recorded.Type, recorded.Data)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, event.(cadastre.ParcelRegistered))
	}
	return found
}

// events counts what a store holds.
func events(t testing.TB, store es.Store) (n int) {
	t.Helper()
	for _, err := range store.ReadAll(context.Background(), es.Forwards, nil) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}
