package figure

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/samber/lo"
)

// label is a parcel's number, with its area where there is room or news.
type label struct {
	parcel shown
	// anchor is the point of the parcel farthest from its boundary, on the map.
	anchor place
	area   bool
	// beside says that the label stands right of the map, at height y, with a
	// line that leads to the anchor.
	beside bool
	y      float64
}

func (l label) number() string { return strconv.Itoa(l.parcel.Number) }

// text is the label in one line.
func (l label) text() string {
	if !l.area {
		return l.number()
	}
	return l.number() + " · " + SquareMetres(l.parcel.Area)
}

// labels puts number and area into each parcel where they fit; the number alone
// where a former map said the area; and beside the map what fits nowhere.
func (g ground) labels(parcels []shown) []label {
	labels := lo.Map(parcels, func(p shown, _ int) label { return g.label(p) })
	spreadLabels(labels, g.height)
	return labels
}

func (g ground) label(p shown) label {
	pole := p.Boundary.Pole()
	l := label{parcel: p, anchor: g.place(pole), area: true}
	number := textWidth(l.number(), numberSize, bold)
	area := textWidth(SquareMetres(p.Area), smallSize, regular)
	switch {
	case g.fits(p.Boundary, pole, max(number, area), twoLines-3):
	case p.fresh:
		l.beside = true
	default:
		l.area = false
		l.beside = !g.fits(p.Boundary, pole, number, numberSize)
	}
	l.y = l.anchor.y
	return l
}

func beside(labels []label) int {
	return lo.CountBy(labels, func(l label) bool { return l.beside })
}

func spreadLabels(labels []label, bottom float64) {
	var lines []*label
	for i := range labels {
		if labels[i].beside {
			lines = append(lines, &labels[i])
		}
	}
	slices.SortStableFunc(lines, func(a, b *label) int { return cmp.Compare(a.y, b.y) })
	spread(lo.Map(lines, func(l *label, _ int) *float64 { return &l.y }), bottom)
}
