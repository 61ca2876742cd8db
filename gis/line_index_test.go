package gis

import (
	"math"
	"math/rand/v2"
	"testing"
)

// star is a ring around a hole, both jagged, of n corners each.
func star(n int) Polygon {
	r := rand.New(rand.NewPCG(1, 2))
	ring := func(radius float64) (ring Ring) {
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			distance := radius * (0.5 + r.Float64())
			ring = append(ring, PointOf(550_000+distance*cos, 2_329_000+distance*sin))
		}
		return append(ring, ring[0])
	}
	return Polygon{SRID: 5897, Rings: []Ring{ring(1000), ring(200)}}
}

func TestLineIndex(t *testing.T) {
	t.Parallel()
	p := star(1000)
	box := p.Bounds()
	tree := newLineIndex(p.lines(box.Min))
	plain := &lineIndex{lines: tree.lines}
	if len(tree.levels) < 3 {
		t.Fatalf("%d levels", len(tree.levels))
	}
	r := rand.New(rand.NewPCG(3, 4))
	anywhere := func() (x, y float64) {
		if i := r.IntN(3 * len(tree.lines)); i < len(tree.lines) {
			return tree.lines[i].x0, tree.lines[i].y0 // a corner, of which two lines are nearest
		}
		return r.Float64() * float64(box.Max.E-box.Min.E), math.Round(r.Float64() * float64(box.Max.N-box.Min.N))
	}

	t.Run("the nearest line and the side of the boundary are those that looking at every line finds", func(t *testing.T) {
		for range 20_000 {
			x, y := anywhere()
			probably, enough := r.IntN(len(tree.lines)), float64(r.IntN(3)-1)*10_000
			distance, nearest, far := tree.signedDistance(x, y, probably, enough)
			if d, n, f := plain.signedDistance(x, y, probably, enough); d != distance || n != nearest || f != far {
				t.Fatalf("at %g, %g: %g from line %d, %v; of all lines %g from %d, %v", x, y, distance, nearest, far, d, n, f)
			}
		}
	})
	t.Run("so is the nearest line on the other side", func(t *testing.T) {
		for range 20_000 {
			x, y := anywhere()
			distance, nearest, _ := plain.signedDistance(x, y, 0, -1)
			ax, ay := tree.lines[nearest].reach(x, y)
			asked := facingLine{x: x, y: y, ax: ax, ay: ay, distance: distance, least: math.Inf(1), nearest: -1}
			if found, wanted := tree.facing(asked), plain.facing(asked); found != wanted {
				t.Fatalf("at %g, %g: %+v; of all lines %+v", x, y, found, wanted)
			}
		}
	})
}

// BenchmarkLargePole is a boundary of 20,000 corners.
func BenchmarkLargePole(b *testing.B) {
	p := star(10_000)
	for b.Loop() {
		p.Pole()
	}
}
