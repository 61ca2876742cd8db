package view

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
)

// MapSheet is a map sheet.
type MapSheet struct {
	row     *read.Sheet
	commune *Commune
	pages   map[Page]ParcelPage
	numbers []*SheetNumber
}

// ParcelPage is a page of a sheet's parcels, or why there is none.
type ParcelPage struct {
	Connection *ParcelConnection
	Err        error
}

// NewMapSheet shows a row.
func NewMapSheet(row *read.Sheet) *MapSheet {
	return &MapSheet{row: row, commune: NewCommune(&row.Commune)}
}

// Row returns the sheet as it was read.
func (s *MapSheet) Row() *read.Sheet { return s.row }

// Keep gives the sheet its pages of parcels.
func (s *MapSheet) Keep(pages map[Page]ParcelPage) { s.pages = pages }

// Remember gives the sheet the numbers that it has or had.
func (s *MapSheet) Remember(numbers []*SheetNumber) { s.numbers = numbers }

// ID returns the sheet's id.
func (s *MapSheet) ID() string { return s.row.ID.String() }

// Commune returns the sheet's commune.
func (s *MapSheet) Commune() *Commune { return s.commune }

// Number returns the sheet's number in its commune and scale.
func (s *MapSheet) Number() int { return s.row.Number }

// Scale returns the scale's denominator.
func (s *MapSheet) Scale() int { return s.row.Scale }

// SRID returns the sheet's zone.
func (s *MapSheet) SRID() int { return s.row.SRID }

// Parcels returns a page of the sheet's parcels.
func (s *MapSheet) Parcels(first *int, after *string, last *int, before *string) (*ParcelConnection, error) {
	page := s.pages[NewPage(first, after, last, before)]
	return page.Connection, page.Err
}

// Numbers returns the numbers and scales that the sheet has or had, the oldest first.
func (s *MapSheet) Numbers() []*SheetNumber { return s.numbers }

// SheetNumber is the number and scale of a sheet over a span of time.
type SheetNumber struct {
	Number, Scale int
	From          ladm.Date
	To            *ladm.Date
}

// NewSheetNumber shows a row.
func NewSheetNumber(row *read.SheetNumber) *SheetNumber {
	return &SheetNumber{row.Number, row.Scale, row.From, orNil(row.To)}
}
