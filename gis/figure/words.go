package figure

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SquareMetres writes an area as Vietnamese documents do: 1.234,5 m².
func SquareMetres(area float64) string {
	whole, tenth, _ := strings.Cut(strconv.FormatFloat(area, 'f', 1, 64), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return whole + "," + tenth + " m²"
}

// describe tells the family's story to those who cannot see it.
func describe(f Family, s story) string {
	acts := make([]string, len(f.Acts), len(f.Acts)+len(f.Notes))
	for i := range f.Acts {
		acts[i] = s.sentence(&f.Acts[i])
	}
	for _, note := range f.Notes {
		acts = append(acts, note+".")
	}
	return strings.Join(acts, " ")
}

func (s story) sentence(act *Act) string {
	var parts []string
	for _, d := range act.Descents {
		parts = append(parts, s.words(d))
	}
	if len(parts) == 0 {
		for _, p := range act.Shows {
			parts = append(parts, fmt.Sprintf("thửa %d: %s", p.Number, SquareMetres(p.Area)))
		}
	}
	text := act.Day + ": " + act.title()
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, "; ")
	}
	return text + "."
}

// words says which parcel gave how much to which.
func (s story) words(d Descent) string {
	return fmt.Sprintf("%d → %d: %s", s.numbers[d.Parent], s.numbers[d.Child], SquareMetres(d.Area))
}

func (a *Act) title() string {
	if a.Code == "" {
		return a.Name
	}
	return fmt.Sprintf("%s (%s)", a.Name, a.Code)
}

// How wide a letter is, of its size: rather more than less, since nobody knows
// which font a reader has.
const (
	regular = 0.6
	bold    = 0.72
)

func textWidth(text string, size, letter float64) float64 {
	return float64(utf8.RuneCountInString(text)) * size * letter
}

// wrap breaks a text into lines no wider than a width, where words allow it.
func wrap(text string, size, width float64) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && textWidth(lines[last]+" "+word, size, regular) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
