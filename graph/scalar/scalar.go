// Package scalar reads and writes the API's scalars: numbers, days, instants
// and GeoJSON. What cannot be read is a BAD_INPUT fault.
package scalar

import (
	"encoding/json"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/fault"
)

// MarshalInt writes a whole number.
func MarshalInt(i int) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(strconv.AppendInt(make([]byte, 0, 20), int64(i), 10))
	})
}

// UnmarshalInt reads a whole number of 32 bits, as the GraphQL specification
// has it.
func UnmarshalInt(v any) (int, error) {
	i, err := graphql.UnmarshalInt64(v)
	if err != nil || i < math.MinInt32 || i > math.MaxInt32 {
		return 0, fault.New(fault.BadInput, "%v không phải số nguyên 32 bit.", v)
	}
	return int(i), nil
}

// MarshalFloat writes a number in the shortest form that reads back the same.
func MarshalFloat(f float64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(strconv.AppendFloat(make([]byte, 0, 24), f, 'f', -1, 64))
	})
}

// UnmarshalFloat reads a finite number.
func UnmarshalFloat(v any) (float64, error) {
	f, err := graphql.UnmarshalFloat(v)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, fault.New(fault.BadInput, "%v không phải số.", v)
	}
	return f, nil
}

// MarshalDate writes YYYY-MM-DD.
func MarshalDate(d ladm.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate reads YYYY-MM-DD.
func UnmarshalDate(v any) (ladm.Date, error) {
	s, _ := v.(string)
	d, err := ladm.ParseDate(s)
	if err != nil {
		return 0, fault.New(fault.BadInput, "%q không phải ngày có thật, dạng YYYY-MM-DD.", v)
	}
	return d, nil
}

// MarshalDateTime writes RFC 3339 in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return quoted(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads RFC 3339.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, fault.New(fault.BadInput, "%q không phải thời điểm dạng RFC 3339.", v)
	}
	return t, nil
}

// quoted is a text that needs no escaping.
type quoted string

// MarshalGQL writes the text in quotes.
func (q quoted) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, `"`+string(q)+`"`) }

// GeoJSON is a geometry as JSON text. What comes in is any JSON value: its
// reader says what is wrong with it, and where.
type GeoJSON json.RawMessage

// MarshalGQL writes the text.
func (g GeoJSON) MarshalGQL(w io.Writer) { _, _ = w.Write(g) }

// UnmarshalGQL takes any value.
func (g *GeoJSON) UnmarshalGQL(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fault.New(fault.BadInput, "Hình học không phải GeoJSON.")
	}
	*g = text
	return nil
}
