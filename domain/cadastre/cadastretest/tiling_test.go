package cadastretest

import (
	"fmt"
	"math"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// edge is a side of a boundary as it is passed.
type edge [2]gis.Point

// chain counts how often edges are passed; those passed both ways cancel out.
type chain map[edge]int

// add passes the sides of boundaries, split where points lie on them.
func (c chain) add(boundaries []gis.Polygon, points []gis.Point) {
	for _, boundary := range boundaries {
		for _, ring := range boundary.Rings {
			for i := 1; i < len(ring); i++ {
				c.pass(ring[i-1], ring[i], points)
			}
		}
	}
}

// pass splits a side at the point nearest to it, and what that leaves again.
func (c chain) pass(a, b gis.Point, points []gis.Point) {
	if a == b {
		return
	}
	at, least := a, math.Inf(1)
	for _, p := range points {
		if distance, on := isOn(a, b, p); on && (distance < least || distance == least && less(p, at)) {
			at, least = p, distance
		}
	}
	if at == a {
		c.count(edge{a, b}, 1)
		return
	}
	c.pass(a, at, points)
	c.pass(at, b, points)
}

// less orders points in some way that is always the same.
func less(p, q gis.Point) bool { return p.E < q.E || p.E == q.E && p.N < q.N }

func (c chain) count(e edge, times int) {
	back := edge{e[1], e[0]}
	if c[back] > 0 {
		e, times = back, -times
	}
	if c[e] += times; c[e] == 0 {
		delete(c, e)
	}
}

// isOn reports whether a point lies within 1 mm of a side, but not of its ends,
// and how far from it.
func isOn(a, b, p gis.Point) (distance float64, on bool) {
	if abs(p.E-a.E)+abs(p.N-a.N) <= 1 || abs(p.E-b.E)+abs(p.N-b.N) <= 1 {
		return 0, false
	}
	along := float64((p.E-a.E)*(b.E-a.E) + (p.N-a.N)*(b.N-a.N))
	length := math.Hypot(float64(b.E-a.E), float64(b.N-a.N))
	distance = math.Abs(float64((b.E-a.E)*(p.N-a.N)-(b.N-a.N)*(p.E-a.E))) / length
	return distance, along > 0 && along < length*length && distance <= 1
}

// tilesAs demands that boundaries cover what others covered, as chains of directed
// edges, once the others went where points were moved. Points within 1 mm of each
// other are one.
func tilesAs(before, after []gis.Polygon, moves []cadastre.Move) error {
	one := pointsAsOne{}
	before, after = one.all(before), one.all(after)
	to := map[gis.Point]gis.Point{}
	come := map[gis.Point]bool{}
	points := verticesOf(before)
	for _, move := range moves {
		from, target := one.of(move.From), one.of(move.To)
		to[from], come[target] = target, true
		points = append(points, from)
	}
	now := verticesOf(after)
	for _, p := range now {
		if !come[p] {
			points = append(points, p)
		}
	}
	was, want, got := chain{}, chain{}, chain{}
	was.add(before, points)
	for _, p := range points {
		if _, moves := to[p]; !moves {
			now = append(now, p)
		}
	}
	for e, times := range was {
		for i, p := range e {
			if target, moves := to[p]; moves {
				e[i] = target
			}
		}
		for range times {
			want.pass(e[0], e[1], now)
		}
	}
	got.add(after, now)
	for e, times := range want {
		if got[e] != times {
			return fmt.Errorf("edge %v is passed %d times, and not %d", e, got[e], times)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d outer edges, and not %d", len(got), len(want))
	}
	return nil
}

// pointsAsOne knows which of several points within 1 mm stands for all.
type pointsAsOne map[gis.Point]gis.Point

func (o pointsAsOne) of(p gis.Point) gis.Point {
	for _, step := range []gis.Point{{}, {E: -1}, {E: 1}, {N: -1}, {N: 1}} {
		if q, known := o[gis.Point{E: p.E + step.E, N: p.N + step.N}]; known && abs(q.E-p.E)+abs(q.N-p.N) <= 1 {
			o[p] = q
			return q
		}
	}
	o[p] = p
	return p
}

func (o pointsAsOne) all(boundaries []gis.Polygon) []gis.Polygon {
	same := make([]gis.Polygon, len(boundaries))
	for i, boundary := range boundaries {
		same[i] = copied(boundary)
		for _, ring := range same[i].Rings {
			for j, p := range ring {
				ring[j] = o.of(p)
			}
		}
	}
	return same
}

func verticesOf(boundaries []gis.Polygon) []gis.Point {
	var points []gis.Point
	for _, boundary := range boundaries {
		for _, ring := range boundary.Rings {
			points = append(points, ring[1:]...)
		}
	}
	return points
}

// boundaries are those of the parcels that an event touches and that stand now.
func (t *telling) boundaries(event cadastre.Event) map[ladm.ParcelID]gis.Polygon {
	found := map[ladm.ParcelID]gis.Polygon{}
	for _, id := range touchedBy(event) {
		if p, known := t.sheet.Parcel(id); known && !p.Ended {
			found[id] = p.Boundary
		}
	}
	return found
}

// touchedBy lists the parcels whose boundaries an event may concern.
func touchedBy(event cadastre.Event) []ladm.ParcelID {
	var ids []ladm.ParcelID
	r := replacementOf(event)
	for _, p := range r.Ended {
		ids = append(ids, p.Parcel)
	}
	for _, p := range r.Begun {
		ids = append(ids, p.Parcel)
	}
	for _, p := range reshapingOf(event).Parcels {
		ids = append(ids, p.Parcel)
	}
	for _, in := range effectsOf(event).Inserted {
		ids = append(ids, in.Parcel)
	}
	switch e := event.(type) {
	case cadastre.ParcelRegistered:
		ids = append(ids, e.Parcel)
	case cadastre.ParcelEnded:
		ids = append(ids, e.Parcel)
	case cadastre.ParcelsReinstated:
		ids = append(ids, e.Annulled...)
		for _, p := range e.Reinstated {
			ids = append(ids, p.Parcel)
		}
	}
	return ids
}

// keepsGround demands that an event leaves the parcels that it touches the ground
// they had, unless it is of a kind that adds or takes some.
func (t *telling) keepsGround(event cadastre.Event, before map[ladm.ParcelID]gis.Polygon) error {
	after := t.boundaries(event)
	was, is := valuesOf(before), valuesOf(after)
	grown := areaOf(is) - areaOf(was)
	doubt := 0.0
	for _, boundary := range append(was, is...) {
		doubt += 0.001 * boundary.Perimeter()
	}
	keeps := true
	switch e := event.(type) {
	case cadastre.ParcelRegistered, cadastre.ParcelEnded:
		t.ground += grown
		return nil
	case cadastre.ParcelNaturallyChanged:
		t.ground += grown
		return natural(e, before)
	case cadastre.ParcelsReinstated:
		keeps = len(e.Annulled) > 0
	case cadastre.ParcelsResurveyed, cadastre.BoundaryCorrected:
		t.ground += grown
		return tilesAs(was, is, reshapingOf(event).Moved)
	}
	if !keeps {
		t.ground += grown
		return nil
	}
	if t.doubt += doubt; math.Abs(grown) > doubt {
		return fmt.Errorf("%f m² became %f", areaOf(was), areaOf(is))
	}
	return tilesAs(was, is, nil)
}

// natural demands that erosion leaves a part of the parcel and accretion adds to it.
func natural(e cadastre.ParcelNaturallyChanged, before map[ladm.ParcelID]gis.Polygon) error {
	old, now := before[e.Parcels[0].Parcel], e.Parcels[0].Boundary
	smaller, larger := now, old
	if e.Kind == cadastre.Accretion {
		smaller, larger = old, now
	}
	if lost := smaller.Area() - gis.CommonArea(smaller, larger); lost > 0.001*smaller.Perimeter() || smaller.Area() >= larger.Area() {
		return fmt.Errorf("%s of %f m² left %f, %f of them elsewhere", e.Kind, old.Area(), now.Area(), lost)
	}
	return nil
}

func areaOf(boundaries []gis.Polygon) float64 {
	sum := 0.0
	for _, boundary := range boundaries {
		sum += boundary.Area()
	}
	return sum
}

func valuesOf(boundaries map[ladm.ParcelID]gis.Polygon) []gis.Polygon {
	values := make([]gis.Polygon, 0, len(boundaries))
	for _, boundary := range boundaries {
		values = append(values, boundary)
	}
	return values
}

func replacementOf(event cadastre.Event) cadastre.Replacement {
	switch e := event.(type) {
	case cadastre.ParcelSubdivided:
		return e.Replacement
	case cadastre.ParcelsMerged:
		return e.Replacement
	case cadastre.ParcelsReadjusted:
		return e.Replacement
	case cadastre.ParcelPartlyRecovered:
		return e.Replacement
	}
	return cadastre.Replacement{}
}

func reshapingOf(event cadastre.Event) cadastre.Reshaping {
	switch e := event.(type) {
	case cadastre.ParcelsResurveyed:
		return e.Reshaping
	case cadastre.BoundaryCorrected:
		return e.Reshaping
	case cadastre.ParcelNaturallyChanged:
		return e.Reshaping
	}
	return cadastre.Reshaping{}
}
