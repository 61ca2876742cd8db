package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkDate holds an effective date against the calendar and the sheet's
// beginning: an act takes effect on a day that has come, and nothing in a sheet
// begins before the sheet.
func checkDate(set *rules.Set, sheet *Sheet, day, today ladm.Date) []rules.Finding {
	switch {
	case day.IsZero():
		return []rules.Finding{find(set, "EFFECTIVE_DATE_MISSING", WholeCommand, nil)}
	case day.After(today):
		return []rules.Finding{find(set, "EFFECTIVE_DATE_FUTURE", WholeCommand, rules.Values{"day": day, "today": today})}
	case day.Before(sheet.OpenedOn):
		return []rules.Finding{find(set, "EFFECTIVE_DATE_BEFORE_SHEET", WholeCommand, rules.Values{
			"day": day, "since": sheet.OpenedOn, "sheet": sheet.Number,
		})}
	}
	return nil
}

// checkOrder keeps a parcel's changes in the order of their days.
func checkOrder(set *rules.Set, item int, parcel Parcel, day ladm.Date) []rules.Finding {
	if !day.Before(parcel.ChangedOn) {
		return nil
	}
	return []rules.Finding{find(set, "EFFECTIVE_DATE_BEFORE_CHANGE", item, rules.Values{
		"number": parcel.Number, "day": day, "since": parcel.ChangedOn,
	})}
}
