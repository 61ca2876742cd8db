package read

import (
	"fmt"
	"time"

	gojson "github.com/goccy/go-json"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/twpayne/go-geom"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/postgis"
)

const (
	communeColumns = `c.id, c.code, c.kind, c.name, c.name_en, c.province_code, c.province_name, c.valid_from, c.valid_to`
	sheetColumns   = `s.id, s.number, s.scale, s.srid, s.opened, ` + communeColumns
	parcelColumns  = `p.key, p.parcel_id, p.version, p.valid_from, p.valid_to,
	       p.status, p.recovered, p.annulled, p.land_type, p.purposes, p.number, p.code,
	       (p.legal_area * 10)::bigint, (p.measured_area * 10)::bigint,
	       ` + sheetColumns
	geometryColumns = `, p.geom, p.surveyed`
	recordColumns   = `, p.recorded_from, p.recorded_to, p.corrected_at, p.revision, p.inserted,
	       p.event_id, p.event, p.actor, p.office,
	       coalesce(p.dossier, ''), coalesce(p.procedure, ''), coalesce(p.cause, ''), p.sources, p.warnings`
)

// columns returns the columns that targets names.
func (f Fields) columns() string {
	columns := parcelColumns
	if f.Geometry {
		columns += geometryColumns
	}
	if f.Record {
		columns += recordColumns
	}
	return columns
}

func (c *Commune) targets() []any {
	return []any{&c.ID.UUID, &c.Code, &c.Kind, &c.Name, &c.NameEN, &c.Province.Code, &c.Province.Name, day{&c.ValidFrom}, day{&c.ValidTo}}
}

func (s *Sheet) targets() []any {
	return append([]any{&s.ID.UUID, &s.Number, &s.Scale, &s.SRID, day{&s.Opened}}, s.Commune.targets()...)
}

func (p *Parcel) targets() []any {
	return append([]any{
		&p.Place.Row, &p.ID.UUID, &p.Version, day{&p.ValidFrom}, day{&p.ValidTo},
		&p.Status, &p.Recovered, &p.Annulled, &p.LandType, document{&p.Purposes}, &p.Number, &p.Code,
		(*int64)(&p.LegalArea), (*int64)(&p.MeasuredArea),
	}, p.Sheet.targets()...)
}

func (p *Parcel) record() []any {
	return []any{
		instant{&p.RecordedFrom}, instant{&p.RecordedTo}, instant{&p.CorrectedAt}, &p.Revision, &p.Inserted,
		&p.Event.ID, &p.Event.Type, &p.Event.Actor, &p.Event.Office, &p.Event.Dossier, &p.Event.Procedure, &p.Event.Cause,
		document{&p.Event.Sources}, document{&p.Event.Warnings},
	}
}

func scanCommune(row pgx.CollectableRow) (c Commune, err error) {
	return c, row.Scan(c.targets()...)
}

// targets returns where the columns of a parcel go.
func (f Fields) targets(p *Parcel) []any {
	targets := p.targets()
	if f.Geometry {
		targets = append(targets, boundary{&p.Boundary}, document{&p.Surveyed})
	}
	if f.Record {
		targets = append(targets, p.record()...)
	}
	return targets
}

// scan reads a row of columns, then whatever a query selects after them.
func (f Fields) scan(row pgx.CollectableRow, further ...any) (p Parcel, err error) {
	err = row.Scan(append(f.targets(&p), further...)...)
	p.settle(f)
	return p, err
}

// settle works out what follows from the columns.
func (p *Parcel) settle(f Fields) {
	p.Place.Sheet, p.Place.Number = p.Sheet.Number, p.Number
	if !f.known.IsZero() {
		p.forget(f.known)
	}
}

func (f Fields) scanParcel(row pgx.CollectableRow) (Parcel, error) { return f.scan(row) }

// day reads a date; infinity is no day.
type day struct{ *ladm.Date }

// ScanDate implements pgtype.DateScanner.
func (d day) ScanDate(v pgtype.Date) error {
	var none ladm.Date
	*d.Date = none
	if v.Valid && v.InfinityModifier == pgtype.Finite {
		*d.Date = ladm.NewDate(v.Time.Date())
	}
	return nil
}

// instant reads a time; infinity is no time.
type instant struct{ *time.Time }

// ScanTimestamptz implements pgtype.TimestamptzScanner.
func (i instant) ScanTimestamptz(v pgtype.Timestamptz) error {
	*i.Time = time.Time{}
	if v.Valid && v.InfinityModifier == pgtype.Finite {
		*i.Time = v.Time.UTC()
	}
	return nil
}

// document reads JSON; null leaves its target empty.
type document struct{ target any }

// ScanBytes implements pgtype.BytesScanner.
func (d document) ScanBytes(v []byte) error {
	if v == nil {
		return nil
	}
	return gojson.Unmarshal(v, d.target)
}

// boundary reads a polygon onto the millimetre grid.
type boundary struct{ *gis.Polygon }

// ScanGeom implements pgxgeom.GeomScanner.
func (b boundary) ScanGeom(v geom.T) (err error) {
	polygon, is := v.(*geom.Polygon)
	if !is {
		return fmt.Errorf("boundary is a %T, not a polygon", v)
	}
	*b.Polygon, err = postgis.PolygonOf(polygon)
	return err
}
