package figure

import "math"

// Sizes in pixels.
const (
	margin     = 24.0
	pageWidth  = 1500.0 // a line of maps breaks before it is wider
	leastPage  = 680.0
	titleSize  = 20.0
	headSize   = 13.0
	numberSize = 14.0
	smallSize  = 11.0
	lineHeight = 17.0
	leastCell  = 150.0
	twoLines   = numberSize + smallSize + 9 // a number and an area, and some air
	leaderGap  = 18.0                       // between a map and the labels beside it
	flowGap    = 26.0                       // on either side of an arrow's words
	rowGap     = 34.0
	footHeight = 118.0
	tipLength  = 8.0 // of an arrow
)

// layout is where everything stands.
type layout struct {
	ground        ground
	width, height float64
	cells         []cell
	// notes stand in lines under the maps, from a height on.
	notes    []string
	notesTop float64
}

// cell is one map with its heading and labels, and the arrows that lead to it.
type cell struct {
	stage *stage
	// again says that a line of maps begins with the last map of the line before.
	again  bool
	head   []string
	x, y   float64 // upper left corner of the map
	width  float64
	labels []label // those beside the map spread
	gutter float64 // width of the room for arrows, left of the map
	flows  []flow
}

func layOut(f Family, s story) layout {
	l := layout{ground: groundOf(s), width: max(leastPage, 2*margin+textWidth(f.Title, titleSize, bold))}
	y := margin + 2*titleSize
	for first := 0; first < len(s.stages); {
		row, next := l.row(s, first)
		y = l.place(row, y) + rowGap
		first = next
	}
	for _, note := range f.Notes {
		l.notes = append(l.notes, wrap(note, smallSize, l.width-2*margin)...)
	}
	l.notesTop = y
	l.height = y + lineHeight*float64(len(l.notes)) + footHeight
	return l
}

// row fills a line with stages from the first on and returns the stage that the
// next line begins with.
func (l *layout) row(s story, first int) (row []cell, next int) {
	if first > 0 {
		row = append(row, l.cell(s, first-1, true))
	}
	right := margin
	for _, c := range row {
		right += c.width
	}
	for next = first; next < len(s.stages); next++ {
		c := l.cell(s, next, false)
		if len(row) > 0 {
			c.flows = l.flows(s, row[len(row)-1], c)
			c.gutter = l.gutter(c.flows)
		}
		if len(row) > 1 && right+c.gutter+c.width > pageWidth-margin {
			break
		}
		right += c.gutter + c.width
		row = append(row, c)
	}
	return row, next
}

// place gives the cells of a line their places and returns where the line ends.
func (l *layout) place(row []cell, top float64) (bottom float64) {
	heads, height := 0, l.ground.height
	for _, c := range row {
		heads = max(heads, len(c.head))
		height = max(height, lineHeight*float64(beside(c.labels)))
	}
	x, y := margin, top+lineHeight*float64(heads)+8
	for _, c := range row {
		x += c.gutter
		c.x, c.y = x, y
		l.width = max(l.width, x+c.width+margin)
		l.cells = append(l.cells, c)
		x += c.width
	}
	return y + height
}

func (l *layout) cell(s story, at int, again bool) cell {
	c := cell{stage: &s.stages[at], again: again, labels: l.ground.labels(s.stages[at].parcels)}
	c.width = max(leastCell, l.ground.width)
	for _, label := range c.labels {
		if label.beside {
			c.width = max(c.width, l.ground.width+leaderGap+textWidth(label.text(), smallSize, regular))
		}
	}
	c.head = heading(c.stage.act, again, c.width)
	for _, line := range c.head {
		c.width = max(c.width, textWidth(line, headSize, regular))
	}
	return c
}

func heading(act *Act, again bool, width float64) []string {
	if again {
		return []string{"(tiếp theo)"}
	}
	title := wrap(act.title(), headSize, width)
	if act.Recorded == "" {
		return append([]string{act.Day}, title...)
	}
	return append(append([]string{"từ " + act.Day}, title...), "ghi nhận "+act.Recorded)
}

// spread moves heights, in ascending order, so that they keep a line's distance
// and stay between 0 and a bottom, if there is room.
func spread(heights []*float64, bottom float64) {
	least := lineHeight / 2
	for _, y := range heights {
		*y = max(*y, least)
		least = *y + lineHeight
	}
	most := max(bottom, lineHeight*float64(len(heights))) - lineHeight/2
	for i := len(heights) - 1; i >= 0; i-- {
		*heights[i] = math.Min(*heights[i], most)
		most = *heights[i] - lineHeight
	}
}
