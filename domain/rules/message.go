package rules

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Words is the same said in Vietnamese and in English.
type Words struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// String returns the Vietnamese words.
func (w Words) String() string { return w.VI }

// Values fill the placeholders of a message by name. [Words] are filled in
// language by language; what has a String method writes itself.
type Values map[string]any

// placeholder is {name}, or {name:1} for a number with one decimal.
var placeholder = regexp.MustCompile(`\{([a-z_]+)(?::([0-9]))?\}`)

// fill puts values in their places. A placeholder without a value stays.
func (w Words) fill(values Values) Words {
	return Words{
		VI: fill(w.VI, values, func(w Words) string { return w.VI }),
		EN: fill(w.EN, values, func(w Words) string { return w.EN }),
	}
}

func fill(message string, values Values, language func(Words) string) string {
	var filled strings.Builder
	for {
		before, rest, found := strings.Cut(message, "{")
		filled.WriteString(before)
		if !found {
			return strings.TrimSpace(filled.String())
		}
		place, after, closed := strings.Cut(rest, "}")
		name, decimals, _ := strings.Cut(place, ":")
		value := values[name]
		if value == nil || !closed {
			filled.WriteByte('{')
			message = rest
			continue
		}
		filled.WriteString(written(value, decimals, language))
		message = after
	}
}

// written is a value as it stands in a message, a number with so many decimals.
func written(value any, decimals string, language func(Words) string) string {
	switch value := value.(type) {
	case Words:
		return language(value)
	case float64:
		places, err := strconv.Atoi(decimals)
		if err != nil {
			places = -1
		}
		return strconv.FormatFloat(value, 'f', places, 64)
	default:
		return fmt.Sprint(value)
	}
}

// placeholders returns the names in either text.
func (w Words) placeholders() map[string]bool {
	names := map[string]bool{}
	for _, match := range placeholder.FindAllStringSubmatch(w.VI+w.EN, -1) {
		names[match[1]] = true
	}
	return names
}

// or returns the words, and those of others where a language is missing.
func (w Words) or(others Words) Words {
	return Words{cmp.Or(w.VI, others.VI), cmp.Or(w.EN, others.EN)}
}
