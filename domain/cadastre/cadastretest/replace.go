package cadastretest

import (
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/gis"
)

// register draws some cells of the ground, which may be taken, from today on or
// from a day that has passed.
func (w *teller) register(cells int) cadastre.Command {
	command := cadastre.RegisterParcels{
		Commune: w.story.Commune, Neighbours: slices.Clone(w.story.Neighbours), EffectiveDate: w.today, Today: w.today,
	}
	if w.once(3) {
		command.EffectiveDate = w.since(FirstDay).EffectiveDate
	}
	first := w.upTo(len(w.cells))
	for i := range cells {
		boundary := w.matched(w.cells[(first+i)%len(w.cells)])
		if w.lacking(boundary) {
			return nil
		}
		command.Parcels = append(command.Parcels, w.input(boundary))
	}
	return command
}

// lacking reports whether parcels lack points of a boundary: a registration
// inserts none. Seldom one that stands on the ground of others is let pass.
func (w *teller) lacking(boundary gis.Polygon) bool {
	return slices.ContainsFunc(w.parcels(false), func(p cadastre.Parcel) bool {
		if _, overlap := cadastre.Overlap(p.Boundary, boundary); overlap {
			return !w.once(20)
		}
		return len(p.Boundary.Lacks(boundary.Rings[0])) > 0
	})
}

func (w *teller) subdivide() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	parts := w.parts(p.Boundary)
	if parts == nil {
		return nil
	}
	return cadastre.Subdivide{Grounds: w.grounds(p), Parcel: w.ref(p), Parts: parts}
}

func (w *teller) recoverPart() cadastre.Command {
	command, drawn := w.subdivide().(cadastre.Subdivide)
	if !drawn {
		return nil
	}
	command.Recovery, command.Parts[0].Recovered = true, true
	return command
}

// parts draws two or three parts of a ground; now and then one is missing.
func (w *teller) parts(ground gis.Polygon) []cadastre.ParcelInput {
	larger, smaller, found := w.cut(ground)
	if !found {
		return nil
	}
	surfaces := []gis.Polygon{larger, smaller}
	if w.once(4) {
		if one, other, found := w.cut(larger); found {
			surfaces = []gis.Polygon{one, other, smaller}
		}
	}
	if w.once(30) {
		surfaces = surfaces[1:]
	}
	var parts []cadastre.ParcelInput
	for _, surface := range surfaces {
		parts = append(parts, w.input(surface))
	}
	return parts
}

func (w *teller) merge() cadastre.Command {
	a, b, found := w.pair()
	if !found {
		return nil
	}
	return cadastre.Merge{Grounds: w.grounds(a, b), Parcels: []cadastre.Ref{w.ref(a), w.ref(b)}, ID: w.newID(), Number: w.number()}
}

func (w *teller) readjust() cadastre.Command {
	a, b, found := w.pair()
	if !found {
		return nil
	}
	whole, err := gis.Dissolve([]gis.Polygon{a.Boundary, b.Boundary})
	if err != nil {
		return nil
	}
	parts := w.parts(whole)
	if parts == nil {
		return nil
	}
	return cadastre.Readjust{Grounds: w.grounds(a, b), Parcels: []cadastre.Ref{w.ref(a), w.ref(b)}, Parts: parts}
}
