package tiling

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"strings"

	_ "modernc.org/sqlite" // the "sqlite" driver

	"github.com/diachinh/diachinh/gis"
)

// schema is the least that a GeoPackage 1.3 with one layer must hold.
const schema = `
pragma application_id = 1196444487;
pragma user_version = 10300;
create table gpkg_spatial_ref_sys (
	srs_name text not null, srs_id integer not null primary key, organization text not null,
	organization_coordsys_id integer not null, definition text not null, description text);
insert into gpkg_spatial_ref_sys values
	('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', ''),
	('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', ''),
	('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', ''),
	('VN-2000', %[1]d, 'EPSG', %[1]d, 'PROJCS["VN-2000 / TM-3",GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%[2]v],PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","%[1]d"]]', '');
create table gpkg_contents (
	table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
	last_change datetime not null default (strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ','now')),
	min_x double, min_y double, max_x double, max_y double, srs_id integer);
insert into gpkg_contents (table_name, data_type, identifier, srs_id) values ('parcels', 'features', 'parcels', %[1]d);
create table gpkg_geometry_columns (
	table_name text not null, column_name text not null, geometry_type_name text not null,
	srs_id integer not null, z tinyint not null, m tinyint not null, primary key (table_name, column_name));
insert into gpkg_geometry_columns values ('parcels', 'geom', 'POLYGON', %[1]d, 0, 0);
create table parcels (
	fid integer primary key autoincrement, geom blob, commune text, sheet_no integer, parcel_no integer,
	scale integer, register_area_m2 real, land_type text, purposes text);
`

// WriteGeoPackage writes parcels to a new file in the layout of the real sample.
func WriteGeoPackage(ctx context.Context, path, commune string, zone gis.Zone, parcels iter.Seq[Parcel]) (n int, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(off)&_pragma=synchronous(off)")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, fmt.Sprintf(schema, zone.SRID, zone.CentralMeridian)); err != nil {
		return 0, fmt.Errorf("lay out %s: %w", path, err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after Commit
	insert, err := tx.PrepareContext(ctx, `insert into parcels
		(geom, commune, sheet_no, parcel_no, scale, register_area_m2, land_type, purposes) values (?, ?, ?, ?, 2000, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	for p := range parcels {
		area := math.Round(p.Boundary.Area()*10) / 10
		if _, err := insert.ExecContext(ctx, blob(p.Boundary), commune, p.Sheet, p.Number, area, p.LandType, purposes(p.LandType, area)); err != nil {
			return n, fmt.Errorf("write parcel %d/%d: %w", p.Sheet, p.Number, err)
		}
		n++
	}
	return n, tx.Commit()
}

// purposes gives a homestead a garden, as in the sample.
func purposes(landType string, area float64) string {
	if landType != "ONT" || area <= 400 {
		return fmt.Sprintf("%s %.1f", landType, area)
	}
	return strings.Join([]string{"ONT 400.0", fmt.Sprintf("CLN %.1f", area-400)}, "; ")
}

// blob is a GeoPackage geometry: header with envelope, then WKB, little-endian.
func blob(p gis.Polygon) []byte {
	le := binary.LittleEndian
	number := func(b []byte, mm int64) []byte { return le.AppendUint64(b, math.Float64bits(float64(mm)/1000)) }
	box := p.Bounds()
	b := le.AppendUint32([]byte{'G', 'P', 0, 1 | 1<<1}, uint32(p.SRID))
	for _, mm := range [...]int64{box.Min.E, box.Max.E, box.Min.N, box.Max.N} {
		b = number(b, mm)
	}
	b = append(b, 1)
	b = le.AppendUint32(b, 3)
	b = le.AppendUint32(b, uint32(len(p.Rings)))
	for _, ring := range p.Rings {
		b = le.AppendUint32(b, uint32(len(ring)))
		for _, point := range ring {
			b = number(number(b, point.E), point.N)
		}
	}
	return b
}
