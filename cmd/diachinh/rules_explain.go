package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections"
)

type rulesExplainCommand struct {
	Event uuid.UUID `arg:"" name:"event-id" help:"Mã của sự kiện (the event's id)."`
}

// Run prints which rules, with which figures, applied to an event of the log.
func (c *rulesExplainCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	book, err := s.rules()
	if err != nil {
		return err
	}
	return withEvents(ctx, s, t, func(store es.Store) error {
		event, err := findEvent(ctx, store, c.Event)
		if err != nil {
			return err
		}
		change, err := changeOf(ctx, store, event)
		if err != nil {
			return err
		}
		return change.print(t, book)
	})
}

// findEvent reads the log from its end, where the events lie that are asked about.
func findEvent(ctx context.Context, store es.Store, id uuid.UUID) (es.Recorded, error) {
	for event, err := range store.ReadAll(ctx, es.Backwards, nil) {
		if err != nil || event.ID == id {
			return event, err
		}
	}
	return es.Recorded{}, usage("BAD_ARGUMENT", "Không có sự kiện %s trong kho. `diachinh events list` in mã của từng sự kiện.", id)
}

// change is what the rules of a recorded change depend on.
type change struct {
	es.Recorded
	metadata es.Metadata
	content  changeContent
	commune  territory.CommuneEstablished
}

// changeContent is what events of communes and sheets say that rules depend on.
type changeContent struct {
	Commune       ladm.CommuneID `json:"commune"`
	Sheet         ladm.SheetID   `json:"sheet"`
	EffectiveDate ladm.Date      `json:"effective_date"`
	Warnings      []rules.Finding
	purposes
	Begun, Parcels []purposes
}

type purposes struct{ Purposes []cadastre.Purpose }

func changeOf(ctx context.Context, store es.Store, event es.Recorded) (change, error) {
	c := change{Recorded: event}
	known := slices.ContainsFunc(projections.Catalogue.Names(), func(d es.Described) bool { return d.Name == event.Type })
	if err := errors.Join(json.Unmarshal(event.Metadata, &c.metadata), json.Unmarshal(event.Data, &c.content)); err != nil || !known {
		return c, usage("BAD_ARGUMENT", "Sự kiện %s (%s) không phải biến động đất đai.", event.ID, event.Type)
	}
	id := c.content.Commune
	if id == (ladm.CommuneID{}) {
		opened, err := first[cadastre.SheetOpened](ctx, store, cadastre.StreamName(c.content.Sheet))
		if err != nil {
			return c, err
		}
		id = opened.Commune
	}
	var err error
	c.commune, err = first[territory.CommuneEstablished](ctx, store, territory.StreamName(id))
	return c, err
}

// first decodes the event that a stream begins with.
func first[E any](ctx context.Context, store es.Store, stream string) (E, error) {
	var begun E
	for event, err := range store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return begun, fmt.Errorf("%s: %w", stream, err)
		}
		return begun, json.Unmarshal(event.Data, &begun)
	}
	return begun, fmt.Errorf("%s: %w", stream, es.ErrNoStream)
}

func (c change) print(t *terminal, book *rules.Book) error {
	at := c.commune.Province
	fmt.Fprintf(t.out, "%s  %s %d\n", c.Type, c.Stream, c.Revision)
	fmt.Fprintf(t.out, "%s (%s), %s (%s)\n", c.commune.Name, c.commune.Kind, at.Name, at.Code)
	fmt.Fprintf(t.out, "Ngày hiệu lực: %s. Bộ quy tắc khi ghi nhận: %s\n", c.content.EffectiveDate, c.metadata.RuleSet)
	if book.Version() != c.metadata.RuleSet {
		fmt.Fprintf(t.out, "Bộ quy tắc hiện hành là %s: dưới đây là quy tắc của bộ này, có thể khác lúc ghi nhận.\n", book.Version())
	}
	for _, warned := range c.content.Warnings {
		fmt.Fprintf(t.out, "Đã cảnh báo %s: %s\n", warned.Code, warned.Message)
	}
	fmt.Fprintln(t.out)
	return printRules(t.out, c.applied(book.On(at.Code, c.day())))
}

func (c change) day() string {
	if c.content.EffectiveDate.IsZero() {
		return ladm.DateOf(c.metadata.RecordedAt).String()
	}
	return c.content.EffectiveDate.String()
}

// applied are the rules of a set that look at such a change, each with the cases
// that its land types and its kind of commune met.
func (c change) applied(set *rules.Set) []rules.Rule {
	types := c.landTypes()
	looking := lo.Filter(set.Rules(), func(r rules.Rule, _ int) bool { return slices.Contains(r.Acts, c.Type) })
	return lo.Map(looking, func(r rules.Rule, _ int) rules.Rule {
		if len(r.Cases) == 0 {
			return r
		}
		r.Cases = lo.FilterMap(types, func(landType string, _ int) (rules.Case, bool) {
			met, fits := set.Case(r.Code, rules.Facts{"land_type": landType, "commune_kind": string(c.commune.Kind)})
			return rules.Case{When: map[string][]string{"land_type": {landType}}, Params: met}, fits
		})
		return r
	})
}

// landTypes are the main land types of the parcels that the change is about.
func (c change) landTypes() []string {
	parcels := slices.Concat(c.content.Begun, c.content.Parcels, []purposes{c.content.purposes})
	return lo.Uniq(lo.FilterMap(parcels, func(p purposes, _ int) (string, bool) {
		largest := lo.MaxBy(p.Purposes, func(a, b cadastre.Purpose) bool { return a.Area > b.Area })
		return largest.Type, largest.Type != ""
	}))
}
