package office

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/diachinh/diachinh/domain/rules"
)

// What goes into the metadata of an event stands there for ever, and with every
// event of the act.
const (
	longestText = 200 // characters of a key and of each text
	mostSources = 20
)

// checklist notes what is wrong with an input before any rule is asked.
type checklist struct{ findings []rules.Finding }

func (c *checklist) add(item int, code, field string, message rules.Words) {
	c.findings = append(c.findings, rules.Finding{
		Code: code, Severity: rules.Refuse, Item: item, Field: field, Message: message.VI, MessageEN: message.EN,
	})
}

// said is a message in both languages, about the same things in the same order.
func said(vi, en string, about ...any) rules.Words {
	return rules.Words{VI: fmt.Sprintf(vi, about...), EN: fmt.Sprintf(en, about...)}
}

// validate refuses a key, grounds or content that cannot be hashed, put on the
// millimetre grid or kept as metadata.
func validate(key string, grounds Grounds, content func(*checklist)) error {
	c := &checklist{}
	switch {
	case key == "":
		c.add(0, "IDEMPOTENCY_KEY_MISSING", "idempotencyKey", said("Thiếu khóa chống gửi trùng. Gửi kèm một khóa mới cho mỗi yêu cầu mới.",
			"There is no idempotency key. Send a new one with each new request."))
	case !wellFormed(key):
		c.add(0, "IDEMPOTENCY_KEY_MALFORMED", "idempotencyKey", said("Khóa chống gửi trùng cần từ 1 đến %d ký tự, không có ký tự điều khiển.",
			"An idempotency key has 1 to %d characters, none of them a control character.", longestText))
	}
	c.grounds(grounds)
	content(c)
	return rules.Refused(c.findings)
}

func (c *checklist) grounds(g Grounds) {
	c.text("dossier", said("Mã hồ sơ", "The dossier's number"), g.Dossier)
	c.text("procedure", said("Mã thủ tục", "The procedure's code"), g.Procedure)
	if len(g.Sources) > mostSources {
		c.add(0, "SOURCES_TOO_MANY", "sources", said("Có %d giấy tờ kèm theo, tối đa %d. Chỉ ghi các giấy tờ làm căn cứ.",
			"%d documents are named, at most %d are taken. Name those that the act rests on.", len(g.Sources), mostSources))
	}
	for i, source := range g.Sources[:min(len(g.Sources), mostSources)] {
		at := fmt.Sprintf("sources.%d.", i)
		c.text(at+"kind", said("Loại của giấy tờ %d", "The kind of document %d", i+1), source.Kind)
		if strings.TrimSpace(source.Kind) == "" {
			c.add(0, "SOURCE_KIND_MISSING", at+"kind", said("Giấy tờ %d chưa ghi loại. Ghi loại giấy tờ, ví dụ BIEN_BAN.",
				"Document %d has no kind. Give the kind of document, e.g. BIEN_BAN.", i+1))
		}
		c.text(at+"number", said("Số của giấy tờ %d", "The number of document %d", i+1), source.Number)
		c.text(at+"date", said("Ngày của giấy tờ %d", "The date of document %d", i+1), source.Date)
		if hash, err := hex.DecodeString(source.SHA256); err != nil || len(hash) != 32 && source.SHA256 != "" {
			c.add(0, "SOURCE_HASH_MALFORMED", at+"sha256", said("Mã băm SHA-256 của giấy tờ %d không hợp lệ. Ghi đủ 64 chữ số thập lục phân, hoặc để trống.",
				"The SHA-256 hash of document %d is malformed. Give all 64 hexadecimal digits, or none.", i+1))
		}
	}
}

func (c *checklist) text(field string, name rules.Words, value string) {
	if !wellFormed(value) {
		c.add(0, "TEXT_MALFORMED", field, rules.Words{
			VI: fmt.Sprintf("%s dài quá %d ký tự hoặc chứa ký tự điều khiển. Sửa lại cho ngắn gọn, trên một dòng.", name.VI, longestText),
			EN: fmt.Sprintf("%s is longer than %d characters or has control characters. Shorten it to one line.", name.EN, longestText),
		})
	}
}

func (c *checklist) area(item int, m2 float64) {
	if !isFinite(m2) {
		c.add(item, "LEGAL_AREA_INVALID", "legalArea", said("Diện tích pháp lý không phải là một số hợp lệ. Ghi diện tích bằng m².",
			"The legal area is no sound number. Give it in m²."))
	}
}

// rings notes the first point that no grid can take.
func (c *checklist) rings(item int, rings [][][2]float64) {
	for i, points := range rings {
		for j, point := range points {
			if !isFinite(point[0]) || !isFinite(point[1]) {
				c.add(item, "OUT_OF_RANGE", "geometry", said("Tọa độ của đỉnh %d, vòng %d không phải là số hợp lệ. Ghi tọa độ bằng mét.",
					"The coordinates of vertex %d, ring %d are no sound numbers. Give metres.", j+1, i+1))
				return
			}
		}
	}
}

func (in RegisterParcel) check(c *checklist) {
	c.area(0, in.LegalArea)
	c.rings(0, in.Boundary)
}

// wellFormed reports whether a text is short and of one line.
func wellFormed(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestText && !strings.ContainsFunc(text, unicode.IsControl)
}

// isFinite reports whether a number may be metres or square metres of a parcel,
// far beyond any zone but within what the millimetre grid holds.
func isFinite(x float64) bool { return math.Abs(x) < 1e12 }
