package office

import (
	"context"
	"errors"
	"fmt"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// Registered is what became of a registration.
type Registered struct {
	Parcel   ladm.ParcelID
	Position es.Position
	// Warnings are what the rules had to say; a resend has none.
	Warnings []rules.Finding
	// Event is the registration as it was written, or in a dry run would be.
	Event cadastre.ParcelRegistered
	// Resent says that the parcel had been registered by the same request before.
	Resent bool
	// DryRun says that nothing was written.
	DryRun bool
}

// RegisterParcel registers a parcel, opening its sheet first if need be. The
// same office and key always register the same parcel: after an interruption or
// an ErrUnavailable, send it again unchanged. A key is spent once nothing spoke
// against its wish; before that, a corrected wish may use it. Errors:
// *rules.Refusal, es.ErrKeyReused, es.ErrBusy, es.ErrUnavailable,
// access.ErrNoPrincipal.
func (r *Registry) RegisterParcel(ctx context.Context, who access.Principal, key string, in RegisterParcel) (Registered, error) {
	if err := who.Validate(); err != nil {
		return Registered{}, err
	}
	if err := validate(key, in.grounds(), in.check); err != nil {
		return Registered{}, err
	}
	a, err := r.named(who, "parcelRegister", key, in.grounds(), in)
	if err != nil {
		return Registered{}, err
	}
	registered, err := r.registerParcel(ctx, a, in)
	var refused *rules.Refusal
	if errors.As(err, &refused) {
		// The same wish may have been sent twice at once, and the other been faster.
		if _, claimed, err := r.claimed(ctx, a); claimed && err == nil {
			return r.registerParcel(ctx, a, in)
		}
	}
	return registered, err
}

// registerParcel carries a registration out. Where its key was claimed before, it
// goes to the same sheet again and completes what is missing.
func (r *Registry) registerParcel(ctx context.Context, a act, in RegisterParcel) (registered Registered, err error) {
	sheet, claimed, err := r.claimed(ctx, a)
	if err != nil {
		return Registered{}, err
	}
	if !claimed {
		sheet = ladm.Derive[ladm.SheetKind](a.id, "sheet")
	}
	p, err := r.prepare(ctx, a, sheet, in)
	if p.underway != nil {
		defer func() { r.underway.end(p.underway, registered.Position, r.now()) }()
	}
	switch {
	case err != nil:
	case in.DryRun:
		registered, err = r.rehearseRegistration(ctx, a, p)
	case !claimed:
		if err = r.claim(ctx, a, p); err == nil {
			registered, err = r.register(ctx, a, p)
		}
	default:
		registered, err = r.register(ctx, a, p)
	}
	return registered, about(0, err)
}

// rehearseRegistration answers what a registration would do, on a sheet that may
// have to be opened for it.
func (r *Registry) rehearseRegistration(ctx context.Context, a act, p prepared) (Registered, error) {
	outcome, events, err := r.sheets.Rehearse(ctx, cadastre.StreamName(p.plan.facts.Sheet), command[cadastre.Command](a, p.wish))
	if err != nil && !errors.As(err, new(*rules.Refusal)) {
		return Registered{}, err
	}
	if err != nil || !outcome.Resent {
		err = r.look(ctx, p.plan, func(sheet *cadastre.Sheet) (err error) {
			events, err = cadastre.Decider.Decide(sheet, p.wish)
			return err
		})
	}
	if err != nil {
		return Registered{}, err
	}
	registered := p.registered(outcome, events)
	registered.Position, registered.DryRun = es.Position{}, true
	return registered, nil
}

// prepared is a registration before anything is written.
type prepared struct {
	plan     sheetPlan
	wish     cadastre.RegisterParcels
	findings []rules.Finding // of the sheet's rules
	// underway is the act as others see it, begun; nil if it cannot be.
	underway *registering
}

// prepare finds the sheet, or plans to open it under the given id, and lets its
// rules speak.
func (r *Registry) prepare(ctx context.Context, a act, sheet ladm.SheetID, in RegisterParcel) (p prepared, err error) {
	p.plan, err = r.plan(ctx, sheetKey{in.Commune, in.Sheet, in.Scale}, sheet, in.SRID, in.EffectiveDate)
	if err != nil {
		return p, withMore(err, cadastre.CheckParcels(r.wish(a, p.plan, in)))
	}
	p.wish = r.wish(a, p.plan, in)
	if err := r.meetNeighbours(ctx, &p); err != nil {
		return p, err
	}
	return p, r.look(ctx, p.plan, func(sheet *cadastre.Sheet) error {
		p.findings = cadastre.Check(sheet, p.wish)
		if !p.plan.inCommune {
			p.findings = append(r.unusual(p.plan.commune, p.plan.facts), p.findings...)
		}
		return nil
	})
}

// meetNeighbours begins the registration among those that are under way and adds
// the parcels around it on other sheets. Of a boundary that the sheet cannot take
// nothing more need be known.
func (r *Registry) meetNeighbours(ctx context.Context, p *prepared) error {
	surface, sound := p.wish.Parcels[0].Surface()
	if !sound || surface.SRID != p.plan.facts.SRID {
		return nil
	}
	box := surface.Bounds()
	begins := newRegistering(p.plan.facts.Sheet, surface.SRID, newcomers(p.plan, p.wish.Parcels))
	lately, err := r.underway.begin(ctx, begins)
	if err != nil {
		return err
	}
	p.underway = begins
	// Only now: what ended before stands in the read models or among the recent.
	p.wish.Neighbours, err = r.neighbours(ctx, lately, p.plan.facts.Sheet, surface.SRID, box)
	return err
}

// register opens the sheet and registers the parcel.
func (r *Registry) register(ctx context.Context, a act, p prepared) (Registered, error) {
	plan, err := r.open(ctx, a, p.plan)
	if err != nil {
		return Registered{}, err
	}
	outcome, events, err := r.sheets.HandleEvents(ctx, cadastre.StreamName(plan.facts.Sheet), command[cadastre.Command](a, p.wish))
	if err != nil {
		return Registered{}, err
	}
	registered := p.registered(outcome, events)
	r.homes.add(registered.Parcel, plan.facts.Sheet)
	return registered, nil
}

func (p prepared) registered(outcome es.Outcome, events []cadastre.Event) Registered {
	event, _ := events[0].(cadastre.ParcelRegistered)
	registered := Registered{Parcel: event.Parcel, Position: outcome.Position, Event: event, Resent: outcome.Resent}
	if !outcome.Resent {
		registered.Warnings = lo.Filter(p.findings, func(f rules.Finding, _ int) bool { return f.Severity == rules.Warn })
	}
	return registered
}

// neighboursOf asks for the parcels of other sheets in a box.
func (r *Registry) neighboursOf(ctx context.Context, own ladm.SheetID, srid int, box gis.Box) ([]cadastre.Neighbour, error) {
	shapes, err := r.models.ParcelsWithin(ctx, srid, box)
	if err != nil {
		return nil, fmt.Errorf("parcels of other sheets: %w", err)
	}
	var others []cadastre.Neighbour
	for _, s := range shapes {
		if s.Sheet != own {
			others = append(others, cadastre.Neighbour{
				Parcel: s.ID, SheetNumber: s.SheetNumber, Number: s.Number,
				Sheet: s.Sheet, LandType: s.LandType, Boundary: s.Boundary,
			})
		}
	}
	return others, nil
}
