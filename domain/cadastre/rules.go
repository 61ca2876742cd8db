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

// rule is one rule of this package: its code for programs, the part of the
// parcel that it looks at, and its legal source.
type rule struct{ code, field, source string }

const (
	landLaw            = "Land Law 31/2024/QH15"
	registrationDecree = "Decree 101/2024/NĐ-CP"
	mapCircular        = "Circular 26/2024/TT-BTNMT"
	recordsCircular    = "Circular 10/2024/TT-BTNMT"
	typesCircular      = "Circular 08/2024/TT-BTNMT"
	dataCircular       = "Circular 19/2026/TT-BNNMT"
)

var (
	sheetNotOpen     = rule{"SHEET_NOT_OPEN", "sheet", mapCircular}
	sheetAlreadyOpen = rule{"SHEET_ALREADY_OPEN", "sheet", mapCircular}
	otherCommune     = rule{"OTHER_COMMUNE", "commune", mapCircular}

	parcelExists    = rule{"PARCEL_EXISTS", "", registrationDecree}
	parcelUnknown   = rule{"PARCEL_UNKNOWN", "", registrationDecree}
	parcelTooLarge  = rule{"PARCEL_TOO_LARGE", "geometry", dataCircular}
	numberInvalid   = rule{"NUMBER_INVALID", "number", mapCircular}
	numberTaken     = rule{"NUMBER_TAKEN", "number", mapCircular}
	numberDuplicate = rule{"NUMBER_DUPLICATE", "number", mapCircular}

	wrongZone      = rule{"WRONG_ZONE", "geometry", mapCircular}
	parcelOverlap  = rule{"PARCEL_OVERLAP", "geometry", mapCircular}
	outsideCommune = rule{"OUTSIDE_COMMUNE", "geometry", mapCircular}
	zeroArea       = rule{string(gis.ZeroArea), "geometry", mapCircular}
	surveyedPoint  = rule{"SURVEYED_POINT_INVALID", "geometry", mapCircular}

	legalAreaInvalid = rule{"LEGAL_AREA_INVALID", "legalArea", recordsCircular}
	areaDeviation    = rule{"AREA_DEVIATION", "legalArea", recordsCircular}

	purposeMissing     = rule{"PURPOSE_MISSING", "purposes", recordsCircular}
	purposeAreaInvalid = rule{"PURPOSE_AREA_INVALID", "purposes", recordsCircular}
	purposeTerm        = rule{"PURPOSE_TERM_ENDED", "purposes", recordsCircular}
	landTypeMissing    = rule{"LAND_TYPE_MISSING", "purposes", typesCircular}
	landTypeUnknown    = rule{"LAND_TYPE_UNKNOWN", "purposes", typesCircular}
	originUnknown      = rule{"ORIGIN_UNKNOWN", "purposes", recordsCircular}
	purposesSum        = rule{"PURPOSES_SUM", "purposes", recordsCircular}

	dateMissing      = rule{"EFFECTIVE_DATE_MISSING", "effectiveDate", landLaw}
	dateFuture       = rule{"EFFECTIVE_DATE_FUTURE", "effectiveDate", landLaw}
	dateBeforeSheet  = rule{"EFFECTIVE_DATE_BEFORE_SHEET", "effectiveDate", landLaw}
	dateBeforeChange = rule{"EFFECTIVE_DATE_BEFORE_CHANGE", "effectiveDate", landLaw}
)

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

// refuse makes a finding that stops the command.
func (r rule) refuse(item int, message string, args ...any) rules.Finding {
	return rules.Finding{
		Code: r.code, Severity: rules.Refuse, Field: r.field, Source: r.source,
		Item: item, Message: fmt.Sprintf(message, args...),
	}
}

// warn makes a finding that lets the command pass.
func (r rule) warn(item int, message string, args ...any) rules.Finding {
	f := r.refuse(item, message, args...)
	f.Severity = rules.Warn
	return f
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
