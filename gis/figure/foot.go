package figure

import (
	"math"
	"strconv"
	"strings"

	"github.com/samber/lo"
)

// foot draws the scale bar, the north arrow and what the marks mean.
func (c *canvas) foot(f Family, s story, l layout) {
	y := l.height - footHeight + 20
	c.northArrow(margin+8, y)
	c.scaleBar(margin+44, y+14, l.ground.scale)
	c.legend(f, s, l, y+58)
}

func (c *canvas) northArrow(x, y float64) {
	c.add(`<path class="line" fill="#1f2937" style="fill:#1f2937" d="M%.1f,%.1f l6,16 l-6,-4 l-6,4 z"/>`, x, y)
	c.text("small", "middle", x, y+26, smallSize, "B")
}

// scaleBar draws a round length of about 120 pixels.
func (c *canvas) scaleBar(x, y, scale float64) {
	length := round(120 / scale)
	c.add(`<path class="line" d="M%.1f,%.1f v6 h%.2f v-6"/>`, x, y-6, length*scale)
	c.text("small", "start", x, y+14, smallSize, "0")
	c.text("small", "middle", x+length*scale, y+14, smallSize,
		strings.Replace(strconv.FormatFloat(length, 'f', -1, 64), ".", ",", 1)+" m")
}

// round returns the largest of 1, 2 and 5 times a power of ten that is no
// greater than a length.
func round(length float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(length)))
	for _, times := range []float64{5, 2} {
		if times*power <= length {
			return times * power
		}
	}
	return power
}

// legend explains the marks that the picture has.
func (c *canvas) legend(f Family, s story, l layout, y float64) {
	x := margin
	for _, entry := range legendOf(f, s) {
		width := 30 + textWidth(entry.words, smallSize, regular) + 18
		if x+width > l.width && x > margin {
			x, y = margin, y+20
		}
		c.add(`<rect class="%s" x="%.1f" y="%.1f" width="22" height="13"/>`, entry.class, x, y-7)
		if entry.pattern != "" {
			c.add(`<rect class="mark" fill="url(#%s)" x="%.1f" y="%.1f" width="22" height="13"/>`, entry.pattern, x, y-7)
		}
		c.text("small", "start", x+30, y, smallSize, entry.words)
		x += width
	}
}

type legendEntry struct {
	class, pattern, words string
	when                  bool
}

func legendOf(f Family, s story) []legendEntry {
	_, known := s.numbers[f.Subject]
	subject := "parcel gone subject"
	if s.standing[f.Subject] {
		subject = "parcel standing subject"
	}
	has := func(is func(shown) bool) bool {
		return lo.SomeBy(s.stages, func(g stage) bool { return lo.SomeBy(g.parcels, is) })
	}
	return lo.Filter([]legendEntry{
		{subject, "", "thửa đang xem", known},
		{"parcel standing", "", "còn hiện hữu", len(s.standing) > 0},
		{"parcel gone", "", "nay đã kết thúc", has(func(p shown) bool { return !s.standing[p.Key] })},
		{"parcel standing", "recovered", "Nhà nước đã thu hồi", has(func(p shown) bool { return p.Recovered })},
		{"parcel standing", "corrected", "đã đính chính", has(func(p shown) bool { return p.corrected })},
		{"parcel gone annulled", "annulled", "ghi nhận sai, đã hủy", len(s.annulled) > 0},
		{"former", "", "ranh giới trước đó", lo.SomeBy(s.stages, func(g stage) bool { return len(g.former) > 0 })},
	}, func(e legendEntry, _ int) bool { return e.when })
}
