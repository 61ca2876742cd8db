package cadastretest

import (
	"fmt"
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// moved draws a parcel and moves one or two of its points a little. It returns all
// parcels that share them, the drawn one first.
func (w *teller) moved() (sharing []cadastre.Parcel, moves []cadastre.Move, found bool) {
	p, found := w.parcel()
	if !found {
		return nil, nil, false
	}
	ring := p.Boundary.Rings[0]
	at := w.upTo(len(ring)-1) - 1
	for i := range w.upTo(2) {
		from := ring[(at+i)%(len(ring)-1)]
		if w.onOtherSheet(from) && !w.once(20) {
			return nil, nil, false
		}
		to := gis.Point{E: from.E + w.between(-400, 400), N: from.N + w.between(-400, 400)}
		moves = append(moves, cadastre.Move{From: from, To: to})
	}
	sharing = []cadastre.Parcel{p}
	for _, other := range w.parcels(false) {
		if other.ID != p.ID && slices.ContainsFunc(moves, func(m cadastre.Move) bool { return has(other.Boundary, m.From) }) {
			sharing = append(sharing, other)
		}
	}
	return sharing, moves, true
}

func (w *teller) onOtherSheet(point gis.Point) bool {
	return slices.ContainsFunc(w.story.Neighbours, func(n cadastre.Neighbour) bool { return has(n.Boundary, point) })
}

// has reports whether a point is on a boundary.
func has(boundary gis.Polygon, point gis.Point) bool {
	return len(boundary.Lacks([]gis.Point{point})) > 0 ||
		slices.ContainsFunc(boundary.Rings, func(ring gis.Ring) bool { return slices.Contains(ring, point) })
}

// reshapes means the first of the parcels, sometimes with the legal area that it
// will measure.
func (w *teller) reshapes(p cadastre.Parcel, moves []cadastre.Move) []cadastre.Reshape {
	reshape := cadastre.Reshape{Ref: w.ref(p)}
	if w.once(3) {
		to := map[gis.Point]gis.Point{}
		for _, move := range moves {
			to[move.From] = move.To
		}
		reshape.LegalArea = ladm.SquareMetres(p.Boundary.Move(to).Area())
		reshape.Purposes = w.purposes(reshape.LegalArea)
	}
	return []cadastre.Reshape{reshape}
}

func (w *teller) resurvey() cadastre.Command {
	parcels, moves, found := w.moved()
	if !found {
		return nil
	}
	return cadastre.Resurvey{Grounds: w.grounds(parcels...), Parcels: w.reshapes(parcels[0], moves), Moves: moves}
}

func (w *teller) correctBoundary() cadastre.Command {
	parcels, moves, found := w.moved()
	if !found {
		return nil
	}
	command := cadastre.CorrectBoundary{Parcels: w.reshapes(parcels[0], moves), Moves: moves}
	day := FirstDay
	for _, p := range parcels {
		day = max(day, p.Since.Boundary)
	}
	if command.Parcels[0].LegalArea != 0 {
		day = max(day, parcels[0].Since.LegalArea, parcels[0].Since.Purposes)
	}
	command.Grounds = w.since(day)
	return command
}

func (w *teller) changeNaturally() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	command := cadastre.ChangeNaturally{Grounds: w.grounds(p), Parcel: w.ref(p), Kind: cadastre.Erosion}
	if w.once(2) {
		command.Kind = cadastre.Accretion
		command.Boundary, found = w.grown(p.Boundary)
	} else {
		command.Boundary, _, found = w.cut(p.Boundary)
	}
	if !found {
		return nil
	}
	if w.once(30) {
		command.Kind = cadastre.Accretion
	}
	command.LegalArea = ladm.SquareMetres(command.Boundary.Area())
	command.Purposes = w.purposes(command.LegalArea)
	return command
}

// grown puts a corner outside a side behind which no other parcel lies.
func (w *teller) grown(p gis.Polygon) (gis.Polygon, bool) {
	ring := p.Rings[0]
	first := w.upTo(len(ring) - 1)
	for i := range len(ring) - 1 {
		end := 1 + (first+i)%(len(ring)-1)
		a, b := ring[end-1], ring[end]
		if w.shared(a, b) || max(abs(b.E-a.E), abs(b.N-a.N)) < 3000 {
			continue
		}
		corner := gis.Point{E: (a.E+b.E)/2 + (b.N-a.N)/8, N: (a.N+b.N)/2 - (b.E-a.E)/8}
		grown := gis.Polygon{SRID: p.SRID, Rings: slices.Clone(p.Rings)}
		grown.Rings[0] = slices.Insert(slices.Clone(ring), end, corner)
		return grown, true
	}
	return p, false
}

// shared reports whether any other parcel has a side.
func (w *teller) shared(a, b gis.Point) bool {
	has := func(ring gis.Ring) bool {
		for i := 1; i < len(ring); i++ {
			if ring[i-1] == b && ring[i] == a {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(w.parcels(false), func(p cadastre.Parcel) bool { return slices.ContainsFunc(p.Boundary.Rings, has) }) ||
		slices.ContainsFunc(w.story.Neighbours, func(n cadastre.Neighbour) bool { return slices.ContainsFunc(n.Boundary.Rings, has) })
}

func abs(x int64) int64 { return max(x, -x) }

// insertPoints draws a point of the boundary of a parcel, or beside it.
func (w *teller) insertPoints() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	ring := p.Boundary.Rings[0]
	i := w.upTo(len(ring) - 1)
	point := w.on(ring[i-1], ring[i])
	return cadastre.InsertPoints{
		Answers: w.story.id(fmt.Sprint("answered ", point)), Points: []gis.Point{point}, EffectiveDate: w.today,
	}
}
