package figure

import (
	"cmp"
	"math"
	"slices"

	"github.com/samber/lo"
)

// mostArrows is up to how many arrows between two maps can be told apart. Where
// there are more, words alone say what went where.
const mostArrows = 8

// flow is how much ground went from a parcel on one map to one on the next.
type flow struct {
	words string
	// from and to are where an arrow leaves and arrives, in pixels from the upper
	// left corners of the two maps.
	from, to place
	// words stand at y, in the given column of the gutter.
	y      float64
	column int
	undone bool
	order  int // the place that the act gave it
}

// flows are what went from the map before to a map, from top to bottom.
func (l *layout) flows(s story, before, after cell) []flow {
	var flows []flow
	for i, d := range after.stage.act.Descents {
		parent, known := before.label(d.Parent)
		child, begun := after.label(d.Child)
		if !known || !begun {
			continue
		}
		from, to := l.ground.leave(parent, before), l.ground.arrive(child, after)
		flows = append(flows, flow{words: s.words(d), from: from, to: to, y: (from.y + to.y) / 2, undone: s.annulled[d.Child], order: i})
	}
	slices.SortStableFunc(flows, func(a, b flow) int {
		return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.to.y, b.to.y))
	})
	l.spreadFlows(flows)
	return flows
}

func (c cell) label(key string) (label, bool) {
	return lo.Find(c.labels, func(l label) bool { return l.parcel.Key == key })
}

// leave is where arrows leave a parcel: at its eastern side, or behind its label;
// where others lie in the way, at the eastern side of the map, and where words do,
// behind these.
func (g ground) leave(l label, at cell) place {
	if l.beside {
		return place{g.width + leaderGap + textWidth(l.text(), smallSize, regular), l.y}
	}
	_, east := g.reach(l.parcel.Boundary, l.anchor)
	start := place{east, l.anchor.y}
	if !g.free(at, l, start.y, start.x+1, g.width+1) {
		start.x = g.width
	}
	if lo.SomeBy(at.labels, func(o label) bool { return o.beside && math.Abs(o.y-start.y) < lineHeight }) {
		start.x = at.width
	}
	return start
}

// arrive is where arrows arrive at a parcel: at its western side, or where others
// lie in the way at that of the map.
func (g ground) arrive(l label, at cell) place {
	west, _ := g.reach(l.parcel.Boundary, l.anchor)
	if !g.free(at, l, l.anchor.y, -1, west-1) {
		west = 0
	}
	return place{west, l.anchor.y}
}

// free reports whether a level line meets no parcel of a map but the label's own,
// and none of its words.
func (g ground) free(at cell, own label, y, from, to float64) bool {
	return lo.EveryBy(at.labels, func(l label) bool {
		return l.parcel.Key == own.parcel.Key || !g.crossed(l.parcel.Boundary, y, from, to)
	})
}

// spreadFlows gives the words their places: in one column, or without arrows in
// as many as the height of a map asks for.
func (l *layout) spreadFlows(flows []flow) {
	column := mostArrows
	if len(flows) > mostArrows {
		column = max(mostArrows, int(l.ground.height/lineHeight))
		slices.SortStableFunc(flows, func(a, b flow) int { return cmp.Compare(a.order, b.order) })
	}
	for i := range flows {
		flows[i].column = i / column
		if len(flows) > mostArrows {
			flows[i].y = 0
		}
	}
	for part := range slices.Chunk(flows, column) {
		spread(lo.Map(part, func(_ flow, i int) *float64 { return &part[i].y }), l.ground.height)
	}
}

// gutter is how much room the arrows and their words take.
func (l *layout) gutter(flows []flow) float64 {
	columns := 0
	for _, f := range flows {
		columns = max(columns, f.column+1)
	}
	return 2*flowGap + float64(columns)*wordsWidth(flows)
}

// wordsWidth is the width of a column of words.
func wordsWidth(flows []flow) float64 {
	widest := 0.0
	for _, f := range flows {
		widest = math.Max(widest, textWidth(f.words, smallSize, regular)+8)
	}
	return widest
}
