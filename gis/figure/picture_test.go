package figure_test

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/diachinh/diachinh/gis/figure"
)

// element is an element of a picture, wherever it stands.
type element struct {
	XMLName   xml.Name
	ID        string    `xml:"id,attr"`
	Class     string    `xml:"class,attr"`
	Width     string    `xml:"width,attr"`
	Height    string    `xml:"height,attr"`
	X         float64   `xml:"x,attr"`
	Y         float64   `xml:"y,attr"`
	Size      float64   `xml:"font-size,attr"`
	Anchor    string    `xml:"text-anchor,attr"`
	Href      string    `xml:"href,attr"`
	D         string    `xml:"d,attr"`
	Transform string    `xml:"transform,attr"`
	Text      string    `xml:",chardata"`
	Elements  []element `xml:",any"`
}

func parse(t *testing.T, svg string) element {
	t.Helper()
	var root element
	if err := xml.Unmarshal([]byte(svg), &root); err != nil {
		t.Fatalf("the picture is no XML: %v", err)
	}
	return root
}

// all visits every element.
func (e element) all(visit func(element)) {
	visit(e)
	for _, inner := range e.Elements {
		inner.all(visit)
	}
}

func (e element) find(match func(element) bool) (found []element) {
	e.all(func(inner element) {
		if match(inner) {
			found = append(found, inner)
		}
	})
	return found
}

// area is that of a path of straight lines, in square pixels; holes are clockwise.
func (e element) area(t *testing.T) float64 {
	t.Helper()
	total := 0.0
	for _, ring := range strings.Split(strings.TrimSuffix(e.D, "Z"), "Z") {
		var xs, ys []float64
		for _, point := range strings.FieldsFunc(ring, func(r rune) bool { return r == 'M' || r == 'L' }) {
			var x, y float64
			if _, err := fmt.Sscanf(point, "%f,%f", &x, &y); err != nil {
				t.Fatalf("%q: %v", point, err)
			}
			xs, ys = append(xs, x), append(ys, y)
		}
		for i := range xs {
			j := (i + 1) % len(xs)
			total += (xs[i]*ys[j] - xs[j]*ys[i]) / 2
		}
	}
	return math.Abs(total)
}

func TestPicturesAreTrueAndReadable(t *testing.T) {
	t.Parallel()
	for name, family := range families(t) {
		root := parse(t, family.SVG())

		t.Run(name+" has a title and a description", func(t *testing.T) {
			if root.Elements[0].Text != family.Title || !strings.Contains(root.Elements[1].Text, "m²") {
				t.Errorf("got %q, %q", root.Elements[0].Text, root.Elements[1].Text)
			}
		})

		t.Run(name+" shows every parcel at one scale", func(t *testing.T) {
			paths := root.find(func(e element) bool { return e.XMLName.Local == "path" && strings.HasPrefix(e.ID, "v") })
			scale := 0.0
			for i, p := range parcelsOf(family) {
				this := math.Sqrt(paths[i].area(t) / p.Boundary.Area())
				if scale == 0 {
					scale = this
				}
				if math.Abs(this/scale-1) > 0.005 {
					t.Errorf("parcel %d stands at %.3f pixels a metre, the first at %.3f", p.Number, this, scale)
				}
			}
		})

		t.Run(name+" says every number and every area", func(t *testing.T) {
			words := ""
			for _, e := range root.find(func(e element) bool { return e.XMLName.Local == "text" }) {
				words += e.Text + "\n"
			}
			for _, p := range parcelsOf(family) {
				area := strings.ReplaceAll(fmt.Sprintf("%.1f m²", math.Mod(p.Area, 1000)), ".", ",")
				if !strings.Contains(words, strconv.Itoa(p.Number)) || !strings.Contains(words, area) {
					t.Errorf("parcel %d of %s is not named", p.Number, area)
				}
			}
		})

		t.Run(name+" has no words outside the canvas", func(t *testing.T) {
			width, height := number(t, root.Width), number(t, root.Height)
			for _, e := range root.find(func(e element) bool { return e.XMLName.Local == "text" }) {
				left, right := extent(e)
				if left < 0 || right > width || e.Y-e.Size < 0 || e.Y > height {
					t.Errorf("%q stands from %.0f to %.0f at %.0f on %.0f × %.0f", e.Text, left, right, e.Y, width, height)
				}
			}
		})

		t.Run(name+" has no words upon words", func(t *testing.T) {
			words := root.find(func(e element) bool { return e.XMLName.Local == "text" })
			for i, a := range words {
				for _, b := range words[:i] {
					aLeft, aRight := extent(a)
					bLeft, bRight := extent(b)
					if aLeft < bRight && bLeft < aRight && math.Abs(a.Y-b.Y) < 0.8*min(a.Size, b.Size) {
						t.Errorf("%q stands upon %q", a.Text, b.Text)
					}
				}
			}
		})
	}
}

func parcelsOf(f figure.Family) (parcels []figure.Parcel) {
	for _, act := range f.Acts {
		parcels = append(parcels, act.Shows...)
	}
	return parcels
}

// extent is from where to where a text reaches in a usual font.
func extent(e element) (left, right float64) {
	width := 0.55 * e.Size * float64(utf8.RuneCountInString(e.Text))
	if e.Anchor == "middle" {
		return e.X - width/2, e.X + width/2
	}
	return e.X, e.X + width
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMarks(t *testing.T) {
	t.Parallel()
	svg := wholeLife().SVG()
	root := parse(t, svg)
	classes := func(class string) int {
		return len(root.find(func(e element) bool {
			return e.XMLName.Local == "use" && strings.Contains(" "+e.Class+" ", " "+class+" ")
		}))
	}

	t.Run("the parcel asked for is emphasised wherever it stands", func(t *testing.T) {
		if classes("subject") == 0 {
			t.Error("it is not")
		}
	})
	t.Run("parcels that ended are grey, those that stand are not", func(t *testing.T) {
		if classes("gone") == 0 || classes("standing") == 0 {
			t.Errorf("%d grey, %d standing", classes("gone"), classes("standing"))
		}
	})
	t.Run("what was recorded wrongly, recovered or corrected is marked and explained", func(t *testing.T) {
		for _, mark := range []string{"recovered", "annulled", "corrected"} {
			if strings.Count(svg, "url(#"+mark+")") < 2 {
				t.Errorf("no parcel is marked %s, or the legend lacks it", mark)
			}
		}
	})
	t.Run("a boundary that was corrected is shown beside the new one", func(t *testing.T) {
		if !strings.Contains(svg, `<path class="former" d="M`) {
			t.Error("it is not")
		}
	})
	t.Run("words of others cannot become markup", func(t *testing.T) {
		f := single()
		f.Title = `</title><script>alert("&")</script>`
		if parsed := parse(t, f.SVG()); parsed.Elements[0].Text != f.Title {
			t.Errorf("the title became %q", parsed.Elements[0].Text)
		}
	})
	t.Run("a family without acts is a picture too", func(t *testing.T) {
		parse(t, figure.Family{Title: "Thửa 1"}.SVG())
	})
}

func TestArrows(t *testing.T) {
	t.Parallel()
	root := parse(t, changing().SVG())
	transform := regexp.MustCompile(`translate\(([\d.]+),([\d.]+)\)`)
	level := regexp.MustCompile(`([\d.]+),([\d.]+) H([\d.]+)`)
	type span struct{ left, right, top, bottom float64 }
	var maps []span
	for _, g := range root.find(func(e element) bool { return e.XMLName.Local == "g" }) {
		at := transform.FindStringSubmatch(g.Transform)
		x, y := number(t, at[1]), number(t, at[2])
		// Six columns of ten metres, of which the third is the one that changes.
		width := number(t, strings.Split(strings.Split(root.find(func(e element) bool { return e.ID == "v17" })[0].D, "L")[1], ",")[0])
		maps = append(maps, span{x, x + width, y, y + width/2})
	}
	met := 0
	for _, flow := range root.find(func(e element) bool { return strings.HasPrefix(e.Class, "flow") }) {
		for _, part := range level.FindAllStringSubmatch(flow.D, -1) {
			from, y, to := number(t, part[1]), number(t, part[2]), number(t, part[3])
			for _, m := range maps {
				if y > m.top && y < m.bottom && max(from, to) > m.left+1 && min(from, to) < m.right-1 {
					met++
				}
			}
		}
	}
	t.Run("that would pass other parcels begin and end at the edge of the map", func(t *testing.T) {
		if met > 0 {
			t.Errorf("%d run over a map", met)
		}
	})
	t.Run("lead to the very side of a parcel that nothing lies before", func(t *testing.T) {
		svg := realSubdivision(t).SVG()
		map2 := transform.FindAllStringSubmatch(svg, -1)[1]
		inside := 0
		for _, part := range level.FindAllStringSubmatch(svg, -1) {
			if number(t, part[3]) > number(t, map2[1])+5 {
				inside++
			}
		}
		if inside != 2 {
			t.Errorf("%d of the three parts are met at their side; want those in the west", inside)
		}
	})
}

func TestNotes(t *testing.T) {
	t.Parallel()
	f := wholeLife()
	root := parse(t, f.SVG())
	notes := root.find(func(e element) bool { return e.Class == "note" })
	t.Run("what no map shows stands under the maps, and in the description", func(t *testing.T) {
		if len(notes) != 1 || notes[0].Text != f.Notes[0] || !strings.Contains(root.Elements[1].Text, f.Notes[0]) {
			t.Errorf("got %+v", notes)
		}
	})
}

func TestAnnulledSubject(t *testing.T) {
	t.Parallel()
	svg := annulledSubject().SVG()
	t.Run("is framed like any other, and marked as annulled", func(t *testing.T) {
		if !strings.Contains(svg, `class="parcel gone fresh annulled subject"`) || strings.Index(svg, ".subject{stroke:#b45309") < strings.Index(svg, ".annulled{stroke:") {
			t.Error("the mark of annulled parcels outdoes the frame")
		}
	})
}
