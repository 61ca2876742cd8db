package gis_test

import (
	"math"
	"slices"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

func TestAnotherZone(t *testing.T) {
	t.Parallel()
	p := polygon(square(589_000, 2_328_800, 1000))
	own, _ := gis.ZoneBySRID(p.SRID)

	t.Run("a polygon is brought to another zone and back to the millimetre", func(t *testing.T) {
		for _, zone := range gis.Zones() {
			there := p.In(zone)
			if there.SRID != zone.SRID || zone != own && there.Rings[0][0] == p.Rings[0][0] {
				t.Errorf("in %s: %+v", zone.Name, there)
			}
			for i, back := range there.In(own).Rings[0] {
				if was := p.Rings[0][i]; max(back.E-was.E, was.E-back.E, back.N-was.N, was.N-back.N) > 1 {
					t.Errorf("from %s: %v was %v", zone.Name, back, was)
				}
			}
		}
	})
	t.Run("the middle of a side of a kilometre stays within a millimetre", func(t *testing.T) {
		zone, _ := gis.ZoneBySRID(5898)
		from, to := p.Rings[0][0], p.Rings[0][1]
		middle := zone.FromWGS84(own.ToWGS84(gis.Point{E: (from.E + to.E) / 2, N: (from.N + to.N) / 2}))
		there := p.In(zone).Rings[0]
		e, n := float64(there[0].E+there[1].E)/2-float64(middle.E), float64(there[0].N+there[1].N)/2-float64(middle.N)
		if off := math.Hypot(e, n); off > 2 { // of which rounding is one
			t.Errorf("%g mm off", off)
		}
	})
	t.Run("a polygon of no zone stays as it is", func(t *testing.T) {
		foreign := gis.Polygon{SRID: 3857, Rings: p.Rings}
		if brought := foreign.In(own); brought.SRID != 3857 || !slices.Equal(brought.Rings[0], p.Rings[0]) {
			t.Errorf("%+v", brought)
		}
	})
}
