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
	resurveyed.Event.Actor, resurveyed.Event.Procedure = "officer-1", "1.012784"
	return []read.Parcel{wrong, corrected, resurveyed}
}

func TestChangesOfAParcel(t *testing.T) {
	t.Parallel()

	t.Run("each says what differs from before", func(t *testing.T) {
		changes := changesOf(life(), nil)
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
		changes := changesOf(life(), nil)
		if changes[0].Corrected == nil || changes[1].Corrected != nil {
			t.Errorf("got %v and %v", changes[0].Corrected, changes[1].Corrected)
		}
	})

	t.Run("a correction that copies versions is told once", func(t *testing.T) {
		versions := life()
		copied := versions[1]
		copied.Version, copied.RecordedFrom = 4, versions[2].RecordedFrom
		if changes := changesOf(append(versions, copied), nil); len(changes) != 3 {
			t.Errorf("told as %d changes", len(changes))
		}
	})

	t.Run("who acted, in which procedure, on which document and by which event can be read", func(t *testing.T) {
		change := changesOf(life(), nil)[2]
		for _, words := range []string{
			"cán bộ officer-1, cơ quan vpdk; thủ tục 1.012784; biên bản 04/BB ngày 30/10/2026", "sự kiện " + change.ID.String(),
		} {
			if !strings.Contains(change.text(), words) {
				t.Errorf("%q is missing: %s", words, change.text())
			}
		}
	})

	t.Run("a kind of document that is not known stands as it was given", func(t *testing.T) {
		if text := documentText(read.Source{Kind: "survey", Number: "12/TĐ", Date: "tháng 3"}); text != "survey 12/TĐ tháng 3" {
			t.Errorf("got %q", text)
		}
	})

	t.Run("points gained by a neighbour's act are told as that, and whose act it was", func(t *testing.T) {
		versions := life()[:2]
		inserted := versions[1]
		inserted.Version, inserted.Inserted, inserted.RecordedFrom = 3, true, inserted.RecordedFrom.AddDate(0, 1, 0)
		inserted.Event = read.Event{ID: uuid.New(), Type: "parcel.partly_recovered.v1"}
		for want, by := range map[string][]read.Parcel{
			"Thêm điểm ranh giới do việc Nhà nước thu hồi một phần thửa đất của thửa 36": {{Number: 36}},
			"Thêm điểm ranh giới do biến động ở tờ bản đồ khác":                          nil,
		} {
			change := changesOf(append(versions, inserted), map[uuid.UUID][]read.Parcel{inserted.Event.ID: by})[2]
			if change.Name != want || !change.Inserted || change.Cause != "" {
				t.Errorf("got %+v", change)
			}
		}
	})
}
