package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
)

// sheetKey is how people name a sheet.
type sheetKey struct {
	commune       string // code
	number, scale int    // scale 0: whatever the commune has
}

// String names the sheet in keys.
func (k sheetKey) String() string { return fmt.Sprintf("%s/%d/%d", k.commune, k.scale, k.number) }

func (k sheetKey) compare(other sheetKey) int {
	return cmp.Or(cmp.Compare(k.commune, other.commune), cmp.Compare(k.scale, other.scale), cmp.Compare(k.number, other.number))
}

// sheetPlan is a sheet as it is, or as it would be opened.
type sheetPlan struct {
	commune cadastre.Commune
	facts   cadastre.SheetOpened
	// inCommune tells that the commune has the sheet; its own stream may still
	// be missing if an act was interrupted.
	inCommune bool
}

// plan finds a sheet in its commune, by the given id or else by its key, or plans to open it under the given id with
// the given zone from the given day. Whatever stands against it is refused;
// nothing is written.
func (r *Registry) plan(ctx context.Context, key sheetKey, id ladm.SheetID, srid int, from ladm.Date) (sheetPlan, error) {
	sheet := territory.Sheet{ID: id, Number: key.number, Scale: key.scale, SRID: srid, EffectiveDate: from}
	isNew := key.scale != 0 && srid != 0
	commune, err := r.commune(ctx, key.commune)
	if err != nil && isNew {
		err = withMore(err, territory.Check(r.opening(factsOf(commune.ID, sheet))))
	}
	if err != nil {
		return sheetPlan{}, about(cadastre.WholeCommand, err)
	}
	plan := sheetPlan{commune: commune}
	err = r.communes.View(ctx, territory.StreamName(commune.ID), func(state *territory.Commune, _ uint64, _ bool) error {
		known, found := state.SheetByID(id)
		var err error
		if !found {
			known, found, err = sheetOf(state, key)
		}
		if found || err != nil {
			plan.inCommune = true
			plan.facts = factsOf(commune.ID, known)
			return err
		}
		if now, renumbered := state.Formerly(key.scale, key.number); renumbered {
			return formerNumber(commune.Name, key, now)
		}
		if !isNew {
			return refusal("SHEET_UNKNOWN", "sheet",
				said("%s chưa có tờ bản đồ %d. Kiểm tra lại số tờ, hoặc ghi tỷ lệ và hệ tọa độ để mở tờ mới.",
					"%s has no map sheet %d. Check its number, or give scale and zone to open a new one.", commune.Name, key.number))
		}
		plan.facts = factsOf(commune.ID, sheet)
		_, err = territory.Decider.Decide(state, r.opening(plan.facts))
		return err
	})
	return plan, about(cadastre.WholeCommand, err)
}

// formerNumber refuses to act by a number that a sheet gave up, and names the one
// that it has now.
func formerNumber(commune string, key sheetKey, now territory.Sheet) error {
	return refusal("SHEET_RENUMBERED", "sheet", said(
		"%s: tờ bản đồ %d nay là tờ %d, tỷ lệ 1:%d. Ghi số tờ hiện nay.",
		"%s: map sheet %d is sheet %d at 1:%d now. Give its number of today.",
		commune, key.number, now.Number, now.Scale))
}

// sheetOf finds a sheet by number and scale. A number that several scales have
// needs the scale.
func sheetOf(commune *territory.Commune, key sheetKey) (territory.Sheet, bool, error) {
	if key.scale != 0 {
		sheet, found := commune.Sheet(key.scale, key.number)
		return sheet, found, nil
	}
	switch sheets := commune.Numbered(key.number); len(sheets) {
	case 0:
		return territory.Sheet{}, false, nil
	case 1:
		return sheets[0], true, nil
	default:
		return territory.Sheet{}, false, refusal("SHEET_AMBIGUOUS", "scale",
			said("%s có %d tờ bản đồ số %d ở các tỷ lệ khác nhau. Ghi rõ tỷ lệ.",
				"%s has %d map sheets of number %d in different scales. Give the scale.", commune.Name, len(sheets), key.number))
	}
}

func factsOf(commune ladm.CommuneID, sheet territory.Sheet) cadastre.SheetOpened {
	return cadastre.SheetOpened{
		Sheet: sheet.ID, Commune: commune, Number: sheet.Number, Scale: sheet.Scale,
		SRID: sheet.SRID, EffectiveDate: sheet.EffectiveDate,
	}
}

func (r *Registry) opening(f cadastre.SheetOpened) territory.OpenSheet {
	return territory.OpenSheet{
		Sheet: f.Sheet, Number: f.Number, Scale: f.Scale, SRID: f.SRID, EffectiveDate: f.EffectiveDate, Today: r.today(),
	}
}

// open carries a plan out: first in the commune's stream, then in the sheet's
// own. What is there already stays, so that an interrupted opening is completed.
// If somebody else opened a sheet of that number meanwhile, theirs is the sheet.
func (r *Registry) open(ctx context.Context, a act, plan sheetPlan) (sheetPlan, error) {
	if !plan.inCommune {
		opening := command[territory.Command](a.step("open in commune"), r.opening(plan.facts))
		_, err := r.communes.Handle(ctx, territory.StreamName(plan.commune.ID), opening)
		var refused *rules.Refusal
		if errors.As(err, &refused) {
			plan, err = r.replan(ctx, plan, err)
		}
		if err != nil {
			return plan, err
		}
		plan.inCommune = true
	}
	var begun bool
	err := r.sheets.ViewFrom(ctx, cadastre.StreamName(plan.facts.Sheet), 0, func(_ *cadastre.Sheet, _ uint64, exists bool) error {
		begun = exists // and may be known under another number by now
		return nil
	})
	if err == nil && !begun {
		_, err = r.beginSheet(ctx, a, plan.facts)
	}
	return plan, err
}

// beginSheet begins a sheet's own stream.
func (r *Registry) beginSheet(ctx context.Context, a act, facts cadastre.SheetOpened) (es.Outcome, error) {
	beginning := command[cadastre.Command](a.step("begin sheet "+facts.Sheet.String()), cadastre.OpenSheet(facts))
	return r.sheets.Handle(ctx, cadastre.StreamName(facts.Sheet), beginning)
}

// replan looks whether the commune has the sheet by now, and otherwise returns
// the refusal.
func (r *Registry) replan(ctx context.Context, plan sheetPlan, refused error) (sheetPlan, error) {
	err := r.communes.View(ctx, territory.StreamName(plan.commune.ID), func(state *territory.Commune, _ uint64, _ bool) error {
		sheet, found := state.Sheet(plan.facts.Scale, plan.facts.Number)
		if !found {
			return refused
		}
		plan.facts = factsOf(plan.commune.ID, sheet)
		return nil
	})
	return plan, err
}

// look shows a planned sheet: as its stream says, or empty where it is only
// planned. The state must be neither kept nor changed.
func (r *Registry) look(ctx context.Context, plan sheetPlan, see func(*cadastre.Sheet) error) error {
	empty := func() *cadastre.Sheet { return cadastre.Decider.Evolve(cadastre.Decider.Initial(), plan.facts) }
	if !plan.inCommune {
		return see(empty())
	}
	return r.sheets.View(ctx, cadastre.StreamName(plan.facts.Sheet), func(state *cadastre.Sheet, _ uint64, exists bool) error {
		if !exists {
			state = empty()
		}
		return see(state)
	})
}
