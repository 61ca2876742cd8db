package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// numbering holds the numbers of a command against those of the sheet: a
// parcel's number is unique in its sheet, and a number once used is never used
// again (Circular 26/2024).
type numbering struct {
	sheet  *Sheet
	wanted map[int]int // how many parcels of the command want a number
}

func numbersOf(sheet *Sheet, parcels []ParcelInput) numbering {
	wanted := make(map[int]int, len(parcels))
	for _, p := range parcels {
		wanted[p.Number]++
	}
	return numbering{sheet, wanted}
}

func (n numbering) check(item int, p ParcelInput) []rules.Finding {
	if p.Number == 0 {
		return nil
	}
	if p.Number < 0 {
		return []rules.Finding{numberInvalid.refuse(item,
			"Số thửa %d không hợp lệ. Ghi số từ 1, hoặc để trống để nhận số tiếp theo.", p.Number)}
	}
	var findings []rules.Finding
	if _, used := n.sheet.numbers[p.Number]; used {
		findings = append(findings, numberTaken.refuse(item,
			"Thửa %d: số này đã được dùng trong tờ bản đồ %d và không được dùng lại. Chọn số lớn hơn %d, hoặc để trống để nhận số tiếp theo.",
			p.Number, n.sheet.Number, n.sheet.highest))
	}
	if n.wanted[p.Number] > 1 {
		findings = append(findings, numberDuplicate.refuse(item,
			"Thửa %d: %d thửa cùng mang số này trong tờ bản đồ %d. Cho mỗi thửa một số riêng.",
			p.Number, n.wanted[p.Number], n.sheet.Number))
	}
	return findings
}

// next returns the first number after all that were ever used or are wanted.
func (n numbering) next() int {
	highest := n.sheet.highest
	for number := range n.wanted {
		highest = max(highest, number)
	}
	return highest + 1
}

// identities keeps parcel ids unique.
type identities struct {
	sheet  *Sheet
	wanted map[ladm.ParcelID]int
}

func idsOf(sheet *Sheet, parcels []ParcelInput) identities {
	wanted := make(map[ladm.ParcelID]int, len(parcels))
	for _, p := range parcels {
		wanted[p.ID]++
	}
	return identities{sheet, wanted}
}

func (ids identities) check(item int, p ParcelInput) []rules.Finding {
	_, exists := ids.sheet.parcels[p.ID]
	if !exists && ids.wanted[p.ID] == 1 && p.ID != (ladm.ParcelID{}) {
		return nil
	}
	return []rules.Finding{parcelExists.refuse(item,
		"%s: định danh thửa %s thiếu hoặc đã được dùng. Gửi lại yêu cầu với định danh mới.", label(item, p), p.ID)}
}
