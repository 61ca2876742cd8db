package gis

// Box is the smallest upright rectangle around something, borders included.
type Box struct{ Min, Max Point }

// Bounds returns the box around the exterior ring; an empty polygon has the zero Box.
func (p Polygon) Bounds() Box {
	if len(p.Rings) == 0 || len(p.Rings[0]) == 0 {
		return Box{}
	}
	first := p.Rings[0][0]
	box := Box{Min: first, Max: first}
	for _, q := range p.Rings[0][1:] {
		box.Min.E, box.Max.E = min(box.Min.E, q.E), max(box.Max.E, q.E)
		box.Min.N, box.Max.N = min(box.Min.N, q.N), max(box.Max.N, q.N)
	}
	return box
}

// Intersects says whether the boxes have a point in common; touching borders do.
func (b Box) Intersects(o Box) bool {
	return b.Min.E <= o.Max.E && o.Min.E <= b.Max.E && b.Min.N <= o.Max.N && o.Min.N <= b.Max.N
}

// Grow moves every border outwards by mm millimetres.
func (b Box) Grow(mm int64) Box {
	return Box{Min: Point{b.Min.E - mm, b.Min.N - mm}, Max: Point{b.Max.E + mm, b.Max.N + mm}}
}

// meet is what two boxes that intersect have in common.
func (b Box) meet(o Box) Box {
	return Box{
		Min: Point{max(b.Min.E, o.Min.E), max(b.Min.N, o.Min.N)},
		Max: Point{min(b.Max.E, o.Max.E), min(b.Max.N, o.Max.N)},
	}
}

// join is the box around both.
func (b Box) join(o Box) Box {
	return Box{
		Min: Point{min(b.Min.E, o.Min.E), min(b.Min.N, o.Min.N)},
		Max: Point{max(b.Max.E, o.Max.E), max(b.Max.N, o.Max.N)},
	}
}

// boxOf is the box around the line from p to q.
func boxOf(p, q Point) Box {
	return Box{
		Min: Point{min(p.E, q.E), min(p.N, q.N)},
		Max: Point{max(p.E, q.E), max(p.N, q.N)},
	}
}
