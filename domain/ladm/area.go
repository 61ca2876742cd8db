package ladm

import (
	"fmt"
	"math"
	"strconv"
)

// Area is a surface in tenths of a square metre, the precision of a
// certificate (Circular 26/2024). It reads and writes itself as m² with one
// decimal: 612.0.
type Area int64

// SquareMetres rounds an area in m² to a tenth.
func SquareMetres(m2 float64) Area { return Area(math.Round(m2 * 10)) }

// Float returns the area in m².
func (a Area) Float() float64 { return float64(a) / 10 }

// String returns m² with one decimal.
func (a Area) String() string { return strconv.FormatFloat(a.Float(), 'f', 1, 64) }

// MarshalJSON writes m² with one decimal.
func (a Area) MarshalJSON() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalJSON reads m².
func (a *Area) UnmarshalJSON(data []byte) error {
	m2, err := strconv.ParseFloat(string(data), 64)
	if err != nil || math.Abs(m2) > 1e14 {
		return fmt.Errorf("area %q is not a number of m²", data)
	}
	*a = SquareMetres(m2)
	return nil
}
