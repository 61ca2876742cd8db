package postgis

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkbcommon"
	pgxgeom "github.com/twpayne/pgx-geom"

	"github.com/diachinh/diachinh/gis"
)

// SRIDs of the two copies that stand beside every surveyed polygon.
const (
	WGS84    = 4326
	Mercator = 3857
)

// ErrNotOnGrid says that a geometry does not come from this registry: not flat,
// or with a coordinate that is no finite number of metres in range.
var ErrNotOnGrid = errors.New("not a polygon of the registry")

func init() {
	// What a corrupt value claims to hold is not allocated beyond these.
	wkbcommon.MaxGeometryElements = [4]int{0, 1 << 20, 1 << 16, 1 << 12}
}

// Register teaches a connection the geometry types, in binary both ways. It is
// for pgxpool's AfterConnect; the database must have the postgis extension.
func Register(ctx context.Context, conn *pgx.Conn) error {
	if err := pgxgeom.Register(ctx, conn); err != nil {
		return fmt.Errorf("register the geometry types: %w", err)
	}
	return nil
}

// Geometries returns the polygon as rows keep it: in metres of its own zone, in
// degrees of WGS84 (EPSG:6960), and in Web Mercator. The last two are nil, which
// PostgreSQL sees as null, if the polygon's SRID names no zone.
func Geometries(p gis.Polygon) (native, wgs84, mercator *geom.Polygon) {
	count := 0
	for _, ring := range p.Rings {
		count += len(ring)
	}
	zone, known := gis.ZoneBySRID(p.SRID)
	// One allocation for what three geometries hold: each never grows.
	flat := make([]float64, 6*count)
	metres, degrees, tiles := flat[:2*count:2*count], flat[2*count:4*count:4*count], flat[4*count:]
	ends := make([]int, len(p.Rings))
	at := 0
	for i, ring := range p.Rings {
		for _, q := range ring {
			metres[at], metres[at+1] = q.Metres()
			if known {
				place := zone.ToWGS84(q)
				degrees[at], degrees[at+1] = place.Lon, place.Lat
				tiles[at], tiles[at+1] = place.Mercator()
			}
			at += 2
		}
		ends[i] = at
	}
	native = geom.NewPolygonFlat(geom.XY, metres, ends).SetSRID(p.SRID)
	if !known {
		return native, nil, nil
	}
	return native, geom.NewPolygonFlat(geom.XY, degrees, ends).SetSRID(WGS84),
		geom.NewPolygonFlat(geom.XY, tiles, ends).SetSRID(Mercator)
}

// PolygonOf reads a surveyed geometry back onto the millimetre grid; the inverse
// of the native one of Geometries. A fault wraps ErrNotOnGrid.
func PolygonOf(g *geom.Polygon) (gis.Polygon, error) {
	if g.Layout() != geom.XY {
		return gis.Polygon{}, fmt.Errorf("%w: layout %s", ErrNotOnGrid, g.Layout())
	}
	p := gis.Polygon{SRID: g.SRID(), Rings: make([]gis.Ring, 0, len(g.Ends()))}
	flat, at := g.FlatCoords(), 0
	for _, end := range g.Ends() {
		ring := make(gis.Ring, 0, (end-at)/2)
		for ; at < end; at += 2 {
			if !(math.Abs(flat[at]) < 1e9 && math.Abs(flat[at+1]) < 1e9) {
				return gis.Polygon{}, fmt.Errorf("%w: coordinate (%g, %g)", ErrNotOnGrid, flat[at], flat[at+1])
			}
			ring = append(ring, gis.PointOf(flat[at], flat[at+1]))
		}
		p.Rings = append(p.Rings, ring)
	}
	return p, nil
}
