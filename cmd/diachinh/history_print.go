package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
)

// print tells the history for people to read.
func (h parcelHistory) print(w io.Writer) error {
	var text strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	p := h.Parcel
	say("Thửa %d, tờ %d (1:%d), %s (%s)", p.Number, p.Sheet, p.Scale, p.CommuneName, p.Commune)
	say("  mã thửa đất %s, định danh %s, phiên bản %d", p.Code, p.ID, p.Revision)
	say("  diện tích pháp lý %s, đo đạc %s; %s", area(p.LegalArea), area(p.MeasuredArea), p.standing())
	for _, a := range h.Aliases {
		say("  số cũ: %s/%d/%d (1:%d), từ %s đến trước %s", a.Commune, a.Sheet, a.Number, a.Scale, vietnamese(a.From), vietnamese(a.To))
	}
	say("\nBiến động")
	for _, c := range h.Changes {
		say("%s", c.text())
	}
	tellDescents(say, "Từ các thửa", h.Ancestors)
	tellDescents(say, "Thành các thửa", h.Descendants)
	if len(h.ReplacedBy) > 0 {
		say("\nThay thế bởi: %s", strings.Join(lo.Map(h.ReplacedBy, func(n parcelName, _ int) string { return n.text() }), "; "))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (p parcelNow) standing() string {
	switch {
	case p.Annulled:
		return "đã hủy: ghi nhận sai"
	case p.Status == read.Ended:
		return "đã kết thúc từ " + vietnamese(p.ValidFrom)
	case p.Recovered:
		return "Nhà nước đã thu hồi"
	}
	return "đang tồn tại"
}

// text tells what changed, when, by whom and why.
func (c parcelChange) text() string {
	lines := []string{fmt.Sprintf("  %s  %s, ghi nhận %s", vietnamese(c.Effective), titled(c.Name, c.Cause), clock(c.Recorded))}
	for _, difference := range c.Differences {
		lines = append(lines, "    "+difference)
	}
	lines = append(lines, "    "+c.grounds(), fmt.Sprintf("    sự kiện %s", c.ID))
	if c.Corrected != nil {
		lines = append(lines, "    đã được đính chính, ghi nhận "+clock(*c.Corrected))
	}
	return strings.Join(lines, "\n")
}

// grounds says who acted, in which procedure and on which documents.
func (c parcelChange) grounds() string {
	grounds := []string{fmt.Sprintf("cán bộ %s, cơ quan %s", c.Actor, c.Office)}
	if c.Procedure != "" {
		grounds = append(grounds, "thủ tục "+c.Procedure)
	}
	if c.Dossier != "" {
		grounds = append(grounds, "hồ sơ "+c.Dossier)
	}
	for _, s := range c.Sources {
		grounds = append(grounds, documentText(s))
	}
	return strings.Join(grounds, "; ")
}

// documents are the kinds of document that offices name by a code, in small letters.
var documents = map[string]string{
	"quyet_dinh": "quyết định", "bien_ban": "biên bản", "hop_dong": "hợp đồng", "giay_chung_nhan": "giấy chứng nhận",
	"don": "đơn", "thong_bao": "thông báo", "ban_an": "bản án", "trich_luc": "trích lục bản đồ", "manh_trich_do": "mảnh trích đo",
	"phieu_xac_nhan": "phiếu xác nhận kết quả đo đạc", "ban_ve": "bản vẽ",
}

// documentText names a document as one would in a sentence. A kind that has no
// words here stands as it was given.
func documentText(s read.Source) string {
	kind, known := documents[strings.ToLower(s.Kind)]
	if !known {
		kind = s.Kind
	}
	text := strings.Join(lo.Compact([]string{kind, s.Number}), " ")
	if day, err := ladm.ParseDate(s.Date); err == nil {
		return text + " ngày " + vietnamese(day)
	}
	return strings.Join(lo.Compact([]string{text, s.Date}), " ")
}

func tellDescents(say func(string, ...any), title string, descents []parcelDescent) {
	if len(descents) == 0 {
		return
	}
	say("\n%s", title)
	for _, d := range descents {
		line := fmt.Sprintf("  %s → %s: %s, %s, %s", d.Parent.text(), d.Child.text(), area(d.Area), titled(d.Name, d.Cause), vietnamese(d.Effective))
		if d.Undone {
			line += " (đã hủy)"
		}
		say("%s", line)
	}
}

func titled(name, cause string) string {
	if cause == "" {
		return name
	}
	return fmt.Sprintf("%s (%s)", name, cause)
}

func (n parcelName) text() string { return fmt.Sprintf("thửa %d tờ %d", n.Number, n.Sheet) }

// vietnamese writes a day, and clock an instant, as Vietnamese documents do.
func vietnamese(d ladm.Date) string { return d.Time().Format("02/01/2006") }

func clock(at time.Time) string { return at.In(ladm.VietNam).Format("02/01/2006 15:04:05") }
