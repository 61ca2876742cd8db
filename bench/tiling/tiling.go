// Package tiling makes cadastres of any size up: it tiles a commune with
// parcels that share their boundaries to the millimetre, the same ones for the
// same seed. Sizes spread and vertices count as in the real sample.
package tiling

import (
	"iter"
	"math"
	"math/rand/v2"

	"github.com/diachinh/diachinh/gis"
)

// sheetSide is how many parcels a sheet has along each side at most.
const sheetSide = 30

// spread holds deciles of the real sample's parcel areas, over their median.
var spread = [...]float64{0.15, 0.4, 0.55, 0.75, 1, 1.3, 1.9, 2.75, 4}

// Config says what to tile.
type Config struct {
	Seed    uint64
	Parcels int
	// Commune is the territory to fill; Zone the one that its sheets are in.
	Commune *gis.Region
	Zone    gis.Zone
	// Around is the commune's extent in the zone.
	Around gis.Box
}

// Parcel is one made-up parcel.
type Parcel struct {
	Sheet, Number int
	Boundary      gis.Polygon
	LandType      string
}

// Generate yields exactly c.Parcels parcels, sheet by sheet, each sheet numbered
// from north to south and west to east. It makes the parcels small enough to
// fit, and yields fewer only where the commune is too small for parcels of 4 m².
func Generate(c Config) iter.Seq[Parcel] {
	return func(yield func(Parcel) bool) {
		for side := c.firstGuess(); side > 2000; side = side * 9 / 10 {
			l := newLattice(c, side)
			cells := l.inside()
			if len(cells) < c.Parcels {
				continue
			}
			l.number(cells[:c.Parcels], yield)
			return
		}
	}
}

// firstGuess is the mean side in mm with which parcels would fill the extent.
func (c Config) firstGuess() int64 {
	width, height := c.Around.Max.E-c.Around.Min.E, c.Around.Max.N-c.Around.Min.N
	return int64(math.Sqrt(float64(width) * float64(height) / float64(c.Parcels)))
}

// lattice is a crooked grid: nodes (i, j) stand at eastings[i], northings[j],
// pushed about; edges between them are lines with a few points.
type lattice struct {
	Config
	side                int64
	eastings, northings []int64
}

// cell is the parcel between node (i, j) and node (i+1, j+1).
type cell struct{ i, j int }

func newLattice(c Config, side int64) lattice {
	random := rand.New(rand.NewPCG(c.Seed, uint64(side)))
	line := func(from, to int64) []int64 {
		marks := []int64{from}
		for at := from; at < to; {
			share := math.Sqrt(spread[random.IntN(len(spread))])
			at += int64(share * float64(side))
			marks = append(marks, at)
		}
		return marks
	}
	return lattice{
		Config: c, side: side,
		eastings:  line(c.Around.Min.E, c.Around.Max.E),
		northings: line(c.Around.Min.N, c.Around.Max.N),
	}
}

// inside lists, block by block from the north-west, the cells within the commune.
func (l lattice) inside() []cell {
	columns, rows := len(l.eastings)-1, len(l.northings)-1
	within := make([]bool, (columns+1)*(rows+1))
	for j := range rows + 1 {
		for i := range columns + 1 {
			within[j*(columns+1)+i] = l.Commune.Distance(l.Zone.ToWGS84(l.node(i, j))) == 0
		}
	}
	at := func(i, j int) bool { return within[j*(columns+1)+i] }
	var cells []cell
	for top := rows; top > 0; top -= sheetSide {
		for left := 0; left < columns; left += sheetSide {
			for j := top - 1; j >= max(0, top-sheetSide); j-- {
				for i := left; i < min(columns, left+sheetSide); i++ {
					if at(i, j) && at(i+1, j) && at(i, j+1) && at(i+1, j+1) {
						cells = append(cells, cell{i, j})
					}
				}
			}
		}
	}
	return cells
}

// number yields the cells as parcels of numbered sheets.
func (l lattice) number(cells []cell, yield func(Parcel) bool) {
	landTypes := [...]string{"ONT", "ONT", "ONT", "CLN", "LUC", "HNK", "NTS", "RSX"}
	sheet, number := 0, 0
	var block cell
	rows := len(l.northings) - 1
	for _, c := range cells {
		if b := (cell{c.i / sheetSide, (rows - 1 - c.j) / sheetSide}); sheet == 0 || b != block {
			block, sheet, number = b, sheet+1, 0
		}
		number++
		parcel := Parcel{
			Sheet: sheet, Number: number,
			Boundary: gis.Polygon{SRID: l.Zone.SRID, Rings: []gis.Ring{l.ring(c)}},
			LandType: landTypes[l.hash(9, c.i, c.j)%uint64(len(landTypes))],
		}
		if !yield(parcel) {
			return
		}
	}
}

// ring walks around a cell counter-clockwise.
func (l lattice) ring(c cell) gis.Ring {
	var ring gis.Ring
	ring = l.walk(ring, c.i, c.j, 1, 0, false)
	ring = l.walk(ring, c.i+1, c.j, 0, 1, false)
	ring = l.walk(ring, c.i, c.j+1, 1, 0, true)
	ring = l.walk(ring, c.i, c.j, 0, 1, true)
	return append(ring, ring[0])
}

// walk appends the edge that leaves node (i, j) eastwards or northwards, without
// the point it ends with.
func (l lattice) walk(ring gis.Ring, i, j, east, north int, backwards bool) gis.Ring {
	from, to := l.node(i, j), l.node(i+east, j+north)
	h := l.hash(uint64(1+north), i, j)
	points := int(h % 9) // 4 a side on average: parcels of 20 vertices
	for step := range points + 1 {
		k := step
		if backwards {
			k = points + 1 - step
		}
		ring = append(ring, between(from, to, k, points+1, h))
	}
	return ring
}

// between returns the k-th of n+1 points from one node to the next, a little off
// the straight line.
func between(from, to gis.Point, k, n int, h uint64) gis.Point {
	if k == 0 {
		return from
	}
	if k == n {
		return to
	}
	east, north := to.E-from.E, to.N-from.N
	aside := (int64(h>>(6*uint(k)%48))%65 - 32) // in 1/2000 of the length
	return gis.Point{
		E: from.E + east*int64(k)/int64(n) - north*aside/2000,
		N: from.N + north*int64(k)/int64(n) + east*aside/2000,
	}
}

// node returns the place of a node: its mark, pushed by up to a tenth of the
// smallest side.
func (l lattice) node(i, j int) gis.Point {
	h := l.hash(0, i, j)
	reach := l.side / 40
	return gis.Point{
		E: l.eastings[i] + int64(h%uint64(2*reach)) - reach,
		N: l.northings[j] + int64(h>>32%uint64(2*reach)) - reach,
	}
}

// hash gives the same 64 bits for the same thing every time (splitmix64).
func (l lattice) hash(kind uint64, i, j int) uint64 {
	x := l.Seed ^ kind<<56 ^ uint64(i)<<28 ^ uint64(j)
	for range 2 {
		x += 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	return x
}
