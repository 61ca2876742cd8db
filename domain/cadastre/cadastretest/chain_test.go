package cadastretest

import (
	"fmt"
	"math"
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/gis"
)

// edge is a side of a boundary as it is passed.
type edge [2]gis.Point

// chain counts how often edges are passed; those passed both ways cancel out.
type chain struct {
	times map[edge]int
	// reach is from how many millimetres a point counts as lying on a side.
	reach float64
}

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
		if distance, on := isOn(a, b, p); on && distance <= c.reach && (distance < least || distance == least && less(p, at)) {
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
	if c.times[back] > 0 {
		e, times = back, -times
	}
	if c.times[e] += times; c.times[e] == 0 {
		delete(c.times, e)
	}
}

// isOn reports whether a point lies beside a side and not within 1 mm of its ends,
// and how far from it.
func isOn(a, b, p gis.Point) (distance float64, on bool) {
	if p.E < min(a.E, b.E)-2 || p.E > max(a.E, b.E)+2 || p.N < min(a.N, b.N)-2 || p.N > max(a.N, b.N)+2 {
		return 0, false
	}
	if abs(p.E-a.E)+abs(p.N-a.N) <= 1 || abs(p.E-b.E)+abs(p.N-b.N) <= 1 {
		return 0, false
	}
	along := float64((p.E-a.E)*(b.E-a.E) + (p.N-a.N)*(b.N-a.N))
	length := math.Hypot(float64(b.E-a.E), float64(b.N-a.N))
	distance = math.Abs(float64((b.E-a.E)*(p.N-a.N)-(b.N-a.N)*(p.E-a.E))) / length
	return distance, along > 0 && along < length*length
}

// tilesAs demands that boundaries cover what others covered, as chains of directed
// edges, once the others went where points were moved. Points within 1 mm of each
// other are one, so that a move by so little cannot be followed; reach is as of a
// chain.
func tilesAs(before, after []gis.Polygon, moves []cadastre.Move, reach float64) error {
	if slices.ContainsFunc(moves, func(m cadastre.Move) bool { return abs(m.To.E-m.From.E)+abs(m.To.N-m.From.N) <= 2 }) {
		return nil
	}
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
	fresh := func() chain { return chain{map[edge]int{}, reach} }
	was, want, got := fresh(), fresh(), fresh()
	was.add(before, points)
	for _, p := range points {
		if _, moves := to[p]; !moves {
			now = append(now, p)
		}
	}
	for e, times := range was.times {
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
	for e, times := range want.times {
		if got.times[e] != times {
			return fmt.Errorf("edge %v is passed %d times, and not %d", e, got.times[e], times)
		}
	}
	if len(got.times) != len(want.times) {
		return fmt.Errorf("%d outer edges, and not %d", len(got.times), len(want.times))
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
