package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/input"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections/read"
)

// act is a change as a client asks for it: read, but not carried out yet.
type act[Wish any] struct {
	key  string
	wish Wish
	read *reading
	do   func(ctx context.Context, who access.Principal, key string, wish Wish) (office.Changed, error)
}

// result is what became of an act.
type result struct {
	changed  office.Changed
	refused  bool
	findings []rules.Finding // why it was refused, or what the rules warned of
}

// carryOut lets the office act. What cannot be read or is refused is a result;
// what went wrong otherwise is an error.
func carryOut[Wish any](ctx context.Context, a act[Wish]) (result, error) {
	who, err := access.From(ctx)
	if err != nil {
		return result{}, err
	}
	if a.read.err != nil {
		return result{}, a.read.err
	}
	if len(a.read.findings) > 0 {
		return result{refused: true, findings: a.read.findings}, nil
	}
	changed, err := a.do(ctx, who, a.key, a.wish)
	if findings, refused := refusedFor(err); refused {
		return result{refused: true, findings: findings}, nil
	}
	return result{changed: changed, findings: changed.Warnings}, err
}

// refusedFor returns what a client is told of an act that was refused.
func refusedFor(err error) ([]rules.Finding, bool) {
	var refusal *rules.Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal.Findings, true
	case errors.Is(err, es.ErrKeyReused):
		return []rules.Finding{keyReused}, true
	}
	return nil, false
}

// changeParcels carries an act on parcels out and shows what became of it. Made
// says how its input is made.
func changeParcels[Wish any](ctx context.Context, m mutation, grounds input.Grounds, made view.Input, a act[Wish]) (*view.ParcelChangePayload, error) {
	a.key = grounds.IdempotencyKey
	done, err := carryOut(ctx, a)
	if err != nil {
		return nil, err
	}
	payload := &view.ParcelChangePayload{
		Parcels:  []*view.Parcel{},
		Outcome:  view.NewChangeOutcome(done.changed.Event),
		Position: m.position(done.changed.Position),
		DryRun:   orZero(grounds.DryRun),
	}
	payload.UserErrors, payload.Warnings = split(done, made)
	alive := payload.Outcome.Parcels()
	if err := m.compare(ctx, payload.Outcome, done.changed, a.read.named); err != nil {
		payload.Outcome = nil
		graphql.AddError(ctx, err)
	}
	if done.changed.Event == nil {
		payload.Position = nil // that of an earlier act
	}
	if payload.Position == nil {
		return payload, nil
	}
	parcels, err := m.affected(ctx, "parcels", alive, done.changed.Position)
	if err != nil {
		// The act is done all the same, and the client has its position.
		graphql.AddError(ctx, err)
		return payload, nil
	}
	payload.Parcels = append(payload.Parcels, parcels...)
	return payload, nil
}

// compare holds an outcome against what the act found, where what it ends or
// changes is asked for.
func (m mutation) compare(ctx context.Context, outcome *view.ChangeOutcome, done office.Changed, named []ladm.ParcelID) error {
	var asked bool
	selected(ctx, func(s selection) {
		if s.field.Name == "outcome" {
			s.each(func(s selection) {
				asked = asked || lo.Contains([]string{"ended", "changed", "annulled"}, s.field.Name)
			})
		}
	})
	if outcome == nil || !asked {
		return nil
	}
	found, err := m.registry.Before(ctx, done, outcome.Touched())
	if err == nil {
		outcome.Compare(found, named)
	}
	return err
}

// affected reads the parcels of an act as soon as they are visible, where a field
// of the payload asks for them.
func (m mutation) affected(ctx context.Context, field string, ids []ladm.ParcelID, position es.Position) ([]*view.Parcel, error) {
	plan := planBelow(ctx, field)
	if plan == nil {
		return nil, nil
	}
	if err := m.see(ctx, parcelModels, position); err != nil {
		return nil, err
	}
	rows, err := m.reader.ParcelsByID(ctx, ids, plan.fields)
	if err != nil {
		return nil, err
	}
	parcels := lo.FilterMap(ids, func(id ladm.ParcelID, _ int) (*view.Parcel, bool) {
		row, there := rows[id]
		return view.NewParcel(&row), there
	})
	return parcels, m.asOf(read.At{}).complete(ctx, parcels, plan)
}

// planBelow plans what is asked of the parcels in a field of the payload; nil
// where it is not asked for.
func planBelow(ctx context.Context, field string) (plan *parcelPlan) {
	selected(ctx, func(s selection) {
		if s.field.Name == field {
			if plan == nil {
				plan = &parcelPlan{}
			}
			s.each(plan.add)
		}
	})
	return plan
}

// split parts what refused an act from what the rules warned of.
func split(done result, made view.Input) (userErrors, warnings []*view.Finding) {
	grave := lo.Filter(done.findings, func(f rules.Finding, _ int) bool { return done.refused && f.Severity == rules.Refuse })
	slight := lo.Reject(done.findings, func(f rules.Finding, _ int) bool { return f.Severity == rules.Refuse })
	return view.NewFindings(grave, made), view.NewFindings(slight, made)
}

// position names the log as well; nothing was written at the zero position.
func (m mutation) position(written es.Position) *string {
	if written == (es.Position{}) {
		return nil
	}
	return new(es.Token{Log: m.log, Position: written}.String())
}
