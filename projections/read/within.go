package read

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/gis"
)

const (
	shapeColumns = `
	select p.parcel_id, p.sheet_id, c.code, s.number, s.scale, p.number, p.land_type, p.geom`
	shapesWithin = shapeColumns + fromParcels + `
	 where p.geom_wgs84 && st_makeenvelope($1, $2, $3, $4, 4326)
	   and p.recorded_to = 'infinity' and p.status = 'active'`
)

func (s *ParcelShape) targets() []any {
	return []any{&s.ID.UUID, &s.Sheet.UUID, &s.CommuneCode, &s.SheetNumber, &s.Scale, &s.Number, &s.LandType, boundary{&s.Boundary}}
}

// ParcelsWithin returns the current parcels whose boxes meet a box of a VN-2000
// zone, in no particular order. Their boundaries are in that zone: those of
// parcels in other zones are brought to it, to the millimetre, so that two
// boundaries with a side in common may then lie a millimetre or two apart.
func (db *DB) ParcelsWithin(ctx context.Context, srid int, box gis.Box) ([]ParcelShape, error) {
	zone, known := gis.ZoneBySRID(srid)
	if !known {
		return nil, fmt.Errorf("EPSG:%d is no VN-2000 zone", srid)
	}
	low, high := around(zone, box)
	shapes, err := collect(ctx, db, func(row pgx.CollectableRow) (s ParcelShape, err error) {
		err = row.Scan(s.targets()...)
		s.Boundary = s.Boundary.In(zone)
		return s, err
	}, shapesWithin, low.Lon, low.Lat, high.Lon, high.Lat)
	return slices.DeleteFunc(shapes, func(s ParcelShape) bool { return !s.Boundary.Bounds().Intersects(box) }), err
}

// around returns the corners of a WGS84 box that holds a zone's box with room to
// spare: meridians and parallels are curved in the zone, so that the corners
// alone would cut off a little.
func around(zone gis.Zone, box gis.Box) (low, high gis.LonLat) {
	const share, least = 0.02, 1e-6 // of the box's size; degrees
	low, high = gis.LonLat{Lon: math.Inf(1), Lat: math.Inf(1)}, gis.LonLat{Lon: math.Inf(-1), Lat: math.Inf(-1)}
	for _, corner := range []gis.Point{box.Min, {E: box.Min.E, N: box.Max.N}, box.Max, {E: box.Max.E, N: box.Min.N}} {
		l := zone.ToWGS84(corner)
		low.Lon, low.Lat = min(low.Lon, l.Lon), min(low.Lat, l.Lat)
		high.Lon, high.Lat = max(high.Lon, l.Lon), max(high.Lat, l.Lat)
	}
	east, north := least+share*(high.Lon-low.Lon), least+share*(high.Lat-low.Lat)
	return gis.LonLat{Lon: low.Lon - east, Lat: low.Lat - north}, gis.LonLat{Lon: high.Lon + east, Lat: high.Lat + north}
}
