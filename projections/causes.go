package projections

import "github.com/diachinh/diachinh/domain/cadastre"

// Codes of the kinds of change (mã biến động) that events stand for.
const (
	causePurposes   = "CM" // change of purpose
	causeDivision   = "TN" // subdivision or merge
	causeRecovery   = "TH" // recovery by the State
	causeParcel     = "TD" // change of the parcel's particulars
	causeNature     = "SA" // natural erosion or accretion
	causeCorrection = "SN" // correction of an error
)

// replacement returns the replacement that an event is, if it is one, and its cause.
func replacement(event cadastre.Event) (r cadastre.Replacement, cause string, is bool) {
	switch event := event.(type) {
	case cadastre.ParcelSubdivided:
		return event.Replacement, causeDivision, true
	case cadastre.ParcelsMerged:
		return event.Replacement, causeDivision, true
	case cadastre.ParcelsReadjusted:
		return event.Replacement, causeDivision, true
	case cadastre.ParcelPartlyRecovered:
		return event.Replacement, causeRecovery, true
	}
	return r, "", false
}
