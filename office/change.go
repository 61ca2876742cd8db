package office

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// changing is an input that changes registered parcels of one sheet.
type changing interface {
	// mutation is the name of the act in the API.
	mutation() string
	grounds() Grounds
	// parcels are those that the act is about; the first one names the sheet.
	parcels() []ParcelRef
	// drawn are the rings and points that the input brings.
	drawn() [][][2]float64
	// check notes what cannot be hashed or put on the millimetre grid.
	check(c *checklist)
	// command makes the sheet's command of the input.
	command(m making) cadastre.Command
}

// making is what the command of an input needs beside the input.
type making struct {
	act     act
	srid    int // of the sheet
	grounds cadastre.Grounds
}

// change carries an act on registered parcels out: decided once without writing,
// so that a refused wish does not spend its key, then bound to its key, then
// written; and what it leaves to do on other sheets after it.
func (r *Registry) change(ctx context.Context, who access.Principal, key string, in changing) (Changed, error) {
	a, err := r.begin(who, key, in)
	if err != nil {
		return Changed{}, err
	}
	sheet, err := r.home(ctx, in.parcels())
	if err != nil {
		return Changed{}, err
	}
	p := &proposal{Registry: r, act: a, in: in, sheet: sheet}
	if err := p.compose(ctx); err != nil {
		return Changed{}, err
	}
	if in.grounds().DryRun {
		return p.rehearse(ctx)
	}
	changed, err := p.carryOut(ctx)
	if err == nil && changed.Event != nil {
		changed.Position = r.insertElsewhere(ctx, a, changed)
	}
	return changed, err
}

// begin validates an act and names it.
func (r *Registry) begin(who access.Principal, key string, in changing) (act, error) {
	if err := who.Validate(); err != nil {
		return act{}, err
	}
	if err := validate(key, in.grounds(), in.check); err != nil {
		return act{}, err
	}
	return r.named(who, in.mutation(), key, in.grounds(), in)
}

// proposal is an act on a sheet before it is written.
type proposal struct {
	*Registry
	act   act
	in    changing
	sheet ladm.SheetID
	area  area
	wish  es.Command[cadastre.Command]
}

func (p *proposal) stream() string { return cadastre.StreamName(p.sheet) }

// compose makes the command, with all that the sheet cannot know itself.
func (p *proposal) compose(ctx context.Context) (err error) {
	if p.area, err = p.areaOf(ctx, p.sheet, p.in); err != nil {
		return err
	}
	neighbours, err := p.around(ctx, p.area, p.sheet)
	if err == nil {
		p.with(neighbours)
	}
	return err
}

// with makes the command that knows neighbours.
func (p *proposal) with(neighbours []cadastre.Neighbour) {
	day := p.in.grounds().EffectiveDate
	p.wish = command(p.act, p.in.command(making{p.act, p.area.srid, cadastre.Grounds{
		Commune: p.area.commune, Neighbours: neighbours,
		EffectiveDate: day, Today: p.today(), Rules: p.rulesOf(p.area.commune, day),
	}}))
}

// rehearse answers what the act would do.
func (p *proposal) rehearse(ctx context.Context) (Changed, error) {
	outcome, events, err := p.sheets.Rehearse(ctx, p.stream(), p.wish)
	if err != nil {
		return Changed{}, err
	}
	changed := p.changed(outcome, events)
	changed.Position, changed.DryRun = es.Position{}, true
	return changed, nil
}

// carryOut writes the act, or finds that it was written before.
func (p *proposal) carryOut(ctx context.Context) (Changed, error) {
	outcome, events, err := p.sheets.Foresee(ctx, p.stream(), p.wish)
	if err != nil || outcome.Resent || len(events) == 0 {
		return p.changed(outcome, events), err
	}
	end, err := p.reach(ctx, groundOf(events[0]))
	if err != nil {
		return Changed{}, err
	}
	if err = p.bind(ctx, p.act, p.sheet); err == nil {
		outcome, events, err = p.sheets.HandleEvents(ctx, p.stream(), p.wish)
	}
	if err != nil {
		end(es.Position{})
		return Changed{}, err
	}
	changed := p.changed(outcome, events)
	p.took(changed)
	end(changed.Position)
	return changed, nil
}

func (p *proposal) changed(outcome es.Outcome, events []cadastre.Event) Changed {
	event := lo.FirstOrEmpty(events)
	return Changed{Sheet: p.sheet, Position: outcome.Position, Event: event, Revision: outcome.First, Warnings: warningsOf(event), Resent: outcome.Resent}
}

// reach lets an act that may take other sheets' ground begin as soon as no other
// one that it overlaps is in flight, and tells it of those that ended lately.
// Whoever calls it must call end.
func (p *proposal) reach(ctx context.Context, g ground) (end func(at es.Position), err error) {
	if !g.reaches {
		return func(es.Position) {}, nil
	}
	begins := newRegistering(p.sheet, p.area.srid, p.seen(g))
	lately, err := p.underway.begin(ctx, begins)
	if err != nil {
		return nil, err
	}
	end = func(at es.Position) { p.underway.end(begins, at, p.now()) }
	p.area.box = union(p.area.box, begins.box)
	box := p.area.box.Grow(reachOf)
	// Only now: what ended before stands in the read models or among the recent.
	neighbours, err := p.neighbours(ctx, append(lately, p.underway.lately(p.sheet, p.area.srid, box)...), p.sheet, p.area.srid, box)
	if err != nil {
		end(es.Position{})
		return nil, err
	}
	p.with(neighbours)
	return end, nil
}

// took remembers what the read models may not show yet.
func (p *proposal) took(changed Changed) {
	g := groundOf(changed.Event)
	for _, s := range g.taken {
		p.homes.add(s.parcel, p.sheet)
	}
	var now []cadastre.Neighbour
	if !g.reaches {
		now = p.seen(g)
	}
	p.underway.replace(g.gone, now, changed.Position)
	effects, _ := effectsOf(changed.Event)
	p.underway.gained(effects.Inserted, changed.Position)
}

// seen are the parcels of an act as other sheets see them.
func (p *proposal) seen(g ground) []cadastre.Neighbour {
	return lo.Map(g.taken, func(s surface, _ int) cadastre.Neighbour {
		return cadastre.Neighbour{
			Parcel: s.parcel, Number: s.number, Sheet: p.sheet, SheetNumber: p.area.sheetNumber,
			LandType: s.landType, Boundary: s.boundary,
		}
	})
}
