package cadastre

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// WholeCommand stands in Finding.Item where a finding is about the command and
// not about one of its parcels.
const WholeCommand = -1

// rulesOf returns the rules that an act is held against.
func rulesOf(grounds Grounds) *rules.Set { return rulesOn(grounds.Rules, grounds.EffectiveDate) }

// rulesOn returns the rules that came with a command, or else the national ones
// of the day.
func rulesOn(set *rules.Set, day ladm.Date) *rules.Set {
	switch {
	case set != nil:
		return set
	case day.IsZero():
		return rules.National().On("", "")
	}
	return rules.National().On("", day.String())
}

// find says what the rule of a code found about an item of the command, or about
// [WholeCommand].
func find(set *rules.Set, code string, item int, values rules.Values) rules.Finding {
	return set.Find(code, item, values)
}

// placed says where a finding lies.
func placed(f rules.Finding, srid int, point gis.Point) rules.Finding {
	e, n := point.Metres()
	f.At = &rules.Place{SRID: srid, E: e, N: n}
	return f
}

// where names a point in a message: easting and northing in metres.
func where(point gis.Point) string {
	e, n := point.Metres()
	return fmt.Sprintf("E %.3f, N %.3f", e, n)
}
