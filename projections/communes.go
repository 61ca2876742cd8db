package projections

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom/encoding/ewkb"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis/postgis"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/read"
)

// communes answers: which communes are there, and what did a code mean on a day?
// Table commune: one row a lifespan of a code.
type communes struct{}

func (communes) Name() string           { return "communes" }
func (communes) Shape() int             { return 1 }
func (communes) Tables() []engine.Table { return []engine.Table{{Name: "commune"}} }

// Prepare implements engine.Model.
func (m communes) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

// communeRow is a commune that begins.
type communeRow struct {
	key      int64
	revision uint64
	territory.CommuneEstablished
	shape []byte // the boundary as EWKB
}

func (communes) territory(e engine.Event, event territory.Event) (any, error) {
	switch event := event.(type) {
	case territory.CommuneEstablished:
		boundary, err := postgis.Territory(event.Boundary)
		if err != nil {
			return nil, err
		}
		shape, err := ewkb.Marshal(boundary, ewkb.NDR)
		return communeRow{key: e.Key(0), revision: e.Revision, CommuneEstablished: event, shape: shape}, err
	case territory.SheetOpened, territory.SheetRenumbered: // see sheets
		return nil, nil
	}
	return nil, unnamed(e)
}

func (communes) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event.(type) {
	case cadastre.SheetOpened, cadastre.SheetRenumbered, cadastre.ParcelRegistered, cadastre.ParcelSubdivided,
		cadastre.ParcelsMerged, cadastre.ParcelsReadjusted, cadastre.ParcelPartlyRecovered, cadastre.ParcelRecovered,
		cadastre.ParcelsResurveyed, cadastre.BoundaryCorrected, cadastre.ParcelNaturallyChanged, cadastre.PointsInserted,
		cadastre.PurposesChanged, cadastre.LegalAreaChanged, cadastre.ParcelEnded, cadastre.ParcelsReinstated,
		cadastre.ParcelCorrected:
		return nil, nil
	}
	return nil, unnamed(e)
}

const insertCommunes = `
	insert into commune (key, id, code, kind, name, name_en, search_name,
	                     province_code, province_name, valid_from, valid_to, revision, boundary)
	select key, id, code, kind, name, name_en, search_name,
	       province_code, province_name, valid_from, 'infinity', revision,
	       st_geomfromewkb(boundary)
	  from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
	              $8::text[], $9::text[], $10::text[]::date[], $11::bigint[], $12::bytea[])
	       as new (key, id, code, kind, name, name_en, search_name,
	               province_code, province_name, valid_from, revision, boundary)`

// Apply implements engine.Model.
func (communes) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	var (
		keys, revisions          []int64
		ids                      []uuid.UUID
		codes, kinds, names      []string
		english, search          []string
		provinces, provinceNames []string
		validFrom                []string
		boundaries               [][]byte
	)
	for _, change := range changes {
		row := change.(communeRow)
		keys = append(keys, row.key)
		revisions = append(revisions, int64(row.revision))
		ids = append(ids, row.Commune.UUID)
		codes = append(codes, row.Code)
		kinds = append(kinds, string(row.Kind))
		names = append(names, row.Name)
		english = append(english, row.NameEN)
		search = append(search, read.Fold(row.Name))
		provinces = append(provinces, row.Province.Code)
		provinceNames = append(provinceNames, row.Province.Name)
		validFrom = append(validFrom, row.ValidFrom.String())
		boundaries = append(boundaries, row.shape)
	}
	_, err := tx.Exec(ctx, insertCommunes, keys, ids, codes, kinds, names, english, search,
		provinces, provinceNames, validFrom, revisions, boundaries)
	return err
}
