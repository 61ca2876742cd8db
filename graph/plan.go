package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

// A plan says what a selection needs of the database. Fields that are asked for
// several times under different aliases share one plan, so that a level is one
// statement still.

// parcelPlan is what is asked of each parcel of a level.
type parcelPlan struct {
	fields          read.Fields
	neighbours      *neighbourPlan
	history         *read.Fields
	replacedBy      *parcelPlan
	standsInstead   *parcelPlan
	ancestors       *lineagePlan
	descendants     *lineagePlan
	aliases, family bool
	sheet           *sheetPlan
}

// lineagePlan is what is asked of each parcel's ancestors or descendants.
type lineagePlan struct {
	all    bool // of every generation
	depth  int  // else the most generations
	parcel parcelPlan
}

// neighbourPlan is what is asked of each parcel's neighbours.
type neighbourPlan struct {
	first  int
	parcel parcelPlan
}

// sheetPlan is which pages of parcels are asked of each sheet.
type sheetPlan struct {
	pages   map[view.Page]*pagePlan
	numbers bool
}

// pagePlan is what is asked of a page of parcels.
type pagePlan struct {
	rows   bool // anything but the count
	total  bool
	parcel parcelPlan
}

// selected calls plan for each field that is selected below the current one.
func selected(ctx context.Context, plan func(selection)) {
	current := graphql.GetFieldContext(ctx).Field
	selection{graphql.GetOperationContext(ctx), current.Field, current.Selections}.each(plan)
}

// selection is a field of the operation with what is selected below it.
type selection struct {
	operation *graphql.OperationContext
	field     *ast.Field
	below     ast.SelectionSet
}

func (s selection) each(plan func(selection)) {
	for _, field := range graphql.CollectFields(s.operation, s.below, nil) {
		plan(selection{s.operation, field.Field, field.Selections})
	}
}

// page reads a connection's arguments; malformed ones are refused when the
// field is written.
func (s selection) page() view.Page {
	arguments := s.field.ArgumentMap(s.operation.Variables)
	return view.NewPage(
		integer(arguments["first"]), text(arguments["after"]),
		integer(arguments["last"]), text(arguments["before"]),
	)
}

func integer(argument any) *int {
	i, err := scalar.UnmarshalInt(argument)
	if argument == nil || err != nil {
		return nil
	}
	return &i
}

func text(argument any) *string {
	if s, ok := argument.(string); ok {
		return &s
	}
	return nil
}

func (p *parcelPlan) add(s selection) {
	switch s.field.Name {
	case "geometry", "centroid", "boundaryPoints":
		p.fields.Geometry = true
	case "recordedAt", "revision":
		p.fields.Record = true
	case "neighbours":
		if p.neighbours == nil {
			p.neighbours = &neighbourPlan{}
		}
		p.neighbours.add(s)
	case "history":
		if p.history == nil {
			p.history = &read.Fields{}
		}
		s.each(func(s selection) { addVersion(p.history, s) })
	case "replacedBy":
		p.replacedBy = p.replacedBy.with(s)
	case "standsInstead":
		p.standsInstead = p.standsInstead.with(s)
	case "ancestors":
		p.ancestors = p.ancestors.with(s)
	case "descendants":
		p.descendants = p.descendants.with(s)
	case "aliases":
		p.aliases = true
	case "lineageSvg":
		p.family = true
	case "sheet":
		if p.sheet == nil {
			p.sheet = &sheetPlan{}
		}
		s.each(p.sheet.add)
	}
}

// with returns the plan, or a new one, with a selection of parcels added.
func (p *parcelPlan) with(s selection) *parcelPlan {
	if p == nil {
		p = &parcelPlan{}
	}
	s.each(p.add)
	return p
}

// with returns the plan, or a new one, with a selection of edges added.
func (p *lineagePlan) with(s selection) *lineagePlan {
	if p == nil {
		p = &lineagePlan{}
	}
	depth, err := view.Depth(integer(s.field.ArgumentMap(s.operation.Variables)["depth"]))
	p.all = p.all || err == nil && depth == 0
	p.depth = max(p.depth, depth)
	s.each(func(s selection) {
		if s.field.Name == "parent" || s.field.Name == "child" {
			s.each(p.parcel.add)
		}
	})
	return p
}

// addVersion adds what is asked of each version.
func addVersion(fields *read.Fields, s selection) {
	switch s.field.Name {
	case "geometry":
		fields.Geometry = true
	case "recordedFrom", "recordedTo", "correctedAt", "event", "eventId", "inserted", "cause", "dossier", "procedure", "office", "sources", "warnings":
		fields.Record = true
	case "changes":
		fields.Geometry, fields.Record = true, true
	}
}

func (p *neighbourPlan) add(s selection) {
	if count, err := view.Count(integer(s.field.ArgumentMap(s.operation.Variables)["first"])); err == nil {
		p.first = max(p.first, count)
	}
	s.each(func(s selection) {
		if s.field.Name == "nodes" {
			s.each(p.parcel.add)
		}
	})
}

func (p *sheetPlan) add(s selection) {
	switch s.field.Name {
	case "numbers":
		p.numbers = true
	case "parcels":
		p.addPage(s)
	}
}

func (p *sheetPlan) addPage(s selection) {
	if p.pages == nil {
		p.pages = map[view.Page]*pagePlan{}
	}
	page := s.page()
	if p.pages[page] == nil {
		p.pages[page] = &pagePlan{}
	}
	s.each(p.pages[page].add)
}

func (p *pagePlan) add(s selection) {
	switch s.field.Name {
	case "totalCount":
		p.total = true
	case "pageInfo":
		p.rows = true
	case "nodes":
		p.rows = true
		s.each(p.parcel.add)
	case "edges":
		p.rows = true
		s.each(func(s selection) {
			if s.field.Name == "node" {
				s.each(p.parcel.add)
			}
		})
	}
}
