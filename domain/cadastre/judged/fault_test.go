package judged_test

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/diachinh/diachinh/gis"
)

// fault is a kind of mistake that surveys have.
type fault struct {
	name string
	// codes are what the rules may say of it, and one of them they must.
	codes []string
	// inMap says that a map may hold such a fault, so that the detector must find it.
	inMap bool
	// put puts the mistake into a trial; false where this trial has no place for it.
	put func(*rand.Rand, *trial) bool
}

var (
	covers  = []string{"PARTS_GAP", "PARTS_OVERLAP", "PARTS_OUTSIDE"}
	invalid = []string{"SELF_INTERSECTION", "SELF_TOUCH", "RING_NOT_CLOSED", "RINGS_CROSS", "HOLE_OUTSIDE", "SPIKE", "ZERO_AREA", "TOO_FEW_POINTS"}
)

// faults begins with none at all. Ground that belongs to nobody is no fault of a
// map, nor is a number that two parcels want and none has got yet.
var faults = []fault{
	{name: "no fault", inMap: true, put: func(*rand.Rand, *trial) bool { return true }},
	{"sliver: gap", covers, true, slide(10, 100)},
	{"sliver: overlap", covers, true, slide(-100, -10)},
	{"gap", covers, false, slide(1000, 4000)},
	{"overlap", covers, true, slide(-4000, -1000)},
	{"part left out", []string{"PARTS_GAP", "PARTS_TOO_FEW"}, false, leaveOut},
	{"part given twice", []string{"PARTS_OVERLAP"}, true, giveTwice},
	{"number given twice", []string{"NUMBER_DUPLICATE"}, false, repeatNumber},
	{"number used before", []string{"NUMBER_TAKEN"}, false, takeNumber},
	{"vertex off the boundary", covers, true, pushVertex},
	{"spike", invalid, false, spike},
	{"ring that crosses itself", invalid, false, cross},
	{"ring left open", invalid, false, leaveOpen},
	{"hole outside", invalid, false, holeOutside},
	{"wrong zone", []string{"WRONG_ZONE"}, false, otherZone},
}

// ring is the exterior of a part, to be changed in place.
func (t *trial) ring(part int) gis.Ring { return t.parts[part].Boundary.Rings[0] }

// slide moves the point in which the parts meet, in one of them alone, into that
// part by a distance in millimetres, or out of it.
func slide(least, most float64) func(*rand.Rand, *trial) bool {
	return func(random *rand.Rand, t *trial) bool {
		part := random.IntN(len(t.parts))
		ring := t.ring(part)
		centre, from, to := ring[0], ring[1], ring[len(ring)-2]
		a, b := bearing(centre, from), bearing(centre, to)
		opening := math.Mod(b-a+4*math.Pi, 2*math.Pi)
		if opening < math.Pi/5 || opening > 9*math.Pi/5 {
			return false
		}
		distance := least + (most-least)*random.Float64()
		moved := polar(centre, a+opening/2, distance)
		ring[0], ring[len(ring)-1] = moved, moved
		return len(t.parts[part].Boundary.Validate()) == 0
	}
}

func bearing(from, to gis.Point) float64 {
	return math.Atan2(float64(to.N-from.N), float64(to.E-from.E))
}

func leaveOut(random *rand.Rand, t *trial) bool {
	part := random.IntN(len(t.parts))
	t.parts = slices.Delete(t.parts, part, part+1)
	return true
}

func giveTwice(random *rand.Rand, t *trial) bool {
	again := t.parts[random.IntN(len(t.parts))]
	again.ID.UUID[0] ^= 0xff
	t.parts = append(t.parts, again)
	return true
}

func repeatNumber(_ *rand.Rand, t *trial) bool {
	t.parts[0].Number, t.parts[1].Number = 100, 100
	return true
}

// takeNumber asks for the number of one of the parcels around.
func takeNumber(random *rand.Rand, t *trial) bool {
	t.parts[0].Number = 1 + random.IntN(1+len(t.around))
	return true
}

// pushVertex moves a vertex that a part has from the parcel 10 to 200 mm off the
// boundary, in that part alone.
func pushVertex(random *rand.Rand, t *trial) bool {
	part := random.IntN(len(t.parts))
	ring := t.ring(part)
	for i := 2; i < len(ring)-2; i++ {
		before, at, after := ring[i-1], ring[i], ring[i+1]
		a, b := bearing(at, before), bearing(at, after)
		opening := math.Mod(a-b+4*math.Pi, 2*math.Pi)
		if opening < math.Pi/5 || opening > 9*math.Pi/5 || !slices.Contains(t.parent.Rings[0], at) {
			continue
		}
		distance := 10 + 190*random.Float64()
		if random.IntN(2) == 0 {
			distance = -distance
		}
		ring[i] = polar(at, b+opening/2, distance)
		return len(t.parts[part].Boundary.Validate()) == 0
	}
	return false
}

// spike goes out of a vertex and comes back to within some millimetres.
func spike(random *rand.Rand, t *trial) bool {
	part := random.IntN(len(t.parts))
	ring := t.ring(part)
	at := ring[1]
	tip := polar(at, 2*math.Pi*random.Float64(), 2000+4000*random.Float64())
	back := gis.Point{E: at.E + random.Int64N(5) - 2, N: at.N + random.Int64N(5) - 2}
	spiked := slices.Insert(slices.Clone(ring), 2, tip, back)
	if back == at {
		spiked = slices.Insert(slices.Clone(ring), 2, tip, at)
	}
	t.parts[part].Boundary.Rings = []gis.Ring{spiked}
	return true
}

// cross swaps two neighbouring vertices.
func cross(random *rand.Rand, t *trial) bool {
	part := random.IntN(len(t.parts))
	ring := t.ring(part)
	if len(ring) < 6 {
		return false
	}
	i := 1 + random.IntN(len(ring)-4)
	ring[i], ring[i+1] = ring[i+1], ring[i]
	return crosses(ring[i-1], ring[i], ring[i+1], ring[i+2])
}

// crosses says whether the line from a to b and that from c to d cross.
func crosses(a, b, c, d gis.Point) bool {
	side := func(p, q, r gis.Point) bool { return (q.E-p.E)*(r.N-p.N)-(q.N-p.N)*(r.E-p.E) > 0 }
	return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

func leaveOpen(random *rand.Rand, t *trial) bool {
	part := random.IntN(len(t.parts))
	ring := t.ring(part)
	t.parts[part].Boundary.Rings = []gis.Ring{ring[:len(ring)-1]}
	return true
}

func holeOutside(random *rand.Rand, t *trial) bool {
	part := random.IntN(len(t.parts))
	at := t.parent.Bounds().Max
	hole := gis.Ring{{E: at.E + 1000, N: at.N}, {E: at.E + 1000, N: at.N + 2000}, {E: at.E + 3000, N: at.N}, {E: at.E + 1000, N: at.N}}
	t.parts[part].Boundary.Rings = append(t.parts[part].Boundary.Rings, hole)
	return true
}

func otherZone(random *rand.Rand, t *trial) bool {
	t.parts[random.IntN(len(t.parts))].Boundary.SRID = 9210
	return true
}
