package ladm

import (
	"fmt"
	"time"
)

// VietNam is the civil time of the registry (UTC+7 since 1975, no summer time).
var VietNam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Date is a civil day in Viet Nam, the unit of valid time, counted from the year
// 1. The zero Date is no day. Dates compare with the ordinary operators.
type Date int32

// dayZero is the day before the first that a Date can name.
var dayZero = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// NewDate returns the given day.
func NewDate(year int, month time.Month, dayOfMonth int) Date {
	instant := time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
	return Date((instant.Unix() - dayZero.Unix()) / int64(day/time.Second))
}

// DateOf returns the day that an instant falls on in Viet Nam.
func DateOf(instant time.Time) Date { return NewDate(instant.In(VietNam).Date()) }

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q is not YYYY-MM-DD", s)
	}
	return NewDate(t.Date()), nil
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == 0 }

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d < other }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d > other }

// Time returns midnight UTC of the day, the form that databases take.
func (d Date) Time() time.Time { return dayZero.AddDate(0, 0, int(d)) }

// String returns YYYY-MM-DD, or "" for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(text))
	*d = parsed
	return err
}
