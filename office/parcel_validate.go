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

// validate refuses what cannot be hashed, put on the millimetre grid or kept as
// metadata.
func (in RegisterParcel) validate(key string) error {
	var findings []rules.Finding
	add := func(code, field, message string, args ...any) {
		findings = append(findings, rules.Finding{
			Code: code, Severity: rules.Refuse, Field: field, Message: fmt.Sprintf(message, args...),
		})
	}
	text := func(field, name, value string) {
		if !wellFormed(value) {
			add("TEXT_MALFORMED", field, "%s dài quá %d ký tự hoặc chứa ký tự điều khiển. Sửa lại cho ngắn gọn, trên một dòng.", name, longestText)
		}
	}
	switch {
	case key == "":
		add("IDEMPOTENCY_KEY_MISSING", "idempotencyKey", "Thiếu khóa chống gửi trùng. Gửi kèm một khóa mới cho mỗi yêu cầu mới.")
	case !wellFormed(key):
		add("IDEMPOTENCY_KEY_MALFORMED", "idempotencyKey", "Khóa chống gửi trùng cần từ 1 đến %d ký tự, không có ký tự điều khiển.", longestText)
	}
	text("dossier", "Mã hồ sơ", in.Dossier)
	text("procedure", "Mã thủ tục", in.Procedure)
	if len(in.Sources) > mostSources {
		add("SOURCES_TOO_MANY", "sources", "Có %d giấy tờ kèm theo, tối đa %d. Chỉ ghi các giấy tờ làm căn cứ.", len(in.Sources), mostSources)
	}
	for i, source := range in.Sources[:min(len(in.Sources), mostSources)] {
		text("sources", fmt.Sprintf("Loại của giấy tờ %d", i+1), source.Kind)
		text("sources", fmt.Sprintf("Số của giấy tờ %d", i+1), source.Number)
		text("sources", fmt.Sprintf("Ngày của giấy tờ %d", i+1), source.Date)
		if hash, err := hex.DecodeString(source.SHA256); err != nil || len(hash) != 32 && source.SHA256 != "" {
			add("SOURCE_HASH_MALFORMED", "sources", "Mã băm SHA-256 của giấy tờ %d không hợp lệ. Ghi đủ 64 chữ số thập lục phân, hoặc để trống.", i+1)
		}
	}
	if !isFinite(in.LegalArea) {
		add("LEGAL_AREA_INVALID", "legalArea", "Diện tích pháp lý không phải là một số hợp lệ. Ghi diện tích bằng m².")
	}
	if ring, vertex, found := in.unplaced(); found {
		add("OUT_OF_RANGE", "geometry", "Tọa độ của đỉnh %d, vòng %d không phải là số hợp lệ. Ghi tọa độ bằng mét.", vertex+1, ring+1)
	}
	return rules.Refused(findings)
}

// unplaced finds a point of the boundary that no grid can take.
func (in RegisterParcel) unplaced() (ring, vertex int, found bool) {
	for i, points := range in.Boundary {
		for j, point := range points {
			if !isFinite(point[0]) || !isFinite(point[1]) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// wellFormed reports whether a text is short and of one line.
func wellFormed(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestText && !strings.ContainsFunc(text, unicode.IsControl)
}

// isFinite reports whether a number may be metres or square metres of a parcel,
// far beyond any zone but within what the millimetre grid holds.
func isFinite(x float64) bool { return math.Abs(x) < 1e12 }
