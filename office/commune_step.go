package office

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
)

// communeStep is what an act on a sheet does first, in the stream of the commune.
type communeStep struct {
	*Registry
	act     act
	step    act
	commune ladm.CommuneID
	sheet   ladm.SheetID
	wish    territory.Command
}

// rehearse answers what the step would do.
func (s communeStep) rehearse(ctx context.Context) (es.Outcome, territory.Event, error) {
	outcome, events, err := s.communes.Rehearse(ctx, territory.StreamName(s.commune), command(s.step, s.wish))
	return outcome, lo.FirstOrEmpty(events), err
}

// tried is the answer of a dry run.
func (s communeStep) tried(event cadastre.Event, err error) (Changed, error) {
	if err != nil {
		return Changed{}, err
	}
	return Changed{Sheet: s.sheet, Event: event, DryRun: true}, nil
}

// carryOut binds the act to its sheet if nothing speaks against the step, and
// writes it.
func (s communeStep) carryOut(ctx context.Context) (es.Outcome, territory.Event, error) {
	stream, wish := territory.StreamName(s.commune), command(s.step, s.wish)
	outcome, events, err := s.communes.Foresee(ctx, stream, wish)
	if err == nil && !outcome.Resent {
		if err = s.claimFor(ctx, s.act, s.sheet); err == nil {
			outcome, events, err = s.communes.HandleEvents(ctx, stream, wish)
		}
	}
	return outcome, lo.FirstOrEmpty(events), err
}

// beginOnSheet validates and names an act on a sheet, and finds its commune.
func (r *Registry) beginOnSheet(ctx context.Context, who access.Principal, kind, key, communeCode string, grounds Grounds, in any) (act, cadastre.Commune, error) {
	if err := who.Validate(); err != nil {
		return act{}, cadastre.Commune{}, err
	}
	if err := validate(key, grounds, func(*checklist) {}); err != nil {
		return act{}, cadastre.Commune{}, err
	}
	a, err := r.named(who, kind, key, grounds, in)
	if err != nil {
		return act{}, cadastre.Commune{}, err
	}
	commune, err := r.commune(ctx, communeCode)
	return a, commune, err
}

// sheetMeant finds a sheet by the number that it had when the act was first sent.
func (r *Registry) sheetMeant(ctx context.Context, a act, commune cadastre.Commune, key sheetKey) (sheet territory.Sheet, err error) {
	id, claimed, err := r.claimed(ctx, a)
	if err != nil {
		return sheet, err
	}
	if claimed {
		return r.sheetOfCommune(ctx, commune.ID, id)
	}
	err = r.communes.View(ctx, territory.StreamName(commune.ID), func(state *territory.Commune, _ uint64, _ bool) error {
		known, found, err := sheetOf(state, key)
		now, renumbered := state.Formerly(key.scale, key.number)
		switch {
		case err != nil || found:
		case renumbered:
			err = formerNumber(commune.Name, key, now)
		default:
			err = r.refuse("SHEET_UNKNOWN", cadastre.WholeCommand, rules.Values{"commune": commune.Name, "sheet": key.number})
		}
		sheet = known
		return err
	})
	return sheet, err
}

// sheetOfCommune returns a sheet as its commune knows it now.
func (r *Registry) sheetOfCommune(ctx context.Context, commune ladm.CommuneID, id ladm.SheetID) (sheet territory.Sheet, err error) {
	err = r.communes.View(ctx, territory.StreamName(commune), func(state *territory.Commune, _ uint64, _ bool) error {
		sheet, _ = state.SheetByID(id)
		return nil
	})
	return sheet, err
}

// later is the later of two positions.
func later(a, b es.Position) es.Position {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}
