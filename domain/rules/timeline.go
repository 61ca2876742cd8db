package rules

import (
	"cmp"
	"slices"
)

// timeline is the rules of a province, with a set for each span of days within
// which no row begins or ends.
type timeline struct {
	days []string // first days of the spans, rising; the first is empty
	sets []*Set
}

func (t timeline) on(day string) *Set {
	if day == "" {
		return t.sets[len(t.sets)-1]
	}
	at, exact := slices.BinarySearch(t.days, day)
	if !exact {
		at--
	}
	return t.sets[at]
}

func newBook(version string, rows []Rule) *Book {
	slices.SortStableFunc(rows, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.Province, b.Province), cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	})
	book := &Book{version, rows, map[string]timeline{}}
	book.provinces[""] = book.timeline("")
	for _, row := range rows {
		if _, done := book.provinces[row.Province]; !done {
			book.provinces[row.Province] = book.timeline(row.Province)
		}
	}
	return book
}

func (b *Book) timeline(province string) timeline {
	var rows []Rule // those of the province last: they stand before the national ones
	days := []string{""}
	for _, row := range b.rules {
		if row.Province == "" || row.Province == province {
			rows = append(rows, row)
			days = append(days, row.From, row.To)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	line := timeline{days: days, sets: make([]*Set, len(days))}
	for i, day := range days {
		line.sets[i] = &Set{b.version, map[string]Rule{}}
		for _, row := range rows {
			if row.holds(cmp.Or(day, "0000")) {
				line.sets[i].rules[row.Code] = row
			}
		}
	}
	return line
}
