package ladm

import (
	_ "embed"
	"encoding/json"
	"slices"
)

// CodeList is a list of codes that a legal text lays down. A code means
// something only on a day: lists are replaced and amended.
type CodeList struct {
	// Name says what the codes stand for.
	Name string `json:"name"`
	// Source is the legal text.
	Source string `json:"source"`
	// From is the first day of every entry that names none of its own.
	From    Date   `json:"from"`
	Entries []Code `json:"entries"`

	byCode map[string][]Code
}

// Code is one entry of a list.
type Code struct {
	Code       string `json:"code"`
	Vietnamese string `json:"vi"`
	English    string `json:"en"`
	// From and Until bound the days on which the code may be used, both
	// included; an empty Until means that it still may.
	From  Date `json:"from"`
	Until Date `json:"until"`
	// Note says what about the entry is not settled.
	Note string `json:"note"`
}

var (
	//go:embed data/land_types.json
	landTypes []byte
	//go:embed data/origins.json
	origins []byte
)

var (
	// LandTypes are the codes of what land may be used for, e.g. ONT.
	LandTypes = parseCodeList(landTypes)
	// Origins are the codes of how a right of use came about, e.g. CNQ-CTT.
	Origins = parseCodeList(origins)
)

// On returns what a code means on a day, and whether it means anything.
func (l *CodeList) On(code string, day Date) (Code, bool) {
	for _, entry := range l.byCode[code] {
		if entry.inForce(day) {
			return entry, true
		}
	}
	return Code{}, false
}

func (c Code) inForce(day Date) bool {
	return !day.Before(c.From) && (c.Until.IsZero() || !day.After(c.Until))
}

// parseCodeList reads a list that is part of the program, and panics where it
// is malformed: that is a mistake in the program.
func parseCodeList(data []byte) *CodeList {
	list := &CodeList{}
	if err := json.Unmarshal(data, list); err != nil {
		panic("code list: " + err.Error())
	}
	list.byCode = make(map[string][]Code, len(list.Entries))
	for i := range list.Entries {
		entry := &list.Entries[i]
		if entry.From.IsZero() {
			entry.From = list.From
		}
		if slices.ContainsFunc(list.byCode[entry.Code], func(other Code) bool { return other.inForce(entry.From) }) {
			panic("code list " + list.Name + ": " + entry.Code + " means two things on one day")
		}
		list.byCode[entry.Code] = append(list.byCode[entry.Code], *entry)
	}
	return list
}
