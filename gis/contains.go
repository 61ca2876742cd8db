package gis

// side is where a point lies relative to a ring or polygon.
type side int8

const (
	outside side = iota
	boundary
	inside
)

// Contains says whether the point lies strictly inside: neither on a ring nor in
// a hole. Exact.
func (p Polygon) Contains(q Point) bool {
	if len(p.Rings) == 0 || p.Rings[0].locate(q) != inside {
		return false
	}
	for _, hole := range p.Rings[1:] {
		if hole.locate(q) != outside {
			return false
		}
	}
	return true
}

// locate counts how often a ray eastwards from q crosses the ring.
func (r Ring) locate(q Point) side {
	odd := false
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		if a.N > b.N {
			a, b = b, a
		}
		if q.N < a.N || q.N > b.N {
			continue
		}
		if q.E < a.E && q.E < b.E {
			odd = odd != (a.N <= q.N && q.N < b.N)
			continue
		}
		if q.E > a.E && q.E > b.E {
			continue
		}
		turn := cross(a, b, q)
		if turn == 0 && boxOf(a, b).holds(q) {
			return boundary
		}
		if q.N < b.N && turn > 0 { // west of an edge that goes north
			odd = !odd
		}
	}
	if odd {
		return inside
	}
	return outside
}

func (b Box) holds(q Point) bool {
	return b.Min.E <= q.E && q.E <= b.Max.E && b.Min.N <= q.N && q.N <= b.Max.N
}
