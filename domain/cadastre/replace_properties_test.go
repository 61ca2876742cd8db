package cadastre

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// onSide draws a point on a side of a ring, to a millimetre, off by one at times.
func onSide(t *rapid.T, ring gis.Ring, side int) gis.Point {
	a, b := ring[side], ring[side+1]
	share := rapid.Int64Range(0, 20).Draw(t, "share")
	jitter := rapid.Int64Range(-1, 1)
	at := gis.Point{E: a.E + (b.E-a.E)*share/20, N: a.N + (b.N-a.N)*share/20}
	if rapid.Bool().Draw(t, "east") {
		at.E += jitter.Draw(t, "off")
	} else {
		at.N += jitter.Draw(t, "off")
	}
	return at
}

// cut divides a boundary between two of its sides, whatever lies between them.
func cut(t *rapid.T, boundary gis.Polygon) (one, other gis.Polygon) {
	ring := boundary.Rings[0]
	sides := len(ring) - 1
	i := rapid.IntRange(0, sides-2).Draw(t, "from side")
	j := rapid.IntRange(i+1, sides-1).Draw(t, "to side")
	p, q := onSide(t, ring, i), onSide(t, ring, j)
	middle := slices.Concat(gis.Ring{p}, ring[i+1:j+1], gis.Ring{q, p})
	around := slices.Concat(ring[:i+1], gis.Ring{p, q}, ring[j+1:])
	of := func(r gis.Ring) gis.Polygon {
		return gis.Polygon{SRID: zone, Rings: []gis.Ring{slices.Compact(r)}}
	}
	return of(middle), of(around)
}

// anyReplacement divides a parcel of the sheet, merges it with one beside it or
// draws the boundary between the two anew.
func anyReplacement(t *rapid.T, sheet *Sheet, step int) Command {
	var current []*Parcel
	for number := range sheet.highest {
		if p := sheet.numbers[number+1]; p != nil && !p.Ended {
			current = append(current, p)
		}
	}
	p := rapid.SampledFrom(current).Draw(t, "parcel")
	ref := Ref{p.ID, p.Revision}
	name := func(i int) string { return fmt.Sprint("step ", step, "/", i) }
	if rapid.Bool().Draw(t, "divide") {
		one, other := cut(t, p.Boundary)
		return Subdivide{Grounds: grounds(), Parcel: ref, Parts: []ParcelInput{part(name(1), one), part(name(2), other)}}
	}
	beside := around(sheet, map[ladm.ParcelID]bool{p.ID: true}, []gis.Polygon{p.Boundary})
	if len(beside) == 0 {
		beside = current
	}
	other := rapid.SampledFrom(beside).Draw(t, "other")
	both := []Ref{ref, {other.ID, other.Revision}}
	whole, err := gis.Dissolve([]gis.Polygon{p.Boundary, other.Boundary})
	if err != nil || rapid.Bool().Draw(t, "merge") {
		return Merge{Grounds: grounds(), Parcels: both, ID: parcelID(name(1))}
	}
	west, east := cut(t, whole)
	return Readjust{Grounds: grounds(), Parcels: both, Parts: []ParcelInput{part(name(1), west), part(name(2), east)}}
}

func replacementOf(event Event) Replacement {
	switch e := event.(type) {
	case ParcelSubdivided:
		return e.Replacement
	case ParcelsMerged:
		return e.Replacement
	case ParcelsReadjusted:
		return e.Replacement
	}
	return Replacement{}
}

func TestWhateverIsReplaced(t *testing.T) {
	t.Parallel()
	accepted := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		sheet := sheetWith(grid(4)...)
		for step := range 8 {
			command := anyReplacement(t, sheet, step)
			events, err := decide(sheet, command)
			if err != nil {
				continue
			}
			accepted[fmt.Sprintf("%T", command)]++
			e := replacementOf(events[0])
			sheet = evolve(sheet, events[0])
			areasAreKept(t, sheet, e)
			boundariesFit(t, sheet)
		}
	})
	for _, command := range []Command{Subdivide{}, Merge{}, Readjust{}} {
		if kind := fmt.Sprintf("%T", command); accepted[kind] == 0 {
			t.Errorf("no %s was accepted", kind)
		}
	}
}

// areasAreKept holds a replacement's areas against each other: descents sum to
// what is measured exactly, ground to a tenth for each parcel and the millimetre
// that points may be off.
func areasAreKept(t *rapid.T, sheet *Sheet, e Replacement) {
	before, after, slack := ladm.Area(0), ladm.Area(0), ladm.Area(0)
	for _, ended := range e.Ended {
		boundary := sheet.parcels[ended.Parcel].Boundary
		before += ladm.SquareMetres(boundary.Area())
		slack += 1 + ladm.SquareMetres(boundary.Perimeter()*0.001)
	}
	for _, b := range e.Begun {
		after += b.MeasuredArea
		slack++
		sum := ladm.Area(0)
		for _, d := range b.From {
			sum += d.Area
		}
		if sum != b.MeasuredArea || len(b.From) == 0 {
			t.Fatalf("parcel %d measures %s and descends from %+v", b.Number, b.MeasuredArea, b.From)
		}
	}
	if apart(before, after) > slack {
		t.Fatalf("%s m² became %s m²", before, after)
	}
}

// boundariesFit demands that all parcels are valid, none overlaps another, and each
// has the points that others have on its sides.
func boundariesFit(t *rapid.T, sheet *Sheet) {
	for p, boundary := range sheet.surfaces.Search(gis.Box{Max: gis.Point{E: 1e9, N: 1e10}}) {
		if broken := boundary.Validate(); len(broken) > 0 {
			t.Fatalf("parcel %d: %v", p.Number, broken)
		}
		for _, other := range around(sheet, map[ladm.ParcelID]bool{p.ID: true}, []gis.Polygon{boundary}) {
			if at, overlaps := gis.Overlap(boundary, other.Boundary); overlaps {
				t.Fatalf("parcels %d and %d overlap at %v", p.Number, other.Number, at)
			}
			if with, lacks := inserted(p, verticesOf([]gis.Polygon{other.Boundary})); lacks {
				t.Fatalf("parcel %d lacks points of parcel %d: %v", p.Number, other.Number, with.Points)
			}
		}
	}
}
