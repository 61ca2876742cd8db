package gis

// ViolationKind is the stable code of a way in which a polygon is no proper surface.
type ViolationKind string

// The kinds. What PostGIS's ST_IsValid refuses is refused; RepeatedPoint, a Spike
// that has some width, OutOfRange and TooLarge are refused beyond that.
const (
	// NoRing: the polygon has no exterior ring.
	NoRing ViolationKind = "NO_RING"
	// RingNotClosed: the last point of a ring is not its first.
	RingNotClosed ViolationKind = "RING_NOT_CLOSED"
	// TooFewPoints: a ring has fewer than three different points.
	TooFewPoints ViolationKind = "TOO_FEW_POINTS"
	// RepeatedPoint: a point repeats the one before it, to the millimetre.
	RepeatedPoint ViolationKind = "REPEATED_POINT"
	// ZeroArea: a ring encloses nothing.
	ZeroArea ViolationKind = "ZERO_AREA"
	// Spike: the line turns back on itself, leaving less than SpikeWidth between.
	Spike ViolationKind = "SPIKE"
	// SelfIntersection: a ring crosses itself or runs along itself.
	SelfIntersection ViolationKind = "SELF_INTERSECTION"
	// SelfTouch: a ring meets itself at a point.
	SelfTouch ViolationKind = "SELF_TOUCH"
	// RingsCross: two rings cross or run along each other.
	RingsCross ViolationKind = "RINGS_CROSS"
	// HoleOutside: a hole lies outside the exterior ring.
	HoleOutside ViolationKind = "HOLE_OUTSIDE"
	// HoleInHole: a hole lies within another one.
	HoleInHole ViolationKind = "HOLE_IN_HOLE"
	// InteriorDisconnected: rings that touch at points cut the surface in parts.
	InteriorDisconnected ViolationKind = "INTERIOR_DISCONNECTED"
	// OutOfRange: a point lies where no zone has one: an easting outside 0 to
	// 1,000 km or a northing outside 0 to 3,000 km.
	OutOfRange ViolationKind = "OUT_OF_RANGE"
	// TooLarge: the polygon is more than 100 km wide or high.
	TooLarge ViolationKind = "TOO_LARGE"
)

// Violation is one fault of a polygon, and where.
type Violation struct {
	Kind ViolationKind
	// At is the exact place: the crossing, to the nearest millimetre, or the vertex.
	At Point
	// Ring and Vertex number what is wrong, or the line that begins there: the
	// exterior is ring 0.
	Ring, Vertex int
}

const (
	// SpikeWidth is, in millimetres, how far apart the two arms of a narrow angle
	// must be where the shorter one ends: less than the best accuracy of a
	// boundary point (5 cm at 1:200) is no surface but a slip of the survey.
	SpikeWidth = 10
	// maxExtent keeps every product of the predicates far within 64 bits.
	maxExtent = 100_000_000
	maxE      = 1_000_000_000
	maxN      = 3_000_000_000
	// maxViolations is where a polygon is bad enough.
	maxViolations = 100
)

// Validate returns what keeps the polygon from being a surface whose inside is
// one piece, by the rules of OGC Simple Features on the millimetre grid; nil if
// nothing does. Orientation does not matter. Rings with a fault of their own form
// are not compared with others. At most 100 faults are returned.
func (p Polygon) Validate() []Violation {
	v := validator{polygon: p}
	if len(p.Rings) == 0 {
		return []Violation{{Kind: NoRing}}
	}
	if !v.withinRange() {
		return v.found
	}
	for i, ring := range p.Rings {
		v.checkForm(i, ring)
	}
	v.checkLines()
	if v.onlyRepeats() && len(p.Rings) > 1 {
		v.checkNesting()
	}
	return v.found
}

type validator struct {
	polygon Polygon
	edges   []edge
	touches []touch
	// feet are where the arms of spikes begin: others meet there without fault.
	feet  []Point
	found []Violation
}

// edge is the line from vertex a to vertex b of a ring, numbered among the
// ring's lines that have a length.
type edge struct {
	a, b        Point
	minE, maxE  int64
	ring        int32
	vertex      int32
	place, last int32 // position in the ring, and that of the ring's last edge
	spiked      bool
}

func (v *validator) report(kind ViolationKind, at Point, ring, vertex int) {
	for _, f := range v.found {
		if f.Kind == kind && f.At == at && f.Ring == ring {
			return
		}
	}
	if len(v.found) < maxViolations {
		v.found = append(v.found, Violation{Kind: kind, At: at, Ring: ring, Vertex: vertex})
	}
}

// onlyRepeats says whether every ring is sound but for repeated points.
func (v *validator) onlyRepeats() bool {
	for _, f := range v.found {
		if f.Kind != RepeatedPoint {
			return false
		}
	}
	return true
}

func (v *validator) withinRange() bool {
	var box Box
	seen := false
	for i, ring := range v.polygon.Rings {
		for j, q := range ring {
			if q.E < 0 || q.E > maxE || q.N < 0 || q.N > maxN {
				v.report(OutOfRange, q, i, j)
				return false
			}
			if !seen {
				box, seen = Box{q, q}, true
			}
			box.Min.E, box.Max.E = min(box.Min.E, q.E), max(box.Max.E, q.E)
			box.Min.N, box.Max.N = min(box.Min.N, q.N), max(box.Max.N, q.N)
			if box.Max.E-box.Min.E > maxExtent || box.Max.N-box.Min.N > maxExtent {
				v.report(TooLarge, q, i, j)
				return false
			}
		}
	}
	return true
}

// checkForm looks at one ring alone and, if it is closed and has a surface,
// gathers its edges.
func (v *validator) checkForm(number int, ring Ring) {
	if len(ring) == 0 {
		v.report(TooFewPoints, Point{}, number, 0)
		return
	}
	last := len(ring) - 1
	if ring[0] != ring[last] {
		v.report(RingNotClosed, ring[last], number, last)
		return
	}
	first := len(v.edges)
	for i := 1; i <= last; i++ {
		a, b := ring[i-1], ring[i]
		if a == b {
			v.report(RepeatedPoint, b, number, i)
			continue
		}
		v.edges = append(v.edges, edge{
			a: a, b: b, minE: min(a.E, b.E), maxE: max(a.E, b.E),
			ring: int32(number), vertex: int32(i - 1), place: int32(len(v.edges) - first),
		})
	}
	own := v.edges[first:]
	switch {
	case len(own) < 3:
		v.report(TooFewPoints, ring[0], number, 0)
		v.edges = v.edges[:first]
	case ring.twiceArea() == 0 && allOnOneLine(own):
		v.report(ZeroArea, ring[0], number, 0)
		v.edges = v.edges[:first]
	default:
		v.checkSpikes(own)
	}
}

func allOnOneLine(edges []edge) bool {
	for _, e := range edges[1:] {
		if cross(edges[0].a, edges[0].b, e.b) != 0 {
			return false
		}
	}
	return true
}

// checkSpikes looks at each corner of a ring.
func (v *validator) checkSpikes(edges []edge) {
	last := len(edges) - 1
	before := &edges[last]
	for i := range edges {
		after := &edges[i]
		after.last = int32(last)
		if isSpike(before.a, after.a, after.b) {
			before.spiked, after.spiked = true, true
			v.feet = append(v.feet, before.a, after.b)
			v.report(Spike, after.a, int(after.ring), int(after.vertex))
		}
		before = after
	}
}

// isSpike says whether the line from a over corner to b turns back on itself: by
// less than one degree, with less than SpikeWidth between the arms' ends.
func isSpike(a, corner, b Point) bool {
	along := dot(corner, a, b)
	if along <= 0 {
		return false
	}
	across := abs(cross(corner, a, b))
	if across == 0 {
		return true
	}
	const tanOneDegree = 0.017455064928217585
	if float64(across) >= float64(along)*tanOneDegree {
		return false
	}
	longer := max(dot(corner, a, a), dot(corner, b, b))
	return float64(across)*float64(across) < SpikeWidth*SpikeWidth*float64(longer)
}
