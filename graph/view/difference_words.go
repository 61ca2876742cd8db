package view

import (
	"fmt"
	"strings"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/gis/figure/family"
	"github.com/diachinh/diachinh/projections/read"
)

// unchanged is the sentence of two versions that are alike.
const unchanged = "Không có gì thay đổi."

// Summary says the difference in a Vietnamese sentence.
func (d *ParcelDifference) Summary() string {
	if d.after.Inserted {
		return family.InsertionName(d.after.Event.Type, lo.Map(d.affecting, func(p read.Parcel, _ int) int { return p.Number })) + "."
	}
	var parts []string
	say := func(sentence string, args ...any) { parts = append(parts, fmt.Sprintf(sentence, args...)) }
	if d.Number != nil {
		say("số thửa từ %d thành %d", d.Number.From, d.Number.To)
	}
	if d.LegalArea != nil {
		say("diện tích pháp lý từ %s thành %s", figure.SquareMetres(d.LegalArea.From), figure.SquareMetres(d.LegalArea.To))
	}
	if d.MeasuredArea != nil {
		say("diện tích đo đạc từ %s thành %s", figure.SquareMetres(d.MeasuredArea.From), figure.SquareMetres(d.MeasuredArea.To))
	}
	for _, c := range d.PurposesChanged {
		say("mục đích %s từ %s thành %s", c.From.Type.Code, terms(c.From), terms(c.To))
	}
	for _, p := range d.PurposesRemoved {
		say("bỏ mục đích %s %s", p.Type.Code, terms(p))
	}
	for _, p := range d.PurposesAdded {
		say("thêm mục đích %s %s", p.Type.Code, terms(p))
	}
	if n := len(d.VerticesAdded); n > 0 {
		say("thêm %d đỉnh ranh giới", n)
	}
	if n := len(d.VerticesRemoved); n > 0 {
		say("bỏ %d đỉnh ranh giới", n)
	}
	parts = append(parts, d.standing()...)
	if len(parts) == 0 {
		return unchanged
	}
	sentence := strings.Join(parts, "; ") + "."
	first := []rune(sentence)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

// standing says what became of the parcel as a whole.
func (d *ParcelDifference) standing() (parts []string) {
	switch {
	case d.after.Annulled && !d.before.Annulled:
		parts = append(parts, "thửa bị hủy, coi như chưa từng hình thành")
	case d.after.Status == read.Ended && d.before.Status == read.Active:
		parts = append(parts, "thửa kết thúc")
	case d.after.Status == read.Active && d.before.Status == read.Ended:
		parts = append(parts, "thửa được khôi phục")
	}
	if d.after.Recovered && !d.before.Recovered {
		parts = append(parts, "Nhà nước thu hồi thửa")
	}
	return parts
}

// terms says how much of a purpose, until when, and where it comes from.
func terms(p *LandPurpose) string {
	said := []string{figure.SquareMetres(p.Area)}
	if p.Until != nil {
		said = append(said, "đến "+p.Until.Time().Format("02/01/2006"))
	}
	if p.Origin != nil {
		said = append(said, "nguồn gốc "+*p.Origin)
	}
	return strings.Join(lo.Compact(said), ", ")
}
