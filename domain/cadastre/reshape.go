package cadastre

import (
	"cmp"
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

func resurvey(sheet *Sheet, cmd Resurvey) ([]Event, error) {
	r, err := reshapingOf(sheet, cmd.Grounds, cmd.Parcels, cmd.Moves)
	if err != nil {
		return nil, err
	}
	event, err := r.decide(append(r.checkOrder(), r.checkLandUse()...))
	if err != nil {
		return nil, err
	}
	return []Event{ParcelsResurveyed{event}}, nil
}

func correctBoundary(sheet *Sheet, cmd CorrectBoundary) ([]Event, error) {
	r, err := reshapingOf(sheet, cmd.Grounds, cmd.Parcels, cmd.Moves)
	if err != nil {
		return nil, err
	}
	event, err := r.decide(r.checkReach())
	if err != nil {
		return nil, err
	}
	return []Event{BoundaryCorrected{event}}, nil
}

// reshaping is what moved boundary points make of a sheet.
type reshaping struct {
	Grounds
	sheet *Sheet
	set   *rules.Set
	given []Move // as the command has them
	moves []Move // those of them that move a point
	// parcels have a moved point: first those that the command means, then all
	// others that share one with them.
	parcels []*Parcel
	meant   int
	inputs  []ParcelInput // the parcels as they would be, measured
	changed map[ladm.ParcelID]bool
}

func reshapingOf(sheet *Sheet, grounds Grounds, meant []Reshape, moves []Move) (*reshaping, error) {
	r := &reshaping{Grounds: grounds, sheet: sheet, set: rulesOf(grounds), meant: len(meant)}
	refs := make([]Ref, len(meant))
	for i, reshape := range meant {
		refs[i] = reshape.Ref
	}
	parcels, err := refer(sheet, r.set, refs...)
	if err != nil {
		return nil, err
	}
	r.parcels = parcels
	r.given, r.moves = moves, slices.DeleteFunc(slices.Clone(moves), func(m Move) bool { return m.From == m.To })
	if err := rules.Refused(r.checkPoints()); err != nil {
		return nil, err
	}
	r.parcels = append(r.parcels, r.sharing()...)
	r.changed = idsOfParcels(r.parcels)
	for i, boundary := range r.moved() {
		p := r.parcels[i]
		input := p.input()
		if i < len(meant) {
			input = p.with(meant[i].LegalArea, meant[i].Purposes)
		}
		r.inputs = append(r.inputs, input.redrawn(boundary, r.kept(p).on(boundary)))
	}
	return r, nil
}

// kept are the survey points of a parcel that do not move: another point may come
// to lie where one of the others was.
func (r *reshaping) kept(p *Parcel) marks {
	kept := marks{}
	kept.add(p.Boundary, p.Surveyed)
	kept.drop(r.from())
	return kept
}

// from are the places that points move away from.
func (r *reshaping) from() []gis.Point {
	from := make([]gis.Point, len(r.moves))
	for i, move := range r.moves {
		from[i] = move.From
	}
	return from
}

// sharing lists the parcels of the sheet on whose boundary a point moves, by
// number, without those that are meant.
func (r *reshaping) sharing() []*Parcel {
	var parcels []*Parcel
	for _, move := range r.moves {
		for p := range r.sheet.surfaces.Search(gis.Box{Min: move.From, Max: move.From}.Grow(1)) {
			if onBoundary(p.Boundary, move.From) && !slices.Contains(r.parcels, p) && !slices.Contains(parcels, p) {
				parcels = append(parcels, p)
			}
		}
	}
	slices.SortFunc(parcels, func(a, b *Parcel) int { return cmp.Compare(a.Number, b.Number) })
	return parcels
}

// moved returns the boundaries afterwards. Before a point moves, every boundary
// gains the points that others have on its sides, so that sides move together,
// and afterwards those that came to lie on them.
func (r *reshaping) moved() []gis.Polygon {
	from := r.from()
	boundaries := make([]gis.Polygon, len(r.parcels))
	for i, p := range r.parcels {
		boundaries[i], _ = p.Boundary.Insert(from)
	}
	boundaries = r.match(boundaries)
	for i, boundary := range boundaries {
		boundaries[i] = boundary.Move(r.movesOf(boundary))
	}
	return r.match(boundaries)
}

// match gives boundaries the points of all that lie beside them, and of each other.
func (r *reshaping) match(boundaries []gis.Polygon) []gis.Polygon {
	boundaries = matched(r.sheet, r.Neighbours, r.changed, boundaries)
	points := verticesOf(boundaries)
	for i, boundary := range boundaries {
		boundaries[i], _ = boundary.Insert(points)
	}
	return boundaries
}

// movesOf finds the vertices of a boundary that are points which move.
func (r *reshaping) movesOf(boundary gis.Polygon) map[gis.Point]gis.Point {
	moves := map[gis.Point]gis.Point{}
	for _, vertex := range verticesOf([]gis.Polygon{boundary}) {
		for _, move := range r.moves {
			if near(vertex, move.From) {
				moves[vertex] = move.To
			}
		}
	}
	return moves
}

// decide makes the event, or refuses it for what was found before or for what the
// boundaries are like afterwards.
func (r *reshaping) decide(findings []rules.Finding) (Reshaping, error) {
	findings = append(findings, r.checkResult()...)
	if err := rules.Refused(findings); err != nil {
		return Reshaping{}, err
	}
	boundaries := make([]gis.Polygon, len(r.inputs))
	event := Reshaping{Sheet: r.sheet.ID, Moved: r.moves, EffectiveDate: r.EffectiveDate}
	for i, input := range r.inputs {
		boundaries[i] = input.survey.boundary
		event.Parcels = append(event.Parcels, input.reshaped())
	}
	event.Effects = effects(r.sheet, r.Neighbours, r.changed, boundaries)
	event.Warnings = findings
	return event, checkSize(r.set, event.size())
}

func (p ParcelInput) reshaped() ReshapedParcel {
	return ReshapedParcel{
		Parcel: p.ID, LegalArea: p.LegalArea, MeasuredArea: p.survey.area, Purposes: p.Purposes,
		Boundary: p.survey.boundary, Surveyed: p.survey.points(p.Surveyed),
	}
}

// onBoundary reports whether a point is on a boundary, to 1 mm.
func onBoundary(boundary gis.Polygon, point gis.Point) bool {
	return len(boundary.Lacks([]gis.Point{point})) > 0 || hasVertex(boundary, point)
}

// hasVertex reports whether a point is a vertex of a boundary, to 1 mm.
func hasVertex(boundary gis.Polygon, point gis.Point) bool {
	return slices.ContainsFunc(boundary.Rings, func(ring gis.Ring) bool {
		return slices.ContainsFunc(ring, func(vertex gis.Point) bool { return near(vertex, point) })
	})
}

// near reports whether two points are one, to 1 mm.
func near(p, q gis.Point) bool {
	e, n := p.E-q.E, p.N-q.N
	return max(e, -e)+max(n, -n) <= 1
}
