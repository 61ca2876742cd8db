package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/cursor"
	"github.com/diachinh/diachinh/graph/generated"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections/read"
)

// Reader asks the read models; *read.DB is one. What is not there is
// read.ErrNotFound.
type Reader interface {
	ParcelByID(ctx context.Context, id ladm.ParcelID, at read.At, fields read.Fields) (read.Parcel, error)
	ParcelByCode(ctx context.Context, code string, at read.At, fields read.Fields) (read.Parcel, error)
	ParcelByNumber(ctx context.Context, communeCode string, sheet, number, scale int, at read.At, fields read.Fields) (read.Parcel, error)
	ParcelsByID(ctx context.Context, ids []ladm.ParcelID, fields read.Fields) (map[ladm.ParcelID]read.Parcel, error)
	Parcels(ctx context.Context, filter read.ParcelFilter, page read.Page[read.ParcelPlace], fields read.Fields) (read.List[read.Parcel], error)
	CountParcels(ctx context.Context, filter read.ParcelFilter) (int, error)
	Neighbours(ctx context.Context, ids []ladm.ParcelID, first int, at read.At, fields read.Fields) (map[ladm.ParcelID]read.List[read.Parcel], error)
	History(ctx context.Context, ids []ladm.ParcelID, at read.At, fields read.Fields) (map[ladm.ParcelID][]read.Parcel, error)
	Affecting(ctx context.Context, versions []read.Parcel) (map[uuid.UUID][]read.Parcel, error)
	Replacements(ctx context.Context, ids []ladm.ParcelID, at read.At, fields read.Fields) (map[ladm.ParcelID][]read.Parcel, error)
	Successors(ctx context.Context, ids []ladm.ParcelID, at read.At, fields read.Fields) (map[ladm.ParcelID][]read.Parcel, error)
	Ancestors(ctx context.Context, ids []ladm.ParcelID, depth int, at read.At, fields read.Fields) (map[ladm.ParcelID][]read.Descent, error)
	Descendants(ctx context.Context, ids []ladm.ParcelID, depth int, at read.At, fields read.Fields) (map[ladm.ParcelID][]read.Descent, error)
	Aliases(ctx context.Context, ids []ladm.ParcelID, at read.At) (map[ladm.ParcelID][]read.Alias, error)
	Family(ctx context.Context, id ladm.ParcelID, at read.At, fields read.Fields) ([]read.Parcel, []read.Descent, error)
	Sheet(ctx context.Context, communeCode string, number, scale int) (read.Sheet, error)
	SheetNumbers(ctx context.Context, ids []ladm.SheetID) (map[ladm.SheetID][]read.SheetNumber, error)
	CommuneByCode(ctx context.Context, code string, validAt ladm.Date) (read.Commune, error)
	Communes(ctx context.Context, search string, page read.Page[string]) (read.List[read.Commune], error)
	CountCommunes(ctx context.Context, search string) (int, error)
}

// Registry carries out acts and looks for what is wrong; *office.Registry is one.
type Registry interface {
	RegisterParcel(ctx context.Context, who access.Principal, key string, in office.RegisterParcel) (office.Registered, error)
	SubdivideParcel(ctx context.Context, who access.Principal, key string, in office.SubdivideParcel) (office.Changed, error)
	MergeParcels(ctx context.Context, who access.Principal, key string, in office.MergeParcels) (office.Changed, error)
	ReadjustParcels(ctx context.Context, who access.Principal, key string, in office.ReadjustParcels) (office.Changed, error)
	ResurveyBoundary(ctx context.Context, who access.Principal, key string, in office.ResurveyBoundary) (office.Changed, error)
	CorrectBoundary(ctx context.Context, who access.Principal, key string, in office.CorrectBoundary) (office.Changed, error)
	ChangeNaturally(ctx context.Context, who access.Principal, key string, in office.ChangeNaturally) (office.Changed, error)
	ChangePurposes(ctx context.Context, who access.Principal, key string, in office.ChangePurposes) (office.Changed, error)
	ChangeLegalArea(ctx context.Context, who access.Principal, key string, in office.ChangeLegalArea) (office.Changed, error)
	RecoverParcel(ctx context.Context, who access.Principal, key string, in office.RecoverParcel) (office.Changed, error)
	EndParcel(ctx context.Context, who access.Principal, key string, in office.EndParcel) (office.Changed, error)
	ReinstateParcel(ctx context.Context, who access.Principal, key string, in office.ReinstateParcel) (office.Changed, error)
	CorrectParcel(ctx context.Context, who access.Principal, key string, in office.CorrectParcel) (office.Changed, error)
	OpenSheet(ctx context.Context, who access.Principal, key string, in office.OpenSheet) (office.Changed, error)
	RenumberSheet(ctx context.Context, who access.Principal, key string, in office.RenumberSheet) (office.Changed, error)
	Before(ctx context.Context, act office.Changed, parcels []ladm.ParcelID) (office.Found, error)
	Quality(ctx context.Context, communeCode string, progress func(done, of int)) (office.QualityReport, error)
}

// Visibility knows how far the read models are; *engine.Engine does.
type Visibility interface {
	// WaitFor returns when the models named have applied the log up to a
	// position, or an error when ctx ends before.
	WaitFor(ctx context.Context, models []string, position es.Position) error
}

// The models that the queries read.
var (
	parcelModels  = []string{"communes", "sheets", "parcels", "lineage"}
	communeModels = []string{"communes"}
	checkedModels = []string{"communes", "sheets", "parcels", "insertions"}
)

// patience is how long a query waits for what it must at least see.
const patience = 5 * time.Second

// resolver holds what the roots share.
type resolver struct {
	reader     Reader
	registry   Registry
	visibility Visibility
	log        uuid.UUID
	signer     *cursor.Signer
}

// Query resolves the fields of the root type Query.
func (r *resolver) Query() generated.QueryResolver { return query{r} }

// Mutation resolves the fields of the root type Mutation.
func (r *resolver) Mutation() generated.MutationResolver { return mutation{r} }
