package family

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/projections/read"
)

// at is an event of a family's story.
type at struct {
	kind, cause string
	day         ladm.Date
	recorded    time.Time
	revision    uint64
	id          uuid.UUID
}

func event(kind, cause string, month time.Month, revision uint64) at {
	return at{kind, cause, ladm.NewDate(2025, month, 5), time.Date(2025, month, 5, 2, 0, 0, 0, time.UTC), revision, uuid.New()}
}

func square(metres float64) gis.Polygon {
	corner := func(e, n float64) gis.Point { return gis.PointOf(500_000+e, 2_000_000+n) }
	return gis.Polygon{SRID: 9209, Rings: []gis.Ring{{corner(0, 0), corner(metres, 0), corner(metres, 10), corner(0, 10), corner(0, 0)}}}
}

var sheet = read.Sheet{Number: 15, Commune: read.Commune{Name: "Phường Nam Định"}}

func (a at) version(id ladm.ParcelID, version, number int, metres float64) read.Parcel {
	shape := square(metres)
	return read.Parcel{
		ID: id, Version: version, Number: number, Sheet: sheet, Boundary: shape, LegalArea: ladm.SquareMetres(shape.Area()),
		Status: read.Active, ValidFrom: a.day, RecordedFrom: a.recorded, Revision: a.revision,
		Event: read.Event{ID: a.id, Type: a.kind, Cause: a.cause},
	}
}

func ended(v read.Parcel) read.Parcel {
	v.Status = read.Ended
	return v
}

func descent(parent, child read.Parcel) read.Descent {
	return read.Descent{Parent: parent, Child: child, Area: child.LegalArea}
}

func parcelID() ladm.ParcelID { return ladm.ParcelID{UUID: uuid.New()} }

func actNames(f figure.Family) []string {
	return lo.Map(f.Acts, func(a figure.Act, _ int) string { return a.Name })
}

func TestActsOfAFamily(t *testing.T) {
	t.Parallel()
	parent, left, right := parcelID(), parcelID(), parcelID()
	begin, split := event(registered, "", time.January, 1), event("parcel.subdivided.v1", "TN", time.March, 5)
	versions := []read.Parcel{
		begin.version(parent, 1, 7, 20), ended(split.version(parent, 2, 7, 20)),
		split.version(left, 1, 9, 8), split.version(right, 1, 10, 12),
	}
	descents := []read.Descent{descent(versions[1], versions[3]), descent(versions[1], versions[2])}

	t.Run("a subdivision ends the parent and shows the children, with what came from where", func(t *testing.T) {
		f := figureOf(left, versions, descents)
		act := f.Acts[1]
		if f.Title != "Thửa 9, tờ 15, Phường Nam Định" || len(f.Acts) != 2 || act.Name != "Tách thửa" || act.Code != "TN" ||
			len(act.Shows) != 2 || act.Ends[0] != parent.String() || act.Descents[0].Child != left.String() || act.Descents[1].Area != 120 {
			t.Errorf("got %+v", f)
		}
	})

	t.Run("parcels registered on one day stand on one map", func(t *testing.T) {
		other := event(registered, "", time.January, 2)
		f := figureOf(left, append(versions, other.version(parcelID(), 1, 8, 5)), descents)
		if len(f.Acts) != 2 || len(f.Acts[0].Shows) != 2 {
			t.Errorf("got %v", actNames(f))
		}
	})

	t.Run("a change that the picture does not show makes no map", func(t *testing.T) {
		purposes := event("parcel.purposes_changed.v1", "CM", time.April, 6)
		f := figureOf(left, append(versions, purposes.version(left, 2, 9, 8)), descents)
		if len(f.Acts) != 2 {
			t.Errorf("got %v", actNames(f))
		}
	})

	t.Run("a change of purposes of the parcel asked for is told below the maps, and of no other", func(t *testing.T) {
		used := func(v read.Parcel, landType string) read.Parcel {
			v.Purposes = []read.Purpose{{Type: landType, Area: v.LegalArea}}
			return v
		}
		change, other := event("parcel.purposes_changed.v1", "CM", time.April, 6), event("parcel.purposes_changed.v1", "CM", time.May, 7)
		f := figureOf(left, []read.Parcel{
			used(split.version(left, 1, 9, 8), "CLN"), used(change.version(left, 2, 9, 8), "ONT"),
			used(split.version(right, 1, 10, 12), "CLN"), used(other.version(right, 2, 10, 12), "ONT"),
		}, nil)
		if want := "05/04/2025: Chuyển mục đích sử dụng đất (CM): CLN 80,0 m² → ONT 80,0 m²"; len(f.Notes) != 1 || f.Notes[0] != want {
			t.Errorf("got %q", f.Notes)
		}
	})

	t.Run("a neighbour that gained points is told whose act it was", func(t *testing.T) {
		for want, numbers := range map[string][]int{
			"Thêm điểm ranh giới do việc tách thửa của thửa 36":         {36},
			"Thêm điểm ranh giới do việc tách thửa của các thửa 36, 37": {36, 37},
			"Thêm điểm ranh giới do biến động ở tờ bản đồ khác":         nil,
		} {
			if got := InsertionName("parcel.subdivided.v1", numbers); got != want {
				t.Errorf("got %q", got)
			}
		}
	})

	t.Run("points inserted on a boundary make no map", func(t *testing.T) {
		neighbour := event("parcel.subdivided.v1", "TN", time.April, 6)
		inserted := neighbour.version(left, 2, 9, 8)
		inserted.Boundary, inserted.Revision = square(8.001), split.revision
		f := figureOf(left, append(versions, inserted), descents)
		if len(f.Acts) != 2 {
			t.Errorf("got %v", actNames(f))
		}
	})

	t.Run("a correction stands where it was learnt of, and says since when it holds", func(t *testing.T) {
		correct := event("parcels.boundary_corrected.v1", "SN", time.June, 9)
		correct.day = split.day
		f := figureOf(left, append(versions, correct.version(left, 3, 9, 8.2)), descents)
		act := f.Acts[len(f.Acts)-1]
		if !act.Corrects || act.Day != "05/03/2025" || act.Recorded != "05/06/2025" || act.Shows[0].Area != 82 {
			t.Errorf("got %+v", act)
		}
	})

	t.Run("a reinstated parcel is shown again and those annulled are gone", func(t *testing.T) {
		undo := event("parcels.reinstated.v1", "SN", time.May, 7)
		annulled := func(v read.Parcel) read.Parcel {
			v.Status, v.Annulled = read.Ended, true
			return v
		}
		f := figureOf(left, append(versions, undo.version(parent, 3, 7, 20),
			annulled(undo.version(left, 2, 9, 8)), annulled(undo.version(right, 2, 10, 12))), descents)
		act := f.Acts[2]
		if len(act.Annuls) != 2 || len(act.Shows) != 1 || act.Shows[0].Number != 7 {
			t.Errorf("got %+v", act)
		}
	})
}
