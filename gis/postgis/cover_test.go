package postgis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/gis"
)

// collection is polygons in millimetres as one text.
func collection(polygons []gis.Polygon) string {
	return "GEOMETRYCOLLECTION(" + strings.Join(texts(polygons), ",") + ")"
}

// lost is what parts leave out, claim twice and take from outside, in m².
type lost struct{ Gap, Overlap, Outside float64 }

// lostAsPostGISSeesIt asks for each ground and its parts, in millimetres.
func lostAsPostGISSeesIt(ctx context.Context, t *testing.T, conn *pgx.Conn, coverings []gis.Covering) []lost {
	t.Helper()
	ground, parts := make([]string, len(coverings)), make([]string, len(coverings))
	for i, c := range coverings {
		ground[i], parts[i] = collection(c.Ground), collection(c.Parts)
	}
	rows, err := conn.Query(ctx, `
		select st_area(st_difference(ground, united)) / 1e6 as gap,
		       (st_area(parts) - st_area(united)) / 1e6     as overlap,
		       st_area(st_difference(united, ground)) / 1e6 as outside
		from unnest($1::text[], $2::text[]) with ordinality as u (g, p, i),
		     lateral (select st_unaryunion(st_geomfromtext(g)) as ground, st_geomfromtext(p) as parts) a,
		     lateral (select st_unaryunion(parts) as united) b
		order by i`, ground, parts)
	if err != nil {
		t.Fatal(err)
	}
	answers, err := pgx.CollectRows(rows, pgx.RowToStructByName[lost])
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

func lostAsWeSeeIt(c gis.Covering) (sum lost) {
	for _, f := range c.Faults {
		switch f.Kind {
		case gis.CoverGap:
			sum.Gap += f.Area
		case gis.CoverOverlap:
			sum.Overlap += f.Area
		case gis.CoverOutside:
			sum.Outside += f.Area
		}
	}
	return sum
}

// agree fails where PostGIS sees other gaps, overlaps or ground outside than we do,
// and counts what was exact.
func agree(t *testing.T, conn *pgx.Conn, coverings []gis.Covering) (exact int) {
	t.Helper()
	const slack = 1e-6 // m²: PostGIS constructs crossings that lie off the grid
	for i, theirs := range lostAsPostGISSeesIt(t.Context(), t, conn, coverings) {
		c := coverings[i]
		ours := lostAsWeSeeIt(c)
		if math.Abs(ours.Gap-theirs.Gap) > slack || math.Abs(ours.Overlap-theirs.Overlap) > slack || math.Abs(ours.Outside-theirs.Outside) > slack {
			t.Errorf("%s by %s: PostGIS loses %+v, we %+v", collection(c.Ground), collection(c.Parts), theirs, ours)
		}
		if len(c.Faults) == 0 {
			exact++
		}
	}
	return exact
}

// halves cuts a polygon along a line through its pole, as an officer would with
// two new points on its boundary; false where the line cuts more than two sides.
func halves(random *rand.Rand, p gis.Polygon) (parts []gis.Polygon, cut bool) {
	pole := p.Pole()
	angle := random.Float64() * math.Pi
	through := [2]float64{math.Cos(angle), math.Sin(angle)}
	ring := p.Normalise().Rings[0]
	var sides []int
	var places []gis.Point
	for i := 1; i < len(ring); i++ {
		a, b := aside(ring[i-1], pole, through), aside(ring[i], pole, through)
		if (a > 0) != (b > 0) {
			share := a / (a - b)
			sides = append(sides, i)
			places = append(places, gis.Point{
				E: ring[i-1].E + int64(math.Round(share*float64(ring[i].E-ring[i-1].E))),
				N: ring[i-1].N + int64(math.Round(share*float64(ring[i].N-ring[i-1].N))),
			})
		}
	}
	if len(sides) != 2 || len(p.Rings) > 1 {
		return nil, false
	}
	near := slices.Concat([]gis.Point{places[0]}, ring[sides[0]:sides[1]], []gis.Point{places[1], places[0]})
	far := slices.Concat([]gis.Point{places[1]}, ring[sides[1]:], ring[1:sides[0]], []gis.Point{places[0], places[1]})
	for _, r := range []gis.Ring{near, far} {
		part := gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{slices.Compact(r)}}
		if part.Validate() != nil {
			return nil, false
		}
		parts = append(parts, part)
	}
	return parts, true
}

// aside is how far a point lies to the left of a line through the pole.
func aside(q, pole gis.Point, through [2]float64) float64 {
	return through[0]*float64(q.N-pole.N) - through[1]*float64(q.E-pole.E)
}

func TestCoveringAsPostGISSeesIt(t *testing.T) {
	t.Parallel()
	_, conn := connect(t)
	random := rand.New(rand.NewPCG(7, 11))
	var exact, faulty []gis.Covering
	for _, p := range sample(t) {
		parts, cut := halves(random, p)
		if !cut {
			continue
		}
		c := gis.Cover([]gis.Polygon{p}, parts)
		exact = append(exact, c)
		if wrong := spoilt(random, c.Parts); wrong != nil {
			faulty = append(faulty, gis.Cover(c.Ground, wrong))
		}
	}
	if len(exact) < 900 || len(faulty) < 800 {
		t.Fatal("too few parcels of the sample were cut:", len(exact), len(faulty))
	}
	t.Run("real parcels cut in two are covered exactly", func(t *testing.T) {
		for _, c := range exact {
			if len(c.Faults) > 0 {
				t.Errorf("%s: %+v", collection(c.Parts), c.Faults)
			}
		}
		agree(t, conn, exact)
	})
	t.Run("where a vertex of one part is moved, PostGIS finds what we find", func(t *testing.T) {
		found := len(faulty) - agree(t, conn, faulty)
		t.Logf("%d real parcels cut in two: %d exact; of %d with a moved vertex, %d faulty", len(exact), len(exact), len(faulty), found)
		if found < len(faulty)*95/100 {
			t.Errorf("only %d of %d moved vertices are faults", found, len(faulty))
		}
	})
}

// spoilt moves one vertex of one part by up to 40 mm, of which 1 mm does not
// matter; nil if the part is not valid any more.
func spoilt(random *rand.Rand, parts []gis.Polygon) []gis.Polygon {
	wrong := slices.Clone(parts)
	i := random.IntN(len(parts))
	ring := parts[i].Rings[0]
	vertex := ring[random.IntN(len(ring)-1)]
	to := gis.Point{E: vertex.E + 3 + random.Int64N(37), N: vertex.N - 3 - random.Int64N(37)}
	wrong[i] = parts[i].Move(map[gis.Point]gis.Point{vertex: to})
	if wrong[i].Validate() != nil {
		return nil
	}
	return wrong
}

func TestTheRealSubdivision(t *testing.T) {
	t.Parallel()
	_, conn := connect(t)
	parcels, parts := layer(t, "parcels"), layer(t, "subdivision_533")
	ground := parcels[slices.IndexFunc(parcels, func(f feature) bool { return f.named("15", "7") })]
	var pieces []gis.Polygon
	for _, f := range parts {
		pieces = append(pieces, f.polygon)
	}
	c := gis.Cover([]gis.Polygon{ground.polygon}, pieces)
	t.Run("its three parts cover the parcel exactly, as PostGIS sees it too", func(t *testing.T) {
		if len(c.Parts) != 3 || len(c.Faults) > 0 {
			t.Errorf("%+v", c.Faults)
		}
		agree(t, conn, []gis.Covering{c})
	})
	t.Run("a neighbour on sheet 19 lacks one point afterwards, and all fits again with it", func(t *testing.T) {
		var after []gis.Tile
		var lacking []string
		place := func(p gis.Polygon) {
			after = append(after, gis.Tile{Key: len(after), Polygon: p, Tolerance: 0.05})
		}
		for _, p := range c.Parts {
			place(p)
		}
		for _, f := range parcels {
			if f.named("15", "7") {
				continue
			}
			if lacks := f.polygon.Lacks(c.Ground[0].Rings[0]); len(lacks) > 0 {
				lacking = append(lacking, fmt.Sprintf("%s: %v at tile %d", f.sheet, lacks, len(after)))
			}
			place(f.polygon)
		}
		faults := gis.CheckTiles(after, nil)
		if len(faults) != 1 || faults[0].Kind != gis.TileUnmatched {
			t.Fatalf("%+v", faults)
		}
		fault := faults[0]
		if want := fmt.Sprintf("19: %v at tile %d", []gis.Point{fault.At}, fault.B); len(lacking) != 1 || lacking[0] != want {
			t.Errorf("%v, not %s", lacking, want)
		}
		after[fault.B].Polygon, _ = after[fault.B].Polygon.Insert(c.Ground[0].Rings[0])
		if faults := gis.CheckTiles(after, nil); len(faults) > 0 {
			t.Errorf("%+v", faults)
		}
	})
	t.Run("the parts dissolve into the parcel", func(t *testing.T) {
		whole, err := gis.Dissolve(c.Parts)
		if err != nil || whole.Area() != c.Ground[0].Area() {
			t.Error(whole, err)
		}
	})
}
