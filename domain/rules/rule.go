package rules

import "slices"

// Rule is one row: a rule as it holds in one province, or everywhere, for a time.
type Rule struct {
	// Code names the rule for programs, e.g. PARCEL_OVERLAP. What stands behind a
	// colon tells rules of one code apart, e.g. AREA_DEVIATION:warn, the milder
	// one; findings bear the code alone.
	Code string `json:"code"`
	// Province is the province's code, e.g. 38; empty means everywhere.
	Province string `json:"province,omitempty"`
	// From is the first day on which the row holds and To the first on which it
	// does not any more, as YYYY-MM-DD; empty means always.
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Severity Severity `json:"severity"`
	// Field names the part of an item, as in [Finding].
	Field string `json:"field,omitempty"`
	// Source is the legal ground; Evidence says how far to trust the row.
	Source   string   `json:"source"`
	Evidence Evidence `json:"evidence"`
	// Acts are the events (wire names) whose acts the rule looks at.
	Acts []string `json:"acts"`
	// Adjustable says that another row may change severity, params and cases.
	// Everything else carries the register itself and changes in words only.
	Adjustable bool `json:"adjustable,omitempty"`
	// Params are the rule's figures; Cases are for rules whose figures depend on
	// facts, the first that fits counting.
	Params Params `json:"params,omitempty"`
	Cases  []Case `json:"cases,omitempty"`
	// Message says what is wrong, where, and what to do, with {placeholders}.
	Message Words `json:"message"`
}

// Evidence says how well it is known that a row is so.
type Evidence string

const (
	// Verified means read in the source that the row names.
	Verified Evidence = "V"
	// Remembered means not yet read in the source.
	Remembered Evidence = "M"
	// Disputed means that sources disagree.
	Disputed Evidence = "?"
)

// Params are a rule's figures by name; a name ends in its unit, e.g. area_m2.
type Params map[string]float64

// Facts are what the figures of a rule may depend on: "land_type" (a code of
// Circular 08/2024) and "commune_kind" (xa, phuong, dac_khu).
type Facts map[string]string

// Case is the figures for some facts.
type Case struct {
	// When has a list for each fact that counts; others may be anything.
	When   map[string][]string `json:"when,omitempty"`
	Params Params              `json:"params"`
}

func (c Case) fits(facts Facts) bool {
	for fact, values := range c.When {
		if !slices.Contains(values, facts[fact]) {
			return false
		}
	}
	return true
}

// within reports whether whatever fits the case fits another one.
func (c Case) within(other Case) bool {
	for fact, values := range other.When {
		own, depends := c.When[fact]
		if !depends || slices.ContainsFunc(own, func(value string) bool { return !slices.Contains(values, value) }) {
			return false
		}
	}
	return true
}

// key is what a row is replaced by: another of the same rule, place and first day.
type key struct{ code, province, from string }

func (r Rule) key() key { return key{r.Code, r.Province, r.From} }

// holds reports whether the row holds on a day.
func (r Rule) holds(day string) bool {
	return r.From <= day && (r.To == "" || day < r.To)
}
