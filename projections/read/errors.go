package read

import (
	"errors"
	"fmt"

	"github.com/diachinh/diachinh/domain/ladm"
)

// ErrNotFound says that the registry holds no such object at the day asked for.
var ErrNotFound = errors.New("not found in the read models")

// AmbiguousScaleError says that a commune has several sheets of the number
// asked for, of different scale series. Ask again with one of Scales.
type AmbiguousScaleError struct {
	CommuneCode string
	Sheet       int
	Scales      []int // denominators, ascending
}

// Error names the commune, the sheet and the scales.
func (e *AmbiguousScaleError) Error() string {
	return fmt.Sprintf("commune %s has sheet %d in the scales %v", e.CommuneCode, e.Sheet, e.Scales)
}

// AmbiguousCodeError says that several parcels carry a parcel code on the same
// day: their representative points fell into one cell of 37 × 19 mm. Ask for
// one of Parcels by its id.
type AmbiguousCodeError struct {
	Code    string
	Parcels []ladm.ParcelID
}

// Error names the code and the parcels.
func (e *AmbiguousCodeError) Error() string {
	return fmt.Sprintf("parcel code %s belongs to %d parcels: %v", e.Code, len(e.Parcels), e.Parcels)
}
