package main

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/figure/family"
	"github.com/diachinh/diachinh/projections/read"
)

// parcelHistory is all that is told of a parcel.
type parcelHistory struct {
	Parcel      parcelNow       `json:"parcel"`
	Aliases     []parcelAlias   `json:"aliases"`
	Changes     []parcelChange  `json:"changes"`
	Ancestors   []parcelDescent `json:"ancestors"`
	Descendants []parcelDescent `json:"descendants"`
	// ReplacedBy stand in place of a parcel that ended.
	ReplacedBy []parcelName `json:"replaced_by"`
}

// parcelName says which parcel is meant.
type parcelName struct {
	ID      ladm.ParcelID `json:"id"`
	Commune string        `json:"commune"`
	Sheet   int           `json:"sheet"`
	Scale   int           `json:"scale"`
	Number  int           `json:"number"`
}

// parcelNow is a parcel as it was at the time asked for.
type parcelNow struct {
	parcelName
	Code         string         `json:"code"`
	CommuneName  string         `json:"commune_name"`
	LegalArea    ladm.Area      `json:"legal_area_m2"`
	MeasuredArea ladm.Area      `json:"measured_area_m2"`
	Purposes     []read.Purpose `json:"purposes"`
	Status       read.Status    `json:"status"`
	Recovered    bool           `json:"recovered,omitempty"`
	Annulled     bool           `json:"annulled,omitempty"`
	ValidFrom    ladm.Date      `json:"valid_from"`
	Revision     uint64         `json:"revision"`
}

// parcelAlias is an address that the parcel had before.
type parcelAlias struct {
	Commune string    `json:"commune"`
	Sheet   int       `json:"sheet"`
	Scale   int       `json:"scale"`
	Number  int       `json:"number"`
	From    ladm.Date `json:"from"`
	To      ladm.Date `json:"to"` // the day after the last
}

// parcelDescent says how much ground went from one parcel to another.
type parcelDescent struct {
	Parent     parcelName `json:"parent"`
	Child      parcelName `json:"child"`
	Area       ladm.Area  `json:"area_m2"`
	Event      string     `json:"event"`
	Name       string     `json:"name"`
	Cause      string     `json:"cause,omitempty"`
	Effective  ladm.Date  `json:"effective_date"`
	Generation int        `json:"generation"`
	// Undone says that the act was learnt to have been an error.
	Undone bool `json:"undone,omitempty"`
}

// historyOf gathers what is told of a parcel, as far as was known at a time.
func historyOf(ctx context.Context, models *read.DB, p read.Parcel, at read.At) (parcelHistory, error) {
	ids := []ladm.ParcelID{p.ID}
	h := parcelHistory{Parcel: nowOf(p)}
	versions, err := models.History(ctx, ids, at, read.Fields{Geometry: true, Record: true})
	if err != nil {
		return h, err
	}
	affecting, err := models.Affecting(ctx, versions[p.ID])
	if err != nil {
		return h, err
	}
	aliases, err := models.Aliases(ctx, ids, at)
	if err != nil {
		return h, err
	}
	ancestors, err := models.Ancestors(ctx, ids, 0, at, read.Fields{})
	if err != nil {
		return h, err
	}
	descendants, err := models.Descendants(ctx, ids, 0, at, read.Fields{})
	if err != nil {
		return h, err
	}
	replacements, err := models.Replacements(ctx, ids, at, read.Fields{})
	h.Changes = changesOf(versions[p.ID], affecting)
	h.Aliases = lo.Map(aliases[p.ID], func(a read.Alias, _ int) parcelAlias {
		return parcelAlias{a.CommuneCode, a.Sheet, a.Scale, a.Number, a.From, a.To}
	})
	h.Ancestors, h.Descendants = descentsOf(ancestors[p.ID]), descentsOf(descendants[p.ID])
	h.ReplacedBy = []parcelName{}
	if p.Status == read.Ended {
		h.ReplacedBy = lo.Map(replacements[p.ID], func(r read.Parcel, _ int) parcelName { return nameOf(r) })
	}
	return h, err
}

func descentsOf(descents []read.Descent) []parcelDescent {
	return lo.Map(descents, func(d read.Descent, _ int) parcelDescent {
		return parcelDescent{
			Parent: nameOf(d.Parent), Child: nameOf(d.Child), Area: d.Area, Event: d.Kind, Name: family.ActName(d.Kind),
			Cause: d.Cause, Effective: d.Effective, Generation: d.Depth, Undone: !d.CorrectedAt.IsZero(),
		}
	})
}

func nameOf(p read.Parcel) parcelName {
	return parcelName{ID: p.ID, Commune: p.Sheet.Commune.Code, Sheet: p.Sheet.Number, Scale: p.Sheet.Scale, Number: p.Number}
}

func nowOf(p read.Parcel) parcelNow {
	return parcelNow{
		parcelName: nameOf(p), Code: p.Code, CommuneName: p.Sheet.Commune.Name, LegalArea: p.LegalArea, MeasuredArea: p.MeasuredArea,
		Purposes: p.Purposes, Status: p.Status, Recovered: p.Recovered, Annulled: p.Annulled, ValidFrom: p.ValidFrom, Revision: p.Revision,
	}
}
