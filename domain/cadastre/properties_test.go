package cadastre

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// anyParcel draws rectangles on a coarse grid, so that they often collide, with
// numbers that often repeat and purposes that are sometimes wrong.
func anyParcel(t *rapid.T, name string) ParcelInput {
	at := rapid.IntRange(0, 8)
	size := rapid.IntRange(1, 3)
	boundary := rectangle(float64(10*at.Draw(t, "e")), float64(10*at.Draw(t, "n")),
		float64(10*size.Draw(t, "width")), float64(10*size.Draw(t, "height")))
	p := parcel(rapid.IntRange(0, 40).Draw(t, "number"), boundary)
	p.ID = parcelID(name)
	p.Purposes[0].Type = rapid.SampledFrom([]string{"ONT", "ONT", "ONT", "ONT", "ONT", "BHK"}).Draw(t, "type")
	return p
}

func anyCommand(t *rapid.T, step int) Command {
	if rapid.IntRange(0, 4).Draw(t, "kind") == 0 {
		return ChangePurposes{
			Grounds: grounds(),
			Parcel: Ref{
				Parcel:   parcelID(fmt.Sprint(rapid.IntRange(0, step).Draw(t, "step"), "/0")),
				Revision: uint64(rapid.IntRange(1, step+1).Draw(t, "revision")),
			},
			Purposes: []Purpose{{Type: "CLN", Area: ladm.Area(1000 * rapid.IntRange(1, 9).Draw(t, "area"))}},
		}
	}
	var parcels []ParcelInput
	for i := range rapid.IntRange(1, 3).Draw(t, "parcels") {
		parcels = append(parcels, anyParcel(t, fmt.Sprint(step, "/", i)))
	}
	return registration(parcels...)
}

// snapshot is everything that a sheet knows, detached from it.
type snapshot struct {
	Sheet    SheetOpened
	Highest  int
	Parcels  map[ladm.ParcelID]Parcel
	Numbers  map[int]ladm.ParcelID
	Surfaces map[ladm.ParcelID]gis.Polygon
}

func snapshotOf(s *Sheet) snapshot {
	shot := snapshot{
		Sheet: SheetOpened{s.ID, s.Commune, s.Number, s.Scale, s.SRID, s.OpenedOn}, Highest: s.highest,
		Parcels: map[ladm.ParcelID]Parcel{}, Numbers: map[int]ladm.ParcelID{}, Surfaces: map[ladm.ParcelID]gis.Polygon{},
	}
	for id, p := range s.parcels {
		shot.Parcels[id] = *p
	}
	for number, p := range s.numbers {
		shot.Numbers[number] = p.ID
	}
	everywhere := gis.Box{Max: gis.Point{E: 1e9, N: 1e10}}
	for p, boundary := range s.surfaces.Search(everywhere) {
		shot.Surfaces[p.ID] = boundary
	}
	return shot
}

func TestWhateverIsRegistered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sheet := sheetWith()
		ever := map[int]ladm.ParcelID{}
		history := []Event{sheet15}
		for step := range rapid.IntRange(1, 12).Draw(t, "steps") {
			before := snapshotOf(sheet)
			events, err := Decider.Decide(sheet, anyCommand(t, step))
			if !reflect.DeepEqual(before, snapshotOf(sheet)) {
				t.Fatal("deciding changed the sheet")
			}
			if err != nil && len(events) > 0 {
				t.Fatalf("refused with %v, yet %d events", err, len(events))
			}
			for _, event := range events {
				if e, registers := event.(ParcelRegistered); registers {
					if other, used := ever[e.Number]; used {
						t.Fatalf("number %d was given to %s and to %s", e.Number, other, e.Parcel)
					}
					ever[e.Number] = e.Parcel
				}
				sheet = evolve(sheet, event)
				history = append(history, event)
			}
		}
		noneOverlap(t, sheet)
		again := initial()
		for _, event := range history {
			again = evolve(again, event)
		}
		if !reflect.DeepEqual(snapshotOf(again), snapshotOf(sheet)) {
			t.Fatal("folding the history again gives another sheet")
		}
	})
}

func noneOverlap(t *rapid.T, sheet *Sheet) {
	for _, a := range sheet.parcels {
		for _, b := range sheet.parcels {
			if at, overlaps := gis.Overlap(a.Boundary, b.Boundary); a != b && overlaps {
				t.Fatalf("parcels %d and %d overlap at %v", a.Number, b.Number, at)
			}
		}
	}
}

func TestAParcelsEvent(t *testing.T) {
	t.Parallel()
	t.Run("is never larger than foretold", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			p := parcel(rapid.IntRange(1, maxNumber).Draw(t, "number"), comb(rapid.IntRange(1, 60).Draw(t, "teeth")))
			p.Surveyed = []SurveyedPoint{{Vertex: 1, Number: rapid.String().Draw(t, "point"), Accuracy: rapid.Float64Range(0, 9).Draw(t, "accuracy")}}
			p.Purposes = append(p.Purposes, Purpose{Type: "CLN", Area: p.LegalArea, Until: today, Origin: "CNQ-CTT"})
			event := registered(p)
			event.Surveyed = p.Surveyed
			_, data, err := Catalogue.Encode(event)
			if err != nil || len(data) > p.Size() || len(data) < p.Size()/2 {
				t.Fatalf("%d bytes, foretold %d, %v", len(data), p.Size(), err)
			}
		})
	})
}
