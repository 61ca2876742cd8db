package view

import (
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/projections/read"
)

const (
	// DefaultCount is how many items a list shows where nothing is said.
	DefaultCount = 20
	// MaxCount is the most items that a page shows.
	MaxCount = 100
)

// Page is the part of a list that a query asks for, as it was asked.
type Page struct {
	First, Last   int    // none: 0; given as zero: -1
	After, Before string // none: ""; given as empty: noCursor
}

// NewPage takes a connection's arguments.
func NewPage(first *int, after *string, last *int, before *string) Page {
	return Page{First: asked(first), After: cursor(after), Last: asked(last), Before: cursor(before)}
}

// Counts returns first and last, one of them 1 to 100 and the other zero.
// Errors: BAD_PAGE.
func (p Page) Counts() (first, last int, err error) {
	switch {
	case p.First != 0 && p.Last != 0:
		return 0, 0, fault.New(fault.BadPage, "Chỉ nêu một trong hai: first hoặc last.")
	case p.First == 0 && p.Last == 0:
		return DefaultCount, 0, nil
	}
	if count := p.First + p.Last; count < 1 || count > MaxCount {
		return 0, 0, fault.New(fault.BadPage, "first và last phải từ 1 đến %d.", MaxCount)
	}
	return p.First, p.Last, nil
}

// Count returns how many items a list without pages shows, 1 to 100. Errors:
// BAD_PAGE.
func Count(first *int) (int, error) {
	count, _, err := Page{First: asked(first)}.Counts()
	return count, err
}

func asked(count *int) int {
	if count != nil && *count == 0 {
		return -1
	}
	return orZero(count)
}

// noCursor stands for an empty text, which no list gave as a cursor.
const noCursor = " "

func cursor(given *string) string {
	if given != nil && *given == "" {
		return noCursor
	}
	return orZero(given)
}

func orZero[T any](value *T) (zero T) {
	if value == nil {
		return zero
	}
	return *value
}

// PageInfo says where a page stands in its list.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

func pageInfo[Row any](list read.List[Row], cursor func(Row) string) *PageInfo {
	info := &PageInfo{HasNextPage: list.HasNext, HasPreviousPage: list.HasPrevious}
	if n := len(list.Rows); n > 0 {
		start, end := cursor(list.Rows[0]), cursor(list.Rows[n-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}
