package office

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// insertElsewhere inserts the points of an act that sheets around it lack, and
// returns the position of the last event. What fails is not the act's failure: it
// stays pending until FinishInsertions completes it.
func (r *Registry) insertElsewhere(ctx context.Context, a act, changed Changed) es.Position {
	effects, day := effectsOf(changed.Event)
	last := changed.Position
	for sheet, pending := range lo.GroupBy(effects.Pending, func(p cadastre.PendingInsertion) ladm.SheetID { return p.Sheet }) {
		points := lo.FlatMap(pending, func(p cadastre.PendingInsertion, _ int) []gis.Point { return p.Points })
		points, err := r.brought(ctx, changed.Sheet, sheet, lo.Uniq(points))
		if err != nil {
			continue
		}
		at, err := r.insert(ctx, a, sheet, points, day)
		if err == nil {
			last = later(last, at)
		}
	}
	return last
}

// insert lets a sheet answer an act that put points on its boundaries. Whoever
// asks for the same again gets the first answer.
func (r *Registry) insert(ctx context.Context, a act, sheet ladm.SheetID, points []gis.Point, day ladm.Date) (es.Position, error) {
	step := a.step("insert points " + sheet.String())
	step.digest = a.id.String()
	outcome, events, err := r.sheets.HandleEvents(ctx, cadastre.StreamName(sheet), command[cadastre.Command](step, cadastre.InsertPoints{
		Answers: a.id, Points: points, EffectiveDate: day,
	}))
	for _, event := range events {
		if inserted, is := event.(cadastre.PointsInserted); is {
			r.underway.gained(inserted.Inserted, outcome.Position)
		}
	}
	return outcome.Position, err
}

// FinishInsertions inserts the points that acts left pending on other sheets when
// they were interrupted, and returns how many sheets answered. What still fails
// stays pending. Errors: ctx's, read.ErrUnavailable, of the sheets that failed.
func (r *Registry) FinishInsertions(ctx context.Context) (finished int, err error) {
	type answer struct {
		act   uuid.UUID
		sheet ladm.SheetID
	}
	left, err := r.models.PendingInsertions(ctx, "")
	if err != nil {
		return 0, err
	}
	due := lo.GroupBy(left, func(p read.Pending) answer { return answer{p.Command, p.Sheet.ID} })
	var failed []error
	for _, p := range left {
		of := answer{p.Command, p.Sheet.ID}
		if len(due[of]) == 0 {
			continue
		}
		points := lo.FlatMap(due[of], func(p read.Pending, _ int) []gis.Point { return p.Points })
		delete(due, of)
		points = pointsIn(p.SRID, p.Sheet.SRID, lo.Uniq(points))
		if _, err := r.insert(ctx, r.resumed(p), p.Sheet.ID, points, p.Effective); err != nil {
			failed = append(failed, err)
			continue
		}
		finished++
	}
	return finished, errors.Join(failed...)
}

// resumed is an act of which only steps are left to do.
func (r *Registry) resumed(p read.Pending) act {
	return act{id: p.Command, metadata: es.Metadata{
		Actor: p.Actor, Office: p.Office, Dossier: p.Dossier, Procedure: p.Procedure,
		Causation: &p.Event, RuleSet: r.book.Version(),
	}}
}

// brought are points of one sheet's zone in that of another.
func (r *Registry) brought(ctx context.Context, from, to ladm.SheetID, points []gis.Point) ([]gis.Point, error) {
	own, err := r.zoneOf(ctx, from)
	if err != nil {
		return nil, err
	}
	theirs, err := r.zoneOf(ctx, to)
	return pointsIn(own, theirs, points), err
}

// pointsIn are points of one zone in another, to the millimetre.
func pointsIn(from, to int, points []gis.Point) []gis.Point {
	own, known := gis.ZoneBySRID(from)
	theirs, both := gis.ZoneBySRID(to)
	if from == to || !known || !both {
		return points
	}
	return lo.Map(points, func(p gis.Point, _ int) gis.Point { return theirs.FromWGS84(own.ToWGS84(p)) })
}

func (r *Registry) zoneOf(ctx context.Context, sheet ladm.SheetID) (srid int, err error) {
	err = r.sheets.ViewFrom(ctx, cadastre.StreamName(sheet), 0, func(state *cadastre.Sheet, _ uint64, _ bool) error {
		srid = state.SRID
		return nil
	})
	return srid, err
}
