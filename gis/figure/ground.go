package figure

import (
	"math"

	"github.com/diachinh/diachinh/gis"
)

// ground is the family's land on paper: every map of the picture shows the same
// piece of it at the same scale, north up.
type ground struct {
	west, north   int64   // millimetres
	scale         float64 // pixels a metre
	width, height float64 // pixels
}

// place is a point of a map, in pixels from its upper left corner.
type place struct{ x, y float64 }

// groundOf chooses the scale: a map with more parcels is larger, and a long one
// longer than it is wide, within bounds. A flat one is high enough for labels.
func groundOf(s story) ground {
	var box gis.Box
	for i, v := range s.versions {
		if b := v.Boundary.Bounds(); i == 0 {
			box = b
		} else {
			box = union(box, b)
		}
	}
	most := 0
	for _, g := range s.stages {
		most = max(most, len(g.parcels))
	}
	side := min(180+14*float64(most), 640)
	wide := max(float64(box.Max.E-box.Min.E)/1000, 0.001)
	high := max(float64(box.Max.N-box.Min.N)/1000, 0.001)
	scale := max(side/math.Sqrt(wide*high), twoLines/high)
	scale = min(scale, max(2*side, 650)/wide, 1.6*side/high)
	return ground{west: box.Min.E, north: box.Max.N, scale: scale, width: wide * scale, height: high * scale}
}

func union(a, b gis.Box) gis.Box {
	a.Min.E, a.Min.N = min(a.Min.E, b.Min.E), min(a.Min.N, b.Min.N)
	a.Max.E, a.Max.N = max(a.Max.E, b.Max.E), max(a.Max.N, b.Max.N)
	return a
}

func (g ground) place(p gis.Point) place {
	return place{x: float64(p.E-g.west) / 1000 * g.scale, y: float64(g.north-p.N) / 1000 * g.scale}
}

// fits says whether a text of some width and height stands inside a parcel when
// its middle stands at a point inside.
func (g ground) fits(p gis.Polygon, middle gis.Point, width, height float64) bool {
	at := g.place(middle)
	text := rectangle{at.x - width/2, at.y - height/2, at.x + width/2, at.y + height/2}
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			if text.meets(g.place(ring[i-1]), g.place(ring[i])) {
				return false
			}
		}
	}
	return true
}

// reach returns how far west and east of a point inside a parcel its boundary
// is first met from outside: where arrows leave and arrive.
func (g ground) reach(p gis.Polygon, inside place) (west, east float64) {
	west, east = inside.x, inside.x
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			a, b := g.place(ring[i-1]), g.place(ring[i])
			if (a.y > inside.y) != (b.y > inside.y) {
				x := a.x + (inside.y-a.y)/(b.y-a.y)*(b.x-a.x)
				west, east = min(west, x), max(east, x)
			}
		}
	}
	return west, east
}

// crossed reports whether a level line meets a boundary between two places.
func (g ground) crossed(p gis.Polygon, y, from, to float64) bool {
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			a, b := g.place(ring[i-1]), g.place(ring[i])
			if (a.y > y) == (b.y > y) {
				continue
			}
			if x := a.x + (y-a.y)/(b.y-a.y)*(b.x-a.x); x > from && x < to {
				return true
			}
		}
	}
	return false
}

type rectangle struct{ left, top, right, bottom float64 }

// meets says whether any of a line lies in the rectangle.
func (r rectangle) meets(a, b place) bool {
	from, to := 0.0, 1.0
	return within(a.x, b.x-a.x, r.left, r.right, &from, &to) &&
		within(a.y, b.y-a.y, r.top, r.bottom, &from, &to)
}

// within narrows the part of a line, from start in steps of way, that lies
// between two bounds, and says whether any is left.
func within(start, way, low, high float64, from, to *float64) bool {
	if way == 0 {
		return start >= low && start <= high
	}
	enter, leave := (low-start)/way, (high-start)/way
	if enter > leave {
		enter, leave = leave, enter
	}
	*from, *to = max(*from, enter), min(*to, leave)
	return *from <= *to
}
