package ladm

import (
	"fmt"
	"time"
)

// VietNam is the civil time of the registry (UTC+7 since 1975, no summer time).
var VietNam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Date is a civil day in Viet Nam, the unit of valid time. The zero Date is no day.
type Date struct{ t time.Time }

// NewDate returns the given day.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// DateOf returns the day that an instant falls on in Viet Nam.
func DateOf(instant time.Time) Date {
	local := instant.In(VietNam)
	return NewDate(local.Year(), local.Month(), local.Day())
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not YYYY-MM-DD", s)
	}
	return Date{t}, nil
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Before and After compare days.
func (d Date) Before(other Date) bool { return d.t.Before(other.t) }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.t.After(other.t) }

// Time returns midnight UTC of the day, the form that databases take.
func (d Date) Time() time.Time { return d.t }

// String returns YYYY-MM-DD, or "" for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	*d = parsed
	return err
}
