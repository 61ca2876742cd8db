package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

func TestParcelAddresses(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]parcelAddress{
		"09616/15/7":                           {commune: "09616", sheet: 15, number: 7, scale: 2000},
		"w7ep8p4nb4p6":                         {code: "w7ep8p4nb4p6"},
		"eec55b89-d645-5e68-ae5f-b3b48af66224": {id: uuid.MustParse("eec55b89-d645-5e68-ae5f-b3b48af66224")},
	} {
		t.Run(given+" is an address", func(t *testing.T) {
			got, err := (&historyCommand{Parcel: given, Scale: 2000}).address()
			if err != nil || got != want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	for _, given := range []string{"", "7", "15/7", "09616/15/7/1", "w7ep8p4nb4pa", "09616/fifteen/7"} {
		t.Run(given+" is none", func(t *testing.T) {
			if _, err := (&historyCommand{Parcel: given}).address(); err == nil {
				t.Error("it was understood")
			}
		})
	}
}

func TestKnownAt(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"2026-10-01":                "2026-10-01T16:59:59.999999999Z",
		"2026-10-01T09:30:00+07:00": "2026-10-01T02:30:00Z",
	} {
		t.Run(given, func(t *testing.T) {
			var got instant
			if err := got.UnmarshalText([]byte(given)); err != nil || got.UTC().Format(time.RFC3339Nano) != want {
				t.Errorf("got %v, %v", got.UTC(), err)
			}
		})
	}
}

// life is a parcel that was registered with a wrong area, which was corrected,
// and then resurveyed.
func life() []read.Parcel {
	day, recorded := ladm.NewDate(2026, 9, 1), time.Date(2026, 9, 2, 3, 0, 0, 0, time.UTC)
	shape := func(east float64) gis.Polygon {
		return gis.Polygon{SRID: 9209, Rings: []gis.Ring{{gis.PointOf(0, 0), gis.PointOf(east, 0), gis.PointOf(east, 40), gis.PointOf(0, 40), gis.PointOf(0, 0)}}}
	}
	version := func(number int, event string, month time.Month, area float64, east float64) read.Parcel {
		return read.Parcel{
			Version: number, Number: 7, Status: read.Active, ValidFrom: day, RecordedFrom: recorded.AddDate(0, int(month)-9, 0), Revision: uint64(number),
			LegalArea: ladm.SquareMetres(area), MeasuredArea: ladm.SquareMetres(east * 40), Boundary: shape(east),
			Purposes: []read.Purpose{{Type: "CLN", Area: ladm.SquareMetres(area)}},
			Event:    read.Event{ID: uuid.NewSHA1(uuid.Nil, []byte(event)), Type: event, Office: "vpdk"},
		}
	}
	wrong := version(1, "parcel.registered.v1", 9, 1995, 50)
	corrected := version(2, "parcel.corrected.v1", 10, 2000, 50)
	wrong.CorrectedAt = corrected.RecordedFrom
	resurveyed := version(3, "parcels.resurveyed.v1", 11, 2000, 50.2)
	resurveyed.ValidFrom = ladm.NewDate(2026, 11, 1)
	resurveyed.Event.Sources = []read.Source{{Kind: "BIEN_BAN", Number: "04/BB", Date: "2026-10-30"}}
	resurveyed.Event.Actor = "officer-1"
	return []read.Parcel{wrong, corrected, resurveyed}
}

func TestChangesOfAParcel(t *testing.T) {
	t.Parallel()

	t.Run("each says what differs from before", func(t *testing.T) {
		changes := changesOf(life(), time.Time{})
		want := [][]string{
			{"thửa 7, diện tích pháp lý 1.995,0 m², CLN 1.995,0 m²"},
			{"diện tích pháp lý 1.995,0 m² → 2.000,0 m²", "mục đích CLN 1.995,0 m² → CLN 2.000,0 m²"},
			{"diện tích đo đạc 2.000,0 m² → 2.008,0 m²", "ranh giới thêm 2 đỉnh, bớt 2 đỉnh"},
		}
		for i, change := range changes {
			if !slices.Equal(change.Differences, want[i]) {
				t.Errorf("change %d says %q", i+1, change.Differences)
			}
		}
	})

	t.Run("what was corrected says so, and what stands does not", func(t *testing.T) {
		changes := changesOf(life(), time.Time{})
		if changes[0].Corrected == nil || changes[1].Corrected != nil {
			t.Errorf("got %v and %v", changes[0].Corrected, changes[1].Corrected)
		}
	})

	t.Run("what was not known yet is not told", func(t *testing.T) {
		changes := changesOf(life(), life()[0].RecordedFrom.Add(time.Hour))
		if len(changes) != 1 || changes[0].Corrected != nil {
			t.Errorf("got %+v", changes)
		}
	})

	t.Run("a correction that copies versions is told once", func(t *testing.T) {
		versions := life()
		copied := versions[1]
		copied.Version, copied.RecordedFrom = 4, versions[2].RecordedFrom
		if changes := changesOf(append(versions, copied), time.Time{}); len(changes) != 3 {
			t.Errorf("told as %d changes", len(changes))
		}
	})

	t.Run("documents are named and officers are not", func(t *testing.T) {
		text := changesOf(life(), time.Time{})[2].text()
		if !strings.Contains(text, "BIEN_BAN 04/BB 2026-10-30") || strings.Contains(text, "officer-1") {
			t.Errorf("got %s", text)
		}
	})
}
