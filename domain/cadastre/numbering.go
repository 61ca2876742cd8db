package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// maxNumber is the highest number that a parcel may have: five digits, as maps
// and record books have room for. A slip of the keyboard above it would else
// stand for ever, since the next number follows the highest ever used.
const maxNumber = 99_999

// numbering holds the numbers of a command against those of the sheet: a
// parcel's number is unique in its sheet, and a number once used is never used
// again (Circular 26/2024).
type numbering struct {
	sheet  *Sheet
	wanted map[int]int // how many parcels of the command want a number
	next   int         // the first number after all that were ever used or are wanted
}

func numbersOf(sheet *Sheet, parcels []ParcelInput) numbering {
	wanted := make(map[int]int, len(parcels))
	for _, p := range parcels {
		wanted[p.Number]++
	}
	highest := sheet.highest
	for number := range wanted {
		if number <= maxNumber {
			highest = max(highest, number)
		}
	}
	return numbering{sheet, wanted, highest + 1}
}

func (n numbering) check(set *rules.Set, item int, p ParcelInput) []rules.Finding {
	if p.Number == 0 {
		return n.checkRoom(set, item)
	}
	values := rules.Values{
		"number": p.Number, "highest": maxNumber, "sheet": n.sheet.Number,
		"next": n.next, "count": n.wanted[p.Number],
	}
	if p.Number < 0 || p.Number > maxNumber {
		return []rules.Finding{find(set, "NUMBER_INVALID", item, values)}
	}
	var findings []rules.Finding
	_, used := n.sheet.numbers[p.Number]
	switch {
	case used && n.next > maxNumber:
		findings = append(findings, find(set, "NUMBER_TAKEN:exhausted", item, values))
	case used:
		findings = append(findings, find(set, "NUMBER_TAKEN", item, values))
	}
	if n.wanted[p.Number] > 1 {
		findings = append(findings, find(set, "NUMBER_DUPLICATE", item, values))
	}
	return append(findings, n.checkSkips(set, item, p)...)
}

// checkSkips warns of a number that leaves others behind, as a slip of the keyboard
// does: they are given to no parcel any more that asks for the next one. A file
// brings the numbers of the map as it is.
func (n numbering) checkSkips(set *rules.Set, item int, p ParcelInput) []rules.Finding {
	if p.Row != 0 {
		return nil
	}
	before := n.sheet.highest
	for number := range n.wanted {
		if number < p.Number {
			before = max(before, number)
		}
	}
	skipped := p.Number - before - 1
	if float64(skipped) <= set.Params("NUMBER_SKIPS")["above"] {
		return nil
	}
	return []rules.Finding{find(set, "NUMBER_SKIPS", item, rules.Values{
		"number": p.Number, "sheet": n.sheet.Number, "next": before + 1, "skipped": skipped,
	})}
}

// checkRoom refuses parcels without a number where the numbers do not suffice
// for all of them.
func (n numbering) checkRoom(set *rules.Set, item int) []rules.Finding {
	if n.next+n.wanted[0]-1 <= maxNumber {
		return nil
	}
	return []rules.Finding{find(set, "NUMBER_INVALID:exhausted", item, rules.Values{
		"sheet": n.sheet.Number, "last": n.next - 1, "highest": maxNumber,
	})}
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

func (ids identities) check(set *rules.Set, item int, p ParcelInput) []rules.Finding {
	_, exists := ids.sheet.parcels[p.ID]
	if !exists && ids.wanted[p.ID] == 1 && p.ID != (ladm.ParcelID{}) {
		return nil
	}
	return []rules.Finding{find(set, "PARCEL_EXISTS", item, rules.Values{"parcel": label(p), "id": p.ID})}
}
