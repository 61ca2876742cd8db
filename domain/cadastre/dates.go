package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkDate holds an effective date against the calendar and the sheet's
// beginning: an act takes effect on a day that has come, and nothing in a sheet
// begins before the sheet.
func checkDate(sheet *Sheet, day, today ladm.Date) []rules.Finding {
	switch {
	case day.IsZero():
		return []rules.Finding{dateMissing.refuse(WholeCommand, "Thiếu ngày hiệu lực. Ghi ngày hiệu lực của việc đăng ký.")}
	case day.After(today):
		return []rules.Finding{dateFuture.refuse(WholeCommand,
			"Ngày hiệu lực %s ở tương lai. Chờ đến ngày đó hoặc ghi ngày không muộn hơn %s.", day, today)}
	case day.Before(sheet.OpenedOn):
		return []rules.Finding{dateBeforeSheet.refuse(WholeCommand,
			"Ngày hiệu lực %s trước ngày %s mở tờ bản đồ %d. Ghi ngày không sớm hơn ngày mở tờ.", day, sheet.OpenedOn, sheet.Number)}
	}
	return nil
}

// checkOrder keeps a parcel's changes in the order of their days.
func checkOrder(parcel Parcel, day ladm.Date) []rules.Finding {
	if !day.Before(parcel.ChangedOn) {
		return nil
	}
	return []rules.Finding{dateBeforeChange.refuse(0,
		"Thửa %d: ngày hiệu lực %s trước lần biến động gần nhất ngày %s. Ghi ngày không sớm hơn ngày đó.",
		parcel.Number, day, parcel.ChangedOn)}
}
