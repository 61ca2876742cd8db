package figure

import (
	"fmt"
	"html"
	"strings"

	"github.com/diachinh/diachinh/gis"
)

// canvas collects the elements of a picture.
type canvas struct{ strings.Builder }

func (c *canvas) add(format string, args ...any) {
	fmt.Fprintf(c, format, args...)
	c.WriteByte('\n')
}

// text writes words whose middle height is y; anchor is start, middle or end.
func (c *canvas) text(class, anchor string, x, y, size float64, words string) {
	c.add(`<text class="%s" x="%.1f" y="%.1f" font-size="%g" text-anchor="%s">%s</text>`,
		class, x, y+size*0.35, size, anchor, html.EscapeString(words))
}

const style = `<style>
text{font-family:'Noto Sans','DejaVu Sans',Arial,sans-serif;fill:#1f2937}
.title,.day,.number{font-weight:bold}
.halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.quiet{fill:#6b7280}
.parcel{stroke:#374151;stroke-width:.8;stroke-linejoin:round;fill-rule:evenodd}
.standing{fill:#dcebdc}.gone{fill:#e7e7e7;stroke:#8a8a8a}
.fresh{stroke-width:1.8}
.annulled{stroke:#b91c1c;stroke-dasharray:5 3}
.subject{stroke:#b45309;stroke-width:3.2;stroke-dasharray:none}.subject.standing{fill:#fde6bf}
.mark{stroke:none;fill-rule:evenodd}
.former{fill:none;stroke:#b91c1c;stroke-width:1;stroke-dasharray:2 3}
.flow{fill:none;stroke:#475569;stroke-width:1.2;opacity:.6}.undone{stroke:#b91c1c;stroke-dasharray:5 3}
.leader{stroke:#6b7280;stroke-width:.7}
.line{fill:none;stroke:#1f2937;stroke-width:1.2}
</style>`

const patterns = `<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path d="M0,0 L8,4 L0,8 z" fill="#475569"/></marker>
<pattern id="recovered" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0,0 V7" stroke="#1d4ed8" stroke-width="2" opacity=".45"/></pattern>
<pattern id="annulled" width="9" height="9" patternUnits="userSpaceOnUse"><path d="M0,0 L9,9 M9,0 L0,9" stroke="#b91c1c" stroke-width=".8" opacity=".6"/></pattern>
<pattern id="corrected" width="8" height="8" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="1.3" fill="#6d28d9" opacity=".55"/></pattern>`

func draw(f Family, s story, l layout) string {
	var c canvas
	c.add(`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`,
		l.width, l.height, l.width, l.height)
	c.add(`<title id="title">%s</title>`, html.EscapeString(f.Title))
	c.add(`<desc id="desc">%s</desc>`, html.EscapeString(describe(f, s)))
	c.add("%s\n<defs>\n%s", style, patterns)
	for i, v := range s.versions {
		c.add(`<path id="v%d" d="%s"/>`, i, l.ground.path(v.Boundary))
	}
	c.add(`</defs>`)
	c.add(`<rect width="100%%" height="100%%" fill="#fff"/>`)
	c.text("title", "start", margin, margin+titleSize/2, titleSize, f.Title)
	for _, cell := range l.cells {
		c.cell(f, s, l, cell)
	}
	for i, cell := range l.cells {
		if i > 0 && cell.gutter > 0 {
			c.flows(l, l.cells[i-1], cell)
		}
	}
	for _, cell := range l.cells {
		c.labels(l, cell)
	}
	for i, line := range l.notes {
		c.text("note", "start", margin, l.notesTop+lineHeight*(float64(i)+0.5), smallSize, line)
	}
	c.foot(f, s, l)
	c.add(`</svg>`)
	return c.String()
}

// path draws a boundary, in pixels from the upper left corner of a map.
func (g ground) path(p gis.Polygon) string {
	var d strings.Builder
	for _, ring := range p.Rings {
		for i, point := range ring[:max(len(ring)-1, 0)] {
			at, step := g.place(point), 'L'
			if i == 0 {
				step = 'M'
			}
			fmt.Fprintf(&d, "%c%.2f,%.2f", step, at.x, at.y)
		}
		d.WriteByte('Z')
	}
	return d.String()
}

// cell draws a map with its heading, but not its labels.
func (c *canvas) cell(f Family, s story, l layout, at cell) {
	y := at.y - 8 - lineHeight*float64(len(at.head)) + lineHeight/2
	for i, line := range at.head {
		class := "head"
		if i == 0 && !at.again {
			class = "day"
		}
		c.text(class, "start", at.x, y+lineHeight*float64(i), headSize, line)
	}
	c.add(`<g transform="translate(%.1f,%.1f)">`, at.x, at.y)
	for _, p := range subjectLast(at.stage.parcels, f.Subject) {
		c.parcel(p, classOf(f, s, p, at.again), s.annulled[p.Key])
	}
	if !at.again {
		for _, former := range at.stage.former {
			c.add(`<path class="former" d="%s"/>`, l.ground.path(former))
		}
	}
	c.add(`</g>`)
}

func (c *canvas) parcel(p shown, class string, annulled bool) {
	c.add(`<use href="#v%d" class="%s"><title>Thửa %d, %s</title></use>`, p.version, class, p.Number, SquareMetres(p.Area))
	for _, mark := range []struct {
		name string
		has  bool
	}{{"recovered", p.Recovered}, {"corrected", p.corrected}, {"annulled", annulled}} {
		if mark.has {
			c.add(`<use href="#v%d" class="mark" fill="url(#%s)"/>`, p.version, mark.name)
		}
	}
}

// subjectLast draws the parcel asked for over its neighbours' outlines.
func subjectLast(parcels []shown, subject string) []shown {
	var last []shown
	var order []shown
	for _, p := range parcels {
		if p.Key == subject {
			last = append(last, p)
		} else {
			order = append(order, p)
		}
	}
	return append(order, last...)
}

// classOf says how a parcel looks.
func classOf(f Family, s story, p shown, again bool) string {
	class := "parcel gone"
	if s.standing[p.Key] {
		class = "parcel standing"
	}
	for _, mark := range []struct {
		name string
		has  bool
	}{
		{"fresh", p.fresh && !again},
		{"annulled", s.annulled[p.Key]},
		{"subject", p.Key == f.Subject},
	} {
		if mark.has {
			class += " " + mark.name
		}
	}
	return class
}

// labels writes what stands in and beside a map's parcels.
func (c *canvas) labels(l layout, at cell) {
	for _, label := range at.labels {
		x, y := at.x+label.anchor.x, at.y+label.anchor.y
		switch {
		case label.beside:
			right := at.x + l.ground.width + leaderGap
			c.add(`<path class="leader" d="M%.1f,%.1f L%.1f,%.1f"/><circle cx="%.1f" cy="%.1f" r="1.6"/>`, x, y, right-3, at.y+label.y, x, y)
			c.text("halo", "start", right, at.y+label.y, smallSize, label.text())
		case label.area:
			c.text("number halo", "middle", x, y-smallSize/2-1, numberSize, label.number())
			c.text("halo", "middle", x, y+numberSize/2+1, smallSize, SquareMetres(label.parcel.Area))
		default:
			c.text("number halo", "middle", x, y, numberSize, label.number())
		}
	}
}

// flows draws the arrows between two maps, or a plain one where no ground went
// from parcel to parcel.
func (c *canvas) flows(l layout, before, after cell) {
	left := after.x - after.gutter + flowGap
	if len(after.flows) == 0 {
		middle := after.y + l.ground.height/2
		c.add(`<path class="flow" marker-end="url(#tip)" d="M%.1f,%.1f H%.1f"/>`, after.x-after.gutter+8, middle, after.x-8)
		return
	}
	column := wordsWidth(after.flows)
	for _, f := range after.flows {
		y, middle := after.y+f.y, left+column*(float64(f.column)+0.5)
		if len(after.flows) <= mostArrows {
			c.arrow(f, before, after, place{middle, y})
		}
		c.text("halo", "middle", middle, y, smallSize, f.words)
	}
}

// arrow leads from a parcel to its words, and on to another parcel: level beside
// the parcels, and bending between the maps alone.
func (c *canvas) arrow(f flow, before, after cell, words place) {
	class := "flow"
	if f.undone {
		class = "flow undone"
	}
	half := textWidth(f.words, smallSize, regular)/2 + 1
	c.add(`<path class="%s" d="M%.1f,%.1f H%.1f %s"/>`, class, before.x+f.from.x, before.y+f.from.y, before.x+before.width,
		curve(before.x+before.width, before.y+f.from.y, words.x-half, words.y))
	c.add(`<path class="%s" marker-end="url(#tip)" d="M%.1f,%.1f %s H%.1f"/>`, class, words.x+half, words.y,
		curve(words.x+half, words.y, after.x-tipLength, after.y+f.to.y), after.x+f.to.x)
}

// curve leads on from one point to another, leaving and arriving level.
func curve(x1, y1, x2, y2 float64) string {
	bend := (x2 - x1) / 2
	return fmt.Sprintf("C%.1f,%.1f %.1f,%.1f %.1f,%.1f", x1+bend, y1, x2-bend, y2, x2, y2)
}
