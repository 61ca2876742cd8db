package office

import (
	"cmp"
	"context"
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// QualityReport is what is wrong with the registered parcels of a commune.
type QualityReport struct {
	Commune string // code
	// Parcels counts the current parcels of the commune.
	Parcels int
	// Faults are in the order of code and place.
	Faults []QualityFault
}

// Codes of the faults of a quality report.
const (
	CrossSheetOverlap = "CROSS_SHEET_OVERLAP"
	SheetOverlap      = "OVERLAP"
	UnmatchedVertex   = "UNMATCHED_VERTEX"
	Sliver            = "SLIVER"
	PendingInsertion  = "PENDING_INSERTION"
	InvalidBoundary   = "INVALID_BOUNDARY"
	DuplicateNumber   = "DUPLICATE_NUMBER"
	WrongZone         = "WRONG_ZONE"
	VersionsOverlap   = "VERSIONS_OVERLAP"
)

// QualityFault is one thing that is wrong with one parcel or between several.
type QualityFault struct {
	Code    string
	Parcels []QualityParcel
	// At is where the fault lies; nil where it has no place.
	At     *rules.Place
	Area   float64 // m²; 0 where the fault has none
	Length float64 // m; 0 where the fault has none
	// Message says in Vietnamese what is wrong, where, and what to do.
	Message string
}

// QualityParcel names a parcel in a quality report.
type QualityParcel struct {
	ID      ladm.ParcelID
	Commune string // code
	Sheet   int
	Scale   int
	Number  int
}

// Quality looks for what no single sheet can see: overlaps and unmatched vertices,
// also between sheets, points yet to be inserted, and what a sheet's rules would
// refuse today. Progress may be nil. Errors: ctx's, read.ErrUnavailable,
// *rules.Refusal with COMMUNE_UNKNOWN.
func (r *Registry) Quality(ctx context.Context, communeCode string, progress func(done, of int)) (QualityReport, error) {
	commune, err := r.commune(ctx, communeCode)
	if err != nil {
		return QualityReport{}, err
	}
	i := inspection{commune: commune, byID: map[ladm.ParcelID]int{}}
	if err := i.read(ctx, r.models, communeCode); err != nil {
		return QualityReport{}, err
	}
	i.numbers()
	i.boundaries()
	i.tiles(progress)
	slices.SortStableFunc(i.faults, func(a, b QualityFault) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), a.compare(b))
	})
	return QualityReport{Commune: communeCode, Parcels: i.own, Faults: i.faults}, ctx.Err()
}

// compare orders faults of one code by their parcels and places.
func (f QualityFault) compare(other QualityFault) int {
	order := slices.CompareFunc(f.Parcels, other.Parcels, func(a, b QualityParcel) int {
		return cmp.Or(cmp.Compare(a.Commune, b.Commune), cmp.Compare(a.Scale, b.Scale), a.Sheet-b.Sheet, a.Number-b.Number)
	})
	if order != 0 || f.At == nil || other.At == nil {
		return order
	}
	return cmp.Or(cmp.Compare(f.At.E, other.At.E), cmp.Compare(f.At.N, other.At.N))
}
