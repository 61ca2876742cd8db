package rules

import (
	"maps"
	"slices"
	"strings"
)

// Set is the rules of one province on one day. It does not change.
type Set struct {
	version string
	rules   map[string]Rule
}

// Version is that of the book from which the set comes.
func (s *Set) Version() string { return s.version }

// Rule returns the row that holds for a code.
func (s *Set) Rule(code string) (Rule, bool) {
	rule, known := s.rules[code]
	return rule, known
}

// Rules returns the rows that hold, by code.
func (s *Set) Rules() []Rule {
	return slices.SortedFunc(maps.Values(s.rules), func(a, b Rule) int { return strings.Compare(a.Code, b.Code) })
}

// Find says what the rule of a code found about an item: the message of the data
// filled with values. A code without a row refuses.
func (s *Set) Find(code string, item int, values Values) Finding {
	rule, known := s.rules[code]
	if !known {
		rule = Rule{Severity: Refuse, Message: Words{code, code}}
	}
	message := rule.Message.fill(values)
	shown, _, _ := strings.Cut(code, ":")
	return Finding{
		Code: shown, Severity: rule.Severity, Field: rule.Field, Source: rule.Source,
		Item: item, Message: message.VI, MessageEN: message.EN,
	}
}

// Params returns the figures of a rule that has no cases. The caller does not
// change them.
func (s *Set) Params(code string) Params { return s.rules[code].Params }

// Case returns the figures of the first case that fits the facts, if one does.
func (s *Set) Case(code string, facts Facts) (Params, bool) {
	for _, c := range s.rules[code].Cases {
		if c.fits(facts) {
			return c.Params, true
		}
	}
	return nil, false
}
