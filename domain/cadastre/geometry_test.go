package cadastre

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

func TestBoundary(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		boundary gis.Polygon
		code     string
	}{
		"that does not close is refused": {
			polygon(549000, 2329000, 549020, 2329000, 549020, 2329030, 549000, 2329030), "RING_NOT_CLOSED"},
		"that crosses itself is refused": {
			polygon(549000, 2329000, 549020, 2329030, 549020, 2329000, 549000, 2329030, 549000, 2329000), "SELF_INTERSECTION"},
		"with a spike is refused": {
			polygon(549000, 2329000, 549020, 2329000, 549020, 2329030, 549030, 2329030.002, 549020, 2329030.004, 549000, 2329030.004, 549000, 2329000), "SPIKE"},
		"with a repeated point is refused": {
			polygon(549000, 2329000, 549020, 2329000, 549020, 2329000, 549020, 2329030, 549000, 2329000), "REPEATED_POINT"},
		"of two points is refused": {
			polygon(549000, 2329000, 549020, 2329000, 549000, 2329000), "TOO_FEW_POINTS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := parcel(7, rectangle(0, 0, 20, 30))
			p.Boundary = c.boundary
			err := given(t).When(registration(p)).ThenRefused(c.code)
			f := err.(*rules.Refusal).Findings[0]
			if f.At == nil || f.At.SRID != zone || f.At.E < 549000 || !strings.Contains(f.Message, "E 5490") {
				t.Errorf("the place is not told: %+v", f)
			}
			if strings.Contains(f.Message, "không hợp lệ") {
				t.Errorf("%s has no words of its own: %s", f.Code, f.Message)
			}
		})
	}
	t.Run("in another zone than its sheet is refused", func(t *testing.T) {
		t.Parallel()
		p := parcel(7, rectangle(0, 0, 20, 30))
		p.Boundary.SRID = 9210
		given(t).When(registration(p)).ThenRefused("WRONG_ZONE")
	})
	t.Run("in no zone at all is refused", func(t *testing.T) {
		t.Parallel()
		p := parcel(7, rectangle(0, 0, 20, 30))
		p.Boundary.SRID = 4326
		given(t).When(registration(p)).ThenRefused("WRONG_ZONE")
	})
	t.Run("with more corners than an event holds is refused", func(t *testing.T) {
		t.Parallel()
		p := parcel(7, comb(9000))
		given(t).When(registration(p)).ThenRefused("PARCEL_TOO_LARGE")
	})
	t.Run("with survey points that are none of its corners is refused", func(t *testing.T) {
		t.Parallel()
		p := parcel(7, rectangle(0, 0, 20, 30))
		p.Surveyed = []SurveyedPoint{{Vertex: 5, Number: "1"}}
		given(t).When(registration(p)).ThenRefused("SURVEYED_POINT_INVALID")
	})
}

// comb is a valid polygon with four corners a tooth.
func comb(teeth int) gis.Polygon {
	coordinates := []float64{549000, 2329000}
	for i := teeth - 1; i >= 0; i-- {
		e := 549000 + float64(i)
		coordinates = append(coordinates, e+1, 2329010, e+0.5, 2329010, e+0.5, 2329005, e, 2329005)
	}
	return polygon(append([]float64{549000, 2329000, 549000 + float64(teeth), 2329000}, append(coordinates[2:], 549000, 2329000)...)...)
}

func TestOverlap(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	intruder := parcel(8, rectangle(19.9, 0, 20, 30))

	t.Run("with a registered parcel is refused, with its place", func(t *testing.T) {
		t.Parallel()
		err := given(t, house).When(registration(intruder)).ThenRefused("PARCEL_OVERLAP")
		f := err.(*rules.Refusal).Findings[0]
		if f.At == nil || f.At.E < 549019.9 || f.At.E > 549020 || !strings.Contains(f.Message, "thửa 7 đã đăng ký của tờ 15") {
			t.Errorf("finding %+v", f)
		}
	})
	t.Run("of two new parcels refuses both", func(t *testing.T) {
		t.Parallel()
		given(t).When(registration(house, intruder)).ThenRefused("PARCEL_OVERLAP", "PARCEL_OVERLAP")
	})
	t.Run("with a parcel of another sheet is refused", func(t *testing.T) {
		t.Parallel()
		cmd := registration(intruder)
		cmd.Neighbours = []Neighbour{{Parcel: house.ID, SheetNumber: 19, Number: 7, Boundary: house.Boundary}}
		err := given(t).When(cmd).ThenRefused("PARCEL_OVERLAP")
		if message := err.(*rules.Refusal).Findings[0].Message; !strings.Contains(message, "tờ 19") {
			t.Errorf("the other sheet is not named: %s", message)
		}
	})
	t.Run("is not where parcels share an edge, a part of one or a corner", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(registration(
			parcel(8, rectangle(20, 10, 20, 30)), parcel(9, rectangle(0, 30, 20, 10)), parcel(10, rectangle(-20, -30, 20, 30)),
		)).ThenEvents()
	})
}

func TestPlace(t *testing.T) {
	t.Parallel()
	// 0.01° of latitude are 1,107 m; the house lies at about 105.472° E, 21.059° N.
	within := region(t, 105.40, 21.00, 105.60, 21.20)
	house := parcel(7, rectangle(0, 0, 20, 30))
	at := func(region *gis.Region) RegisterParcels {
		cmd := registration(house)
		cmd.Commune.Region = region
		return cmd
	}
	zone, _ := gis.ZoneBySRID(zone)
	place := zone.ToWGS84(house.Boundary.Rings[0][0])

	t.Run("within the commune says nothing", func(t *testing.T) {
		t.Parallel()
		if findings := Check(sheetWith(), at(within)); len(findings) > 0 {
			t.Errorf("found %+v", findings)
		}
	})
	t.Run("a little outside the commune warns and registers", func(t *testing.T) {
		t.Parallel()
		cmd := at(region(t, 105.40, place.Lat+0.004, 105.60, 21.20))
		findings := Check(sheetWith(), cmd)
		if len(findings) != 1 || findings[0].Code != "OUTSIDE_COMMUNE" || findings[0].Severity != rules.Warn || findings[0].At == nil {
			t.Errorf("found %+v", findings)
		}
		given(t).When(cmd).Then(registered(house))
	})
	t.Run("with one corner outside the commune warns, and tells that corner", func(t *testing.T) {
		t.Parallel()
		reaching := parcel(7, polygon(549000, 2329000, 549020, 2329000, 549020, 2329030, 549000, 2329400, 549000, 2329000))
		corner := gis.PointOf(549000, 2329400)
		zone, _ := gis.ZoneBySRID(reaching.Boundary.SRID)
		cmd := registration(reaching)
		cmd.Commune.Region = region(t, 105.40, 21.00, 105.60, zone.ToWGS84(corner).Lat-0.001)
		findings := Check(sheetWith(), cmd)
		if len(findings) != 1 || findings[0].Severity != rules.Warn || gis.PointOf(findings[0].At.E, findings[0].At.N) != corner {
			t.Errorf("found %+v", findings)
		}
	})
	t.Run("more than a kilometre outside the commune is refused", func(t *testing.T) {
		t.Parallel()
		given(t).When(at(region(t, 105.40, place.Lat+0.012, 105.60, 21.20))).ThenRefused("OUTSIDE_COMMUNE")
	})
}
