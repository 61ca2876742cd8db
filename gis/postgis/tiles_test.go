package postgis_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/gis"
)

// slip is what a survey does to a side between two tiles.
type slip struct {
	name string
	// of gives one tile another boundary, at a vertex that it shares with only one
	// neighbour, outwards being a way of 1 m from there to that neighbour.
	of func(p gis.Polygon, vertex gis.Point, outwards [2]float64) gis.Polygon
	// found is the kind of fault that must be found.
	found gis.TileFaultKind
}

// away moves a vertex by so many metres.
func away(p gis.Polygon, vertex gis.Point, direction [2]float64, metres float64) gis.Polygon {
	to := gis.PointOf(direction[0]*metres, direction[1]*metres)
	return p.Move(map[gis.Point]gis.Point{vertex: {E: vertex.E + to.E, N: vertex.N + to.N}})
}

var slips = []slip{
	{"half a metre into the neighbour", func(p gis.Polygon, vertex gis.Point, out [2]float64) gis.Polygon {
		return away(p, vertex, out, 0.5)
	}, gis.TileOverlap},
	{"five millimetres into the neighbour", func(p gis.Polygon, vertex gis.Point, out [2]float64) gis.Polygon {
		return away(p, vertex, out, 0.005)
	}, gis.TileOverlap},
	{"two centimetres back from the neighbour", func(p gis.Polygon, vertex gis.Point, out [2]float64) gis.Polygon {
		return away(p, vertex, out, -0.02)
	}, gis.TileSliver},
	{"two centimetres beside the neighbour's vertex", func(p gis.Polygon, vertex gis.Point, out [2]float64) gis.Polygon {
		return away(p, vertex, out, -0.02)
	}, gis.TileUnmatched},
	{"a point that the neighbour lacks", func(p gis.Polygon, vertex gis.Point, _ [2]float64) gis.Polygon {
		ring := p.Rings[0]
		next := ring[slices.Index(ring, vertex)+1]
		with, _ := p.Insert([]gis.Point{{E: (vertex.E + next.E) / 2, N: (vertex.N + next.N) / 2}})
		return with
	}, gis.TileUnmatched},
}

// slipped gives every 25th tile, if it has a vertex for it, one of the slips by
// turns, and says which tile has which.
func slipped(tiles []gis.Tile) (wrong []gis.Tile, which map[int]slip) {
	owners := map[gis.Point][]int{}
	for i, t := range tiles {
		for _, q := range t.Polygon.Rings[0][1:] {
			owners[q] = append(owners[q], i)
		}
	}
	sameTwo := func(p, q gis.Point) bool {
		return len(owners[p]) == 2 && slices.Equal(owners[p], owners[q])
	}
	wrong, which = slices.Clone(tiles), map[int]slip{}
	for i := 0; i < len(tiles); i += 25 {
		ring := tiles[i].Polygon.Normalise().Rings[0]
		for k := 1; k+1 < len(ring); k++ {
			before, vertex, after := ring[k-1], ring[k], ring[k+1]
			length := math.Hypot(float64(after.E-before.E), float64(after.N-before.N))
			if !sameTwo(before, vertex) || !sameTwo(vertex, after) || length < 3000 {
				continue
			}
			outwards := [2]float64{float64(after.N-before.N) / length, -float64(after.E-before.E) / length}
			s := slips[len(which)%len(slips)]
			wrong[i].Polygon = s.of(tiles[i].Polygon, vertex, outwards)
			which[i] = s
			break
		}
	}
	return wrong, which
}

func TestEverySlipIsFoundAndNoneInvented(t *testing.T) {
	t.Parallel()
	tiles, which := slipped(commune()[:20_000])
	if len(which) < 500 {
		t.Fatal("too few slips:", len(which))
	}
	faults := gis.CheckTiles(tiles, nil)
	t.Run("every slip is found, as what it is", func(t *testing.T) {
		made, found := map[string]int{}, map[string]int{}
		for i, s := range which {
			made[s.name]++
			if slices.ContainsFunc(faults, func(f gis.TileFault) bool { return f.Kind == s.found && (f.A == i || f.B == i) }) {
				found[s.name]++
			} else {
				t.Errorf("%s: nothing found at tile %d", s.name, i)
			}
		}
		for _, s := range slips {
			t.Logf("%s: %d made, %d found", s.name, made[s.name], found[s.name])
		}
	})
	t.Run("no tile has a fault with one that also has none", func(t *testing.T) {
		for _, f := range faults {
			if _, a := which[f.A]; a {
				continue
			}
			if _, b := which[f.B]; !b {
				t.Errorf("%+v", f)
			}
		}
	})
	t.Run("PostGIS finds the same overlaps", func(t *testing.T) {
		conn := loadTiles(t.Context(), t, tiles)
		rows, err := conn.Query(t.Context(), `
			select a.key as a, b.key as b, st_area(common) as area, st_perimeter(common) as perimeter
			from tile a join tile b on a.key < b.key and a.shape && b.shape,
			     lateral (select st_intersection(a.shape, b.shape) as common) c
			where st_relate(a.shape, b.shape, 'T********')
			order by a.key, b.key`)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := pgx.CollectRows(rows, pgx.RowToStructByName[struct {
			A, B            int
			Area, Perimeter float64
		}])
		if err != nil {
			t.Fatal(err)
		}
		ours := map[[2]int]float64{}
		for _, f := range faults {
			if f.Kind == gis.TileOverlap {
				ours[[2]int{f.A, f.B}] = f.Area
			}
		}
		for _, pair := range theirs {
			key := [2]int{pair.A, pair.B}
			area, found := ours[key]
			deep := pair.Area > 0.001*pair.Perimeter/2 // more than a strip of 1 mm
			if !found && deep || found && math.Abs(area-pair.Area) > 1e-6 {
				t.Errorf("tiles %v: PostGIS says %g m², we %g", key, pair.Area, area)
			}
			delete(ours, key)
		}
		if len(ours) > 0 {
			t.Errorf("PostGIS does not see %v", ours)
		}
	})
}

func TestCommonAreaAsPostGISSeesIt(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	random := rand.New(rand.NewPCG(5, 8))
	polygons := sample(t)
	var a, b []gis.Polygon
	for range 1000 {
		p, q := polygons[random.IntN(len(polygons))], polygons[random.IntN(len(polygons))]
		box, other := p.Bounds(), q.Bounds()
		aside := gis.Point{
			E: box.Min.E - other.Min.E + random.Int64N(20_000) - 10_000,
			N: box.Min.N - other.Min.N + random.Int64N(20_000) - 10_000,
		}
		moves := map[gis.Point]gis.Point{}
		for _, ring := range q.Rings {
			for _, v := range ring {
				moves[v] = gis.Point{E: v.E + aside.E, N: v.N + aside.N}
			}
		}
		a, b = append(a, p), append(b, q.Move(moves))
	}
	rows, err := conn.Query(ctx, `
		select st_area(st_intersection(st_geomfromtext(a), st_geomfromtext(b))) / 1e6
		from unnest($1::text[], $2::text[]) with ordinality as u (a, b, i) order by i`, texts(a), texts(b))
	if err != nil {
		t.Fatal(err)
	}
	areas, err := pgx.CollectRows(rows, pgx.RowTo[float64])
	if err != nil {
		t.Fatal(err)
	}
	for i, theirs := range areas {
		if ours := gis.CommonArea(a[i], b[i]); math.Abs(ours-theirs) > 1e-6*(1+theirs) {
			t.Errorf("%s and %s: PostGIS says %g m², we %g", wkt(a[i]), wkt(b[i]), theirs, ours)
		}
	}
}
