package office

import (
	"fmt"
	"slices"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// roundedArea is how many m² of overlap rounding may feign for each metre around a
// parcel that was brought from another zone.
const roundedArea = 0.002

// tiles finds where parcels do not fit together: zone by zone of the commune's
// own parcels, with all that touch them brought to the zone.
func (i *inspection) tiles(progress func(done, of int)) {
	zones := lo.Uniq(lo.Map(i.shapes[:i.own], func(s read.ParcelShape, _ int) int { return s.Boundary.SRID }))
	slices.Sort(zones)
	for nth, srid := range zones {
		zone, known := gis.ZoneBySRID(srid)
		if !known {
			continue
		}
		tiles := i.tilesOf(zone)
		i.fit(zone, gis.CheckTiles(tiles, progress), zones[:nth])
	}
}

// tilesOf are the parcels that have valid boundaries, in a zone.
func (i *inspection) tilesOf(zone gis.Zone) []gis.Tile {
	return lo.FilterMap(i.shapes, func(s read.ParcelShape, n int) (gis.Tile, bool) {
		if _, known := gis.ZoneBySRID(s.Boundary.SRID); !known || len(s.Boundary.Validate()) > 0 {
			return gis.Tile{}, false
		}
		scale, _ := ladm.ScaleOf(s.Scale)
		return gis.Tile{Key: n, Polygon: s.Boundary.In(zone), Tolerance: scale.PointAccuracy}, true
	})
}

// fit notes what does not fit in a zone, but for what was noted in zones before.
func (i *inspection) fit(zone gis.Zone, faults []gis.TileFault, before []int) {
	for _, f := range faults {
		parcels := []int{f.A}
		if f.B >= 0 {
			parcels = append(parcels, f.B)
		}
		if i.elsewhere(parcels, zone.SRID, before) || i.feigned(parcels, f) || i.expected(f) {
			continue
		}
		i.found(QualityFault{
			Code: i.codeOf(parcels, f.Kind), At: placeOf(zone.SRID, f.At), Area: f.Area, Length: f.Length,
			Message: i.messageOf(parcels, f),
		}, parcels...)
	}
}

// elsewhere reports whether a fault is other communes' alone, of another zone
// alone, or was noted in a zone before.
func (i *inspection) elsewhere(parcels []int, srid int, before []int) bool {
	inZone := func(n int) bool { return i.shapes[n].Boundary.SRID == srid }
	noted := func(n int) bool { return slices.Contains(before, i.shapes[n].Boundary.SRID) }
	foreign := func(n int) bool { return i.shapes[n].Foreign }
	return lo.EveryBy(parcels, foreign) || lo.NoneBy(parcels, inZone) || lo.SomeBy(parcels, noted)
}

// feigned reports whether a fault may come from bringing a parcel to the zone of
// another: rounding moves vertices by a millimetre or two.
func (i *inspection) feigned(parcels []int, f gis.TileFault) bool {
	zones := lo.Uniq(lo.Map(parcels, func(n, _ int) int { return i.shapes[n].Boundary.SRID }))
	if len(zones) == 1 {
		return false
	}
	least := lo.Min(lo.Map(parcels, func(n, _ int) float64 { return i.shapes[n].Boundary.Perimeter() }))
	return f.Kind != gis.TileOverlap || f.Area < roundedArea*least
}

// expected reports whether a vertex is unmatched only until points that are
// pending are inserted.
func (i *inspection) expected(f gis.TileFault) bool {
	return f.Kind == gis.TileUnmatched && f.B >= 0 && slices.Contains(i.pending[i.shapes[f.B].ID], f.At)
}

func (i *inspection) codeOf(parcels []int, kind gis.TileFaultKind) string {
	sheets := lo.Uniq(lo.Map(parcels, func(n, _ int) ladm.SheetID { return i.shapes[n].Sheet }))
	if kind == gis.TileOverlap && len(sheets) > 1 {
		return CrossSheetOverlap
	}
	return string(kind)
}

func (i *inspection) messageOf(parcels []int, f gis.TileFault) string {
	name := func(n int) string {
		s := i.shapes[n]
		return fmt.Sprintf("thửa %d, tờ %d (1:%d), xã %s", s.Number, s.SheetNumber, s.Scale, s.CommuneCode)
	}
	first := name(parcels[0])
	second := "chính thửa đó"
	if len(parcels) > 1 {
		second = name(parcels[1])
	}
	switch f.Kind {
	case gis.TileOverlap:
		return fmt.Sprintf("Chồng lấn khoảng %.2f m² giữa %s và %s. Đo lại và đính chính ranh giới chung.", f.Area, first, second)
	case gis.TileUnmatched:
		return fmt.Sprintf("Đỉnh của %s không khớp với ranh giới của %s (lệch %.3f m). Đính chính để hai ranh giới có chung đỉnh.", first, second, f.Length)
	case gis.TileSliver:
		return fmt.Sprintf("Khe hẹp dài %.1f m (%.2f m²) giữa %s và %s không thuộc thửa nào. Đo lại và đính chính ranh giới.", f.Length, f.Area, first, second)
	}
	return ""
}
