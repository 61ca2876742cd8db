package office

import (
	"slices"
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// west and east are the zones of sheets 1 and 2 in these tests.
const west, east = 5897, 9207

// acrossZones starts a registry in which parcel 1 of sheet 1 has parcel 1 of sheet 2,
// which is of another zone, to its north.
func acrossZones(t *testing.T) *live {
	t.Helper()
	l := newLive(t, plot(1, 1, 0, 0, 20, 30))
	north := plot(2, 1, 0, 30, 20, 30)
	north.Rings = metresIn(east, north.Rings)
	report := importAll(t, l.Registry, file{east, []formats.Feature{north}}, ImportOptions{EffectiveDate: ladm.DateOf(noon) - 100})
	if report.Registered != 1 {
		t.Fatalf("faults %+v", report.Faults)
	}
	l.settle(report.LastPosition)
	return l
}

// metresIn brings rings of the western zone to another.
func metresIn(srid int, rings [][][2]float64) [][][2]float64 {
	zone, _ := gis.ZoneBySRID(srid)
	var brought [][][2]float64
	for _, ring := range polygon(west, rings).In(zone).Rings {
		var points [][2]float64
		for _, p := range ring {
			e, n := p.Metres()
			points = append(points, [2]float64{e, n})
		}
		brought = append(brought, points)
	}
	return brought
}

func TestPointsOnABoundaryBetweenTwoZones(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, sheet, other int // of the sheet of the act, and the sheet that has to gain a point
		north              float64
	}{
		"of an act in the first zone":  {west, 1, 2, 0},
		"of an act in the second zone": {east, 2, 1, 30},
	} {
		parts := []Part{part(0, c.north, 9, 30), part(9, c.north, 11, 30)}
		for i := range parts {
			parts[i].Boundary = metresIn(c.zone, parts[i].Boundary)
		}
		gained := func(t *testing.T, l *live) (rings []gis.Ring) {
			ref := l.ref(c.other, 1)
			sheet, err := l.home(t.Context(), []ParcelRef{ref})
			must(t, err)
			must(t, l.sheets.View(t.Context(), cadastre.StreamName(sheet), func(s *cadastre.Sheet, _ uint64, _ bool) error {
				p, _ := s.Parcel(ref.Parcel)
				rings = p.Boundary.Rings
				return nil
			}))
			return rings
		}
		t.Run(name+" are inserted on the other sheet, at once and after an interruption alike", func(t *testing.T) {
			t.Parallel()
			at, later := acrossZones(t), acrossZones(t)
			_, err := at.SubdivideParcel(t.Context(), officer, "k", SubdivideParcel{onDay(0), at.ref(c.sheet, 1), parts})
			must(t, err)
			did, err := later.crashingAfter(2).SubdivideParcel(t.Context(), officer, "k", SubdivideParcel{onDay(0), later.ref(c.sheet, 1), parts})
			must(t, err)
			later.settle(did.Position)
			report, err := later.Quality(t.Context(), "09616", nil)
			must(t, err)
			if len(report.Faults) != 1 || report.Faults[0].Code != PendingInsertion || report.Faults[0].At.SRID != c.zone {
				t.Errorf("while the insertion is pending: %+v", report.Faults)
			}
			if n := len(gained(t, later)[0]); n != 5 {
				t.Errorf("interrupted, the other parcel has %d points", n)
			}
			if n, err := later.FinishInsertions(t.Context()); n != 1 || err != nil {
				t.Errorf("finished %d, %v", n, err)
			}
			want, got := gained(t, at), gained(t, later)
			if len(want[0]) != 6 || !slices.Equal(got[0], want[0]) {
				t.Errorf("at once %v, after the interruption %v", want, got)
			}
			later.settle(later.end())
			if report, err = later.Quality(t.Context(), "09616", nil); err != nil || len(report.Faults) != 0 {
				t.Errorf("afterwards: %+v, %v", report.Faults, err)
			}
		})
	}
}
