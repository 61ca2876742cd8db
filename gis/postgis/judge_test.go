package postgis_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/gis"
)

// PostGIS is the second opinion on everything that gis decides. Generated
// polygons are sent as text in whole millimetres, so that PostGIS sees the very
// same numbers, and all at once, since a question each would take most of the time.

// wkt is a polygon in millimetres.
func wkt(p gis.Polygon) string {
	var text strings.Builder
	text.WriteString("POLYGON(")
	for i, ring := range p.Rings {
		if i > 0 {
			text.WriteString(",")
		}
		for j, q := range ring {
			text.WriteString([]string{",", "("}[min(1, max(0, 1-j))])
			text.WriteString(strconv.FormatInt(q.E, 10) + " " + strconv.FormatInt(q.N, 10))
		}
		text.WriteString(")")
	}
	return text.String() + ")"
}

func texts(polygons []gis.Polygon) []string {
	out := make([]string, len(polygons))
	for i, p := range polygons {
		out[i] = wkt(p)
	}
	return out
}

// ask runs a query of one boolean for each input row, in order.
func ask(ctx context.Context, t *testing.T, conn *pgx.Conn, query string, args ...any) []bool {
	t.Helper()
	rows, err := conn.Query(ctx, query, args...)
	if err != nil {
		t.Fatal(err)
	}
	answers, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// stricter are the kinds that PostGIS does not know.
var stricter = []gis.ViolationKind{gis.RepeatedPoint}

func TestValidityAsPostGISSeesIt(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	random := rand.New(rand.NewPCG(2, 3))
	var polygons []gis.Polygon
	for range 6000 {
		polygons = append(polygons, crowded(random))
	}
	polygons = append(polygons, sample(t)...)
	answers := ask(ctx, t, conn, `select st_isvalid(st_geomfromtext(w)) from unnest($1::text[]) with ordinality as u (w, i) order by i`, texts(polygons))
	counted := map[gis.ViolationKind]int{}
	for i, p := range polygons {
		violations := slices.DeleteFunc(p.Validate(), func(v gis.Violation) bool { return slices.Contains(stricter, v.Kind) })
		for _, v := range violations {
			counted[v.Kind]++
		}
		if valid := len(violations) == 0; valid != answers[i] {
			t.Errorf("%s: PostGIS says %t, we say %v", wkt(p), answers[i], violations)
		}
	}
	for _, kind := range []gis.ViolationKind{gis.ZeroArea, gis.Spike, gis.SelfIntersection, gis.SelfTouch,
		gis.RingsCross, gis.HoleOutside, gis.HoleInHole, gis.InteriorDisconnected} {
		if counted[kind] == 0 {
			t.Errorf("no generated polygon had a %s", kind)
		}
	}
}

// crowded is a polygon with few places to put its points, so that they meet: on a
// grid of a metre, where no angle is both narrow and thin.
func crowded(random *rand.Rand) gis.Polygon {
	size := int64(4 + random.IntN(5))
	point := func() gis.Point { return gis.Point{E: 1000 * random.Int64N(size), N: 1000 * random.Int64N(size)} }
	ring := func(corners int) gis.Ring {
		var r gis.Ring
		for range corners {
			r = append(r, point())
		}
		return append(r, r[0])
	}
	if random.IntN(2) == 0 {
		return gis.Polygon{Rings: []gis.Ring{ring(3 + random.IntN(4))}}
	}
	square := func(from, to int64) gis.Ring {
		from, to = 1000*from, 1000*to
		return gis.Ring{{E: from, N: from}, {E: to, N: from}, {E: to, N: to}, {E: from, N: to}, {E: from, N: from}}
	}
	p := gis.Polygon{Rings: []gis.Ring{square(0, size-1-random.Int64N(2))}}
	for range 1 + random.IntN(3) {
		p.Rings = append(p.Rings, ring(3+random.IntN(2)))
	}
	if random.IntN(4) == 0 {
		p.Rings = append(p.Rings[:1+random.IntN(2)], square(1, size-3), square(2, 3))
	}
	return p
}

// overlapQuery judges overlap by what it means: one polygon meets the other when
// that one is shrunk by the tolerance, a little more or a little less.
const overlapQuery = `
	select (not st_isempty(inner_b) and st_relate(a, inner_b, 'T********'))
	    or (not st_isempty(inner_a) and st_relate(inner_a, b, 'T********'))
	  from (select i, a, b,
	               st_buffer(a, -$3::float8, 'quad_segs=64') as inner_a,
	               st_buffer(b, -$3::float8, 'quad_segs=64') as inner_b
	          from (select i, st_geomfromtext(a) as a, st_geomfromtext(b) as b
	                  from unnest($1::text[], $2::text[]) with ordinality as u (a, b, i)) g) s
	 order by i`

func TestOverlapAsPostGISSeesIt(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	random := rand.New(rand.NewPCG(5, 7))
	var as, bs []gis.Polygon
	for len(as) < 4000 {
		a := star(random, 0, 0)
		b := near1mm(random, a)
		if a.Validate() == nil && b.Validate() == nil {
			as, bs = append(as, a), append(bs, b)
		}
	}
	surely := ask(ctx, t, conn, overlapQuery, texts(as), texts(bs), 1.001)
	perhaps := ask(ctx, t, conn, overlapQuery, texts(as), texts(bs), 0.999)
	count := 0
	for i := range as {
		intrusion, found := gis.Overlap(as[i], bs[i])
		if found {
			count++
		}
		if surely[i] && !found || found && !perhaps[i] {
			t.Errorf("%s and %s: PostGIS says %t, we say %v %t", wkt(as[i]), wkt(bs[i]), surely[i], intrusion, found)
		}
		if _, other := gis.Overlap(bs[i], as[i]); other != found {
			t.Errorf("%s and %s: %t, and the other way round %t", wkt(as[i]), wkt(bs[i]), found, other)
		}
	}
	if count < 500 || count > 3500 {
		t.Errorf("%d of %d pairs overlap: the cases are one-sided", count, len(as))
	}
}

// star is a polygon around a place, from centimetres to decimetres across.
func star(random *rand.Rand, e, n int64) gis.Polygon {
	corners := 3 + random.IntN(8)
	reach := 15 + 100*random.Float64()
	var ring gis.Ring
	for i := range corners {
		angle := 2 * math.Pi * (float64(i) + 0.8*random.Float64()) / float64(corners)
		radius := reach * (0.3 + 0.7*random.Float64())
		ring = append(ring, gis.Point{
			E: 1000 + e + int64(math.Round(radius*math.Cos(angle))),
			N: 1000 + n + int64(math.Round(radius*math.Sin(angle))),
		})
	}
	return gis.Polygon{Rings: []gis.Ring{append(ring, ring[0])}}
}

// near1mm is a polygon whose relation to another hangs by a millimetre: the same
// with some points moved or left out, a neighbour across one side, what fills a
// hole, or one anywhere about.
func near1mm(random *rand.Rand, a gis.Polygon) gis.Polygon {
	jitter := func(p gis.Point) gis.Point {
		return gis.Point{E: p.E + random.Int64N(5) - 2, N: p.N + random.Int64N(5) - 2}
	}
	ring := a.Rings[0]
	switch random.IntN(4) {
	case 0:
		return star(random, random.Int64N(200)-100, random.Int64N(200)-100)
	case 1:
		var moved gis.Ring
		for _, q := range ring[1:] {
			moved = append(moved, jitter(q))
		}
		return gis.Polygon{Rings: []gis.Ring{append(moved, moved[0])}}
	}
	// The side from p to q, gone along the other way, then out and back.
	i := 1 + random.IntN(len(ring)-1)
	p, q := ring[i-1], ring[i]
	between := gis.Point{E: (p.E + q.E) / 2, N: (p.N + q.N) / 2}
	out := gis.Point{E: between.E + (q.N - p.N), N: between.N - (q.E - p.E)}
	neighbour := gis.Ring{q, jitter(between), p, out, q}
	if random.IntN(2) == 0 {
		neighbour = gis.Ring{jitter(q), jitter(p), out, gis.Point{}}
		neighbour[3] = neighbour[0]
	}
	return gis.Polygon{Rings: []gis.Ring{neighbour}}
}

func TestRealCadastre(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	polygons := sample(t)

	t.Run("none of its parcels overlap", func(t *testing.T) {
		index := gis.NewIndex[int]()
		for i, p := range polygons {
			for j, neighbour := range index.Search(p.Bounds()) {
				if intrusion, found := gis.Overlap(p, neighbour); found {
					t.Errorf("%d and %d at %v", i, j, intrusion)
				}
			}
			index.Insert(i, p)
		}
	})
	t.Run("its areas are those that PostGIS computes", func(t *testing.T) {
		rows, _ := conn.Query(ctx, `select st_area(st_geomfromtext(w)) / 1e6 from unnest($1::text[]) with ordinality as u (w, i) order by i`, texts(polygons))
		areas, err := pgx.CollectRows(rows, pgx.RowTo[float64])
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range polygons {
			if !near(p.Area(), areas[i], 1e-5*math.Max(1, areas[i])) {
				t.Errorf("%d: %f m², by PostGIS %f", i, p.Area(), areas[i])
			}
		}
	})
	t.Run("its neighbours are those whose boundaries PostGIS finds along each other", func(t *testing.T) {
		var as, bs []gis.Polygon
		var adjoin []bool
		for i, p := range polygons[:400] {
			for _, q := range polygons[:i] {
				if p.Bounds().Grow(2).Intersects(q.Bounds()) {
					as, bs, adjoin = append(as, p), append(bs, q), append(adjoin, gis.Adjoins(p, q))
				}
			}
		}
		answers := ask(ctx, t, conn, `
			select st_length(st_intersection(st_boundary(a), st_buffer(st_boundary(b), 1.001))) > 10
			  from (select i, st_geomfromtext(a) as a, st_geomfromtext(b) as b
			          from unnest($1::text[], $2::text[]) with ordinality as u (a, b, i)) g
			 order by i`, texts(as), texts(bs))
		for i := range as {
			if adjoin[i] != answers[i] {
				t.Errorf("%s and %s: PostGIS says %t, we say %t", wkt(as[i]), wkt(bs[i]), answers[i], adjoin[i])
			}
		}
	})
	t.Run("its poles lie as deep inside as PostGIS finds any point", func(t *testing.T) {
		small := slices.DeleteFunc(slices.Clone(polygons), func(p gis.Polygon) bool { return len(p.Rings[0]) > 40 })[:200]
		var es, ns []int64
		for _, p := range small {
			pole := p.Pole()
			es, ns = append(es, pole.E), append(ns, pole.N)
		}
		answers := ask(ctx, t, conn, `
			select st_contains(p, pole) and st_distance(pole, st_boundary(p)) >= (st_maximuminscribedcircle(p)).radius - 2
			  from (select i, st_geomfromtext(w) as p, st_point(e, n) as pole
			          from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality as u (w, e, n, i)) g
			 order by i`, texts(small), es, ns)
		for i, p := range small {
			if !answers[i] {
				t.Errorf("%s: PostGIS finds a deeper place than %d %d", wkt(p), es[i], ns[i])
			}
		}
	})
	t.Run("its parcel codes are the GeoHash that PostGIS computes of the pole", func(t *testing.T) {
		for _, p := range polygons[:100] {
			code, pole := gis.ParcelCode(p)
			e, n := pole.Metres()
			var answer string
			err := conn.QueryRow(ctx, `select st_geohash(st_transform(st_setsrid(st_point($1, $2), 905897), 4326), 12)`, e, n).Scan(&answer)
			if err != nil {
				t.Fatal(err)
			}
			if code != answer {
				t.Errorf("%v: %s, by PostGIS %s", pole, code, answer)
			}
		}
	})
}

func TestGeoHashAsPostGISSeesIt(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	random := rand.New(rand.NewPCG(11, 13))
	var lons, lats []float64
	var codes []string
	for i := range 2000 {
		place := gis.LonLat{Lon: 102 + 8*random.Float64(), Lat: 8 + 16*random.Float64()}
		if i%4 == 0 { // on the border of cells
			step := 360 / float64(int(1)<<(4+random.IntN(26)))
			place = gis.LonLat{Lon: math.Round(place.Lon/step) * step, Lat: math.Round(place.Lat/step) * step}
		}
		lons, lats, codes = append(lons, place.Lon), append(lats, place.Lat), append(codes, place.GeoHash())
	}
	answers := ask(ctx, t, conn, `
		select st_geohash(st_setsrid(st_point(lon, lat), 4326), 12) = code
		  from unnest($1::float8[], $2::float8[], $3::text[]) with ordinality as u (lon, lat, code, i)
		 order by i`, lons, lats, codes)
	for i, same := range answers {
		if !same {
			t.Errorf("(%v %v) is not %s to PostGIS", lons[i], lats[i], codes[i])
		}
	}
}
