package rules

import "strings"

// Severity says whether a finding stops an act.
type Severity string

const (
	// Refuse stops the act.
	Refuse Severity = "refuse"
	// Warn lets the act pass and is shown to whoever acts.
	Warn Severity = "warn"
)

// Place is where a finding lies: metres in the zone that SRID names.
type Place struct {
	SRID int     `json:"srid"`
	E    float64 `json:"e"`
	N    float64 `json:"n"`
}

// Finding is one thing that a rule has to say about one item of a command.
type Finding struct {
	// Code is the stable English name of the rule, e.g. PARCEL_OVERLAP.
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	// Message says in Vietnamese what is wrong, where, and what to do.
	Message string `json:"message"`
	// MessageEN says the same in English.
	MessageEN string `json:"message_en,omitempty"`
	// Source is the legal ground, e.g. "Thông tư 26/2024/TT-BTNMT, Điều 8".
	Source string `json:"source,omitempty"`
	// Item is the index of the item in the command that the finding is about.
	Item int `json:"item"`
	// Field names the part of the item, in the words of the API: "number",
	// "geometry", "legalArea", "purposes", "purposes.1.type".
	Field string `json:"field,omitempty"`
	At    *Place `json:"at,omitempty"`
	// Revision is the parcel's current one where the one given was another.
	Revision *uint64 `json:"revision,omitempty"`
}

// Refusal is the error with which a decider turns a command down. Correct what
// the findings name and send the command again; nothing was changed.
type Refusal struct{ Findings []Finding }

// Error lists the codes: messages may speak about people, errors must not.
func (r *Refusal) Error() string {
	return "refused: " + strings.Join(r.Codes(), ", ")
}

// Codes returns the code of each finding.
func (r *Refusal) Codes() []string {
	codes := make([]string, len(r.Findings))
	for i, f := range r.Findings {
		codes[i] = f.Code
	}
	return codes
}

// Refused returns the findings that refuse as an error, or nil if none does.
func Refused(findings []Finding) error {
	var grave []Finding
	for _, f := range findings {
		if f.Severity == Refuse {
			grave = append(grave, f)
		}
	}
	if len(grave) == 0 {
		return nil
	}
	return &Refusal{Findings: grave}
}
