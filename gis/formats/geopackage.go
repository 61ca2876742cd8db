package formats

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// geoPackage is one layer of a GeoPackage, read and never written.
type geoPackage struct {
	db             *sql.DB
	layer          string
	geometryColumn string
	keyColumn      string
	srid           int
	count          int64
}

func openGeoPackage(path, layer string) (*geoPackage, error) {
	db, err := openSQLite(path)
	if err != nil {
		return nil, err
	}
	g := &geoPackage{db: db, layer: layer}
	if err := g.describe(context.Background()); err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	return g, nil
}

// openSQLite opens a file for reading only. Unless a program that has it open
// left a write-ahead log beside it, the file is taken to stay as it is, which
// leaves no lock and no file behind.
func openSQLite(path string) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	query := "mode=ro&immutable=1"
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		query = "mode=ro"
	}
	return sql.Open("sqlite", (&url.URL{Scheme: "file", Path: absolute, RawQuery: query}).String())
}

// describe finds the layer, its columns, its coordinate system and its size.
func (g *geoPackage) describe(ctx context.Context) error {
	layers, err := g.layers(ctx)
	if err != nil {
		return err
	}
	if g.layer == "" && len(layers) == 1 {
		g.layer = layers[0]
	}
	var organisation sql.NullString
	var code sql.NullInt64
	err = g.db.QueryRowContext(ctx, `
		select c.table_name, c.column_name, s.organization, s.organization_coordsys_id
		  from gpkg_geometry_columns c
		  left join gpkg_spatial_ref_sys s on s.srs_id = c.srs_id
		 where lower(c.table_name) = lower(?)`, g.layer).
		Scan(&g.layer, &g.geometryColumn, &organisation, &code)
	if errors.Is(err, sql.ErrNoRows) {
		return &LayerError{Layer: g.layer, Layers: layers}
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotGeoPackage, err)
	}
	if strings.EqualFold(organisation.String, "EPSG") && code.Int64 > 0 {
		g.srid = int(code.Int64)
	}
	if err := g.findKey(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrNotGeoPackage, err)
	}
	err = g.db.QueryRowContext(ctx, `select count(*) from `+quoted(g.layer)).Scan(&g.count)
	if err != nil {
		return fmt.Errorf("count the rows of %q: %w", g.layer, err)
	}
	return nil
}

func (g *geoPackage) layers(ctx context.Context) ([]string, error) {
	rows, err := g.db.QueryContext(ctx, `select table_name from gpkg_geometry_columns order by table_name`)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotGeoPackage, err)
	}
	defer rows.Close()
	var layers []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotGeoPackage, err)
		}
		layers = append(layers, name)
	}
	return layers, rows.Err()
}

// findKey finds the integer key that a layer's table has; a view may have none.
func (g *geoPackage) findKey(ctx context.Context) error {
	err := g.db.QueryRowContext(ctx,
		`select name from pragma_table_info(?) where pk = 1 and lower(type) = 'integer'`, g.layer).Scan(&g.keyColumn)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

func (g *geoPackage) SRID() int            { return g.srid }
func (g *geoPackage) Count() (int64, bool) { return g.count, true }
func (g *geoPackage) Close() error         { return g.db.Close() }

func (g *geoPackage) Features(ctx context.Context) iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		for row, err := range g.rows(ctx) {
			if err != nil {
				yield(Feature{}, err)
				return
			}
			f := Feature{Row: row.key, Attributes: row.attributes}
			body, err := geoPackageGeometry(row.geometry)
			if err == nil {
				f.Rings, f.Parts, err = (&wkb{rest: body}).polygon()
			}
			f.Err = err
			if !yield(f, nil) {
				return
			}
		}
	}
}

// geoPackageRow is one row as SQLite gives it. The geometry's bytes are only
// good until the next row.
type geoPackageRow struct {
	key        int64
	geometry   []byte
	attributes map[string]any
}

func (g *geoPackage) rows(ctx context.Context) iter.Seq2[geoPackageRow, error] {
	return func(yield func(geoPackageRow, error) bool) {
		failed := func(err error) { yield(geoPackageRow{}, fmt.Errorf("read layer %q: %w", g.layer, err)) }
		query := `select * from ` + quoted(g.layer)
		if g.keyColumn != "" {
			query += ` order by ` + quoted(g.keyColumn)
		}
		rows, err := g.db.QueryContext(ctx, query)
		if err != nil {
			failed(err)
			return
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			failed(err)
			return
		}
		scan := g.scanner(columns)
		for number := int64(1); rows.Next(); number++ {
			row, err := scan(rows, number)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				failed(err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			failed(err)
		}
	}
}

// scanner returns a function that reads the current row. A layer without a key
// is numbered.
func (g *geoPackage) scanner(columns []string) func(*sql.Rows, int64) (geoPackageRow, error) {
	var geometry sql.RawBytes
	values := make([]any, len(columns))
	targets := make([]any, len(columns))
	for i, name := range columns {
		targets[i] = &values[i]
		if strings.EqualFold(name, g.geometryColumn) {
			targets[i] = &geometry
		}
	}
	return func(rows *sql.Rows, number int64) (geoPackageRow, error) {
		if err := rows.Scan(targets...); err != nil {
			return geoPackageRow{}, err
		}
		row := geoPackageRow{key: number, geometry: geometry, attributes: make(map[string]any, len(columns))}
		for i, name := range columns {
			switch {
			case targets[i] == any(&geometry):
			case name == g.keyColumn:
				row.key, _ = values[i].(int64)
			default:
				row.attributes[name] = values[i]
			}
		}
		return row, nil
	}
}

// quoted is a name as SQLite writes it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
