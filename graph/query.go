package graph

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

// query resolves the root type Query. What is not there is null.
type query struct{ *resolver }

// Parcel answers the parcel with this id.
func (q query) Parcel(ctx context.Context, id string, validAt *ladm.Date, knownAt *time.Time, atLeast *string) (*view.Parcel, error) {
	key, err := parcelID(id)
	if err != nil {
		return nil, err
	}
	return q.parcel(ctx, atLeast, at(validAt, knownAt), func(at read.At, fields read.Fields) (read.Parcel, error) {
		return q.reader.ParcelByID(ctx, key, at, fields)
	})
}

// ParcelByCode answers the parcel that carries a parcel code.
func (q query) ParcelByCode(ctx context.Context, code string, validAt *ladm.Date, knownAt *time.Time, atLeast *string) (*view.Parcel, error) {
	return q.parcel(ctx, atLeast, at(validAt, knownAt), func(at read.At, fields read.Fields) (read.Parcel, error) {
		return q.reader.ParcelByCode(ctx, strings.ToLower(strings.TrimSpace(code)), at, fields)
	})
}

// ParcelByNumber answers the parcel with a number in a sheet.
func (q query) ParcelByNumber(ctx context.Context, commune string, sheet, number int, scale *int, validAt *ladm.Date, knownAt *time.Time, atLeast *string) (*view.Parcel, error) {
	return q.parcel(ctx, atLeast, at(validAt, knownAt), func(at read.At, fields read.Fields) (read.Parcel, error) {
		return q.reader.ParcelByNumber(ctx, commune, sheet, number, orZero(scale), at, fields)
	})
}

// parcel answers the parcel that find finds, with all that is selected of it as of
// the same time.
func (q query) parcel(ctx context.Context, atLeast *string, at read.At, find func(read.At, read.Fields) (read.Parcel, error)) (*view.Parcel, error) {
	if err := q.await(ctx, atLeast, parcelModels); err != nil {
		return nil, err
	}
	var plan parcelPlan
	selected(ctx, plan.add)
	row, err := find(at, plan.fields)
	if err != nil {
		return nil, orMissing(err)
	}
	parcel := view.NewParcel(&row)
	return parcel, q.asOf(at).complete(ctx, []*view.Parcel{parcel}, &plan)
}

// Parcels answers a page of the parcels that meet every condition.
func (q query) Parcels(ctx context.Context, commune *string, sheet, scale *int, near *model.NearInput, within *model.WithinInput,
	validAt *ladm.Date, knownAt *time.Time, first *int, after *string, last *int, before *string, atLeast *string) (*view.ParcelConnection, error) {
	filter, err := parcelFilter(commune, sheet, scale, near, within, at(validAt, knownAt))
	if err != nil {
		return nil, err
	}
	if err := q.await(ctx, atLeast, parcelModels); err != nil {
		return nil, err
	}
	var plan pagePlan
	selected(ctx, plan.add)
	connection, err := q.page(ctx, filter, view.NewPage(first, after, last, before), &plan)
	if err != nil {
		return nil, err
	}
	return connection, q.asOf(filter.At).complete(ctx, connection.Nodes, &plan.parcel)
}

// MapSheet answers a map sheet of a commune.
func (q query) MapSheet(ctx context.Context, commune string, number int, scale *int, atLeast *string) (*view.MapSheet, error) {
	if err := q.await(ctx, atLeast, parcelModels); err != nil {
		return nil, err
	}
	row, err := q.reader.Sheet(ctx, commune, number, orZero(scale))
	if err != nil {
		return nil, orMissing(err)
	}
	var plan sheetPlan
	selected(ctx, plan.add)
	sheet := view.NewMapSheet(&row)
	return sheet, q.asOf(read.At{}).fill(ctx, []*view.MapSheet{sheet}, &plan)
}

// Commune answers the commune that has a code now.
func (q query) Commune(ctx context.Context, code string, atLeast *string) (*view.Commune, error) {
	if err := q.await(ctx, atLeast, communeModels); err != nil {
		return nil, err
	}
	row, err := q.reader.CommuneByCode(ctx, code, 0)
	if err != nil {
		return nil, orMissing(err)
	}
	return view.NewCommune(&row), nil
}

// Communes answers a page of communes.
func (q query) Communes(ctx context.Context, search *string, first *int, after *string, last *int, before *string, atLeast *string) (*view.CommuneConnection, error) {
	if err := q.await(ctx, atLeast, communeModels); err != nil {
		return nil, err
	}
	var plan pagePlan
	selected(ctx, plan.add)
	return q.communePage(ctx, orZero(search), view.NewPage(first, after, last, before), &plan)
}

// QualityReport answers what is wrong with the parcels of a commune.
func (q query) QualityReport(ctx context.Context, commune string, atLeast *string) (*view.QualityReport, error) {
	if err := q.await(ctx, atLeast, checkedModels); err != nil {
		return nil, err
	}
	report, err := q.registry.Quality(ctx, commune, nil)
	if err != nil {
		return nil, orAsked(err)
	}
	return view.NewQualityReport(report), nil
}

// orAsked turns a refusal of a question, which has no user errors, into a fault.
func orAsked(err error) error {
	var refusal *rules.Refusal
	if errors.As(err, &refusal) {
		return fault.New(fault.BadInput, "%s", refusal.Findings[0].Message)
	}
	return err
}

// parcelID reads a parcel's id. Errors: BAD_ID.
func parcelID(id string) (ladm.ParcelID, error) {
	key, err := uuid.Parse(id)
	if err != nil {
		return ladm.ParcelID{}, fault.New(fault.BadID, "%q không phải định danh thửa đất.", id)
	}
	return ladm.ParcelID{UUID: key}, nil
}

// at reads as of when a question is asked.
func at(validAt *ladm.Date, knownAt *time.Time) read.At {
	return read.At{Valid: orZero(validAt), Known: orZero(knownAt)}
}

// orMissing turns the news that nothing is there into null.
func orMissing(err error) error {
	if errors.Is(err, read.ErrNotFound) {
		return nil
	}
	return err
}

func orZero[T any](value *T) (zero T) {
	if value == nil {
		return zero
	}
	return *value
}
