package cadastretest

import (
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

const (
	columns, rows = 5, 4
	width, height = 30_000, 25_000 // of a cell, in mm
	west, south   = 549_000_000, 2_329_000_000
)

// ground draws the cells that the sheet's parcels are registered on: a grid whose
// inner corners are shifted.
func (w *teller) ground() []gis.Polygon {
	var corners [rows + 1][columns + 1]gis.Point
	for row := range corners {
		for column := range corners[row] {
			corner := gis.Point{E: west + width*int64(column), N: south + height*int64(row)}
			if column > 0 && column < columns {
				corner.E += w.between(-6000, 6000)
			}
			if row > 0 && row < rows {
				corner.N += w.between(-5000, 5000)
			}
			corners[row][column] = corner
		}
	}
	var cells []gis.Polygon
	for row := range rows {
		for column := range columns {
			low, high := corners[row], corners[row+1]
			cells = append(cells, gis.Polygon{SRID: Zone, Rings: []gis.Ring{{
				low[column], low[column+1], high[column+1], high[column], low[column],
			}}})
		}
	}
	return cells
}

// otherSheet is a parcel of another sheet along each of the western and the
// southern side.
func (s *Story) otherSheet() []cadastre.Neighbour {
	strip := func(name string, number int, from, to gis.Point) cadastre.Neighbour {
		return cadastre.Neighbour{
			Parcel: ladm.ParcelID{UUID: s.id(name)}, Sheet: ladm.SheetID{UUID: s.id("other sheet")},
			SheetNumber: 19, Number: number, LandType: "DGT",
			Boundary: gis.Polygon{SRID: Zone, Rings: []gis.Ring{{
				from, {E: to.E, N: from.N}, to, {E: from.E, N: to.N}, from,
			}}},
		}
	}
	return []cadastre.Neighbour{
		strip("western neighbour", 1, gis.Point{E: west - 10_000, N: south}, gis.Point{E: west, N: south + rows*height}),
		strip("southern neighbour", 2, gis.Point{E: west, N: south - 10_000}, gis.Point{E: west + columns*width, N: south}),
	}
}

// matched is a boundary with all points that others have on its sides.
func (w *teller) matched(boundary gis.Polygon) gis.Polygon {
	var points []gis.Point
	for _, p := range w.parcels(false) {
		points = append(points, p.Boundary.Rings[0]...)
	}
	for _, n := range w.story.Neighbours {
		points = append(points, n.Boundary.Rings[0]...)
	}
	boundary, _ = boundary.Insert(points)
	return boundary
}

// cut draws a straight line through a polygon without holes and returns what lies
// on either side of it, the larger part first.
func (w *teller) cut(p gis.Polygon) (larger, smaller gis.Polygon, found bool) {
	ring := p.Rings[0]
	sides := len(ring) - 1
	if len(p.Rings) > 1 || sides < 3 {
		return larger, smaller, false
	}
	for range 4 {
		i := w.upTo(sides-1) - 1
		j := i + w.upTo(sides-1-i)
		from, to := w.on(ring[i], ring[i+1]), w.on(ring[j], ring[j+1])
		one := gis.Ring{from}
		one = append(one, ring[i+1:j+1]...)
		one = append(one, to, from)
		other := gis.Ring{to}
		other = append(other, ring[j+1:sides]...)
		other = append(other, ring[:i+1]...)
		other = append(other, from, to)
		larger = gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{one}}
		smaller = gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{other}}
		if larger.Area() < smaller.Area() {
			larger, smaller = smaller, larger
		}
		if smaller.Area() > 20 && smaller.MeanWidth() > 1 && len(larger.Validate())+len(smaller.Validate()) == 0 &&
			len(gis.Cover([]gis.Polygon{p}, []gis.Polygon{larger, smaller}).Faults) == 0 {
			return larger, smaller, true
		}
	}
	return larger, smaller, false
}

// on draws a point of a side, to the nearest millimetre.
func (w *teller) on(a, b gis.Point) gis.Point {
	share := int64(w.upTo(9))
	return gis.Point{E: a.E + (b.E-a.E)*share/10, N: a.N + (b.N-a.N)*share/10}
}
