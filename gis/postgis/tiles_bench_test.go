package postgis_test

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/bench/tiling"
	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/postgis"
)

// commune is a made-up commune of 90,000 parcels.
var commune = sync.OnceValue(func() []gis.Tile {
	region, err := gis.ParseRegion([]byte(`{"type":"Polygon","coordinates":[[[105,21],[105.07,21],[105.07,21.07],[105,21.07],[105,21]]]}`))
	if err != nil {
		panic(err)
	}
	zone, _ := gis.ZoneBySRID(5897)
	around := gis.Box{Min: zone.FromWGS84(gis.LonLat{Lon: 105, Lat: 21}), Max: zone.FromWGS84(gis.LonLat{Lon: 105.07, Lat: 21.07})}
	var tiles []gis.Tile
	for p := range tiling.Generate(tiling.Config{Seed: 4, Parcels: 90_000, Commune: region, Zone: zone, Around: around}) {
		tiles = append(tiles, gis.Tile{Key: len(tiles), Polygon: p.Boundary, Tolerance: 0.05})
	}
	return tiles
})

// BenchmarkTilesOfACommune compares the full check in memory with the self-join by
// which PostGIS finds overlaps alone.
func BenchmarkTilesOfACommune(b *testing.B) {
	tiles := commune()
	if len(tiles) != 90_000 {
		b.Fatal(len(tiles))
	}
	b.Run("gis.CheckTiles", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if faults := gis.CheckTiles(tiles, nil); len(faults) > 0 {
				b.Fatal(faults[0])
			}
		}
	})
	b.Run("ST_Relate", func(b *testing.B) {
		ctx := context.Background()
		conn := loadTiles(ctx, b, tiles)
		for b.Loop() {
			var overlaps int
			err := conn.QueryRow(ctx, `
				select count(*) from tile a join tile b on a.key < b.key and a.shape && b.shape
				where st_relate(a.shape, b.shape, 'T********')`).Scan(&overlaps)
			if err != nil || overlaps > 0 {
				b.Fatal(overlaps, err)
			}
		}
	})
}

// loadTiles returns a connection to a database with a table of the tiles.
func loadTiles(ctx context.Context, tb testing.TB, tiles []gis.Tile) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(ctx, testdb.New(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close(ctx) })
	if err := postgis.Register(ctx, conn); err != nil {
		tb.Fatal(err)
	}
	if _, err := conn.Exec(ctx, `create table tile (key int primary key, shape geometry(Polygon, 5897))`); err != nil {
		tb.Fatal(err)
	}
	rows := pgx.CopyFromSlice(len(tiles), func(i int) ([]any, error) {
		native, _, _ := postgis.Geometries(tiles[i].Polygon)
		return []any{tiles[i].Key, native}, nil
	})
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{"tile"}, []string{"key", "shape"}, rows); err != nil {
		tb.Fatal(err)
	}
	for _, statement := range []string{`create index on tile using gist (shape)`, `vacuum analyze tile`} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			tb.Fatal(err)
		}
	}
	return conn
}
