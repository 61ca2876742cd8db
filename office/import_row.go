package office

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// row is one parcel of a file, kept compact until it is registered.
type row struct {
	number int64 // in the file
	sheet  sheetKey
	parcel cadastre.ParcelInput
	fate   fate
	// unread has a bit for each field that could not be read, so that the rules
	// do not complain about it again.
	unread fields
	faults []rules.Finding
}

// fate is what became of a row.
type fate uint8

const (
	pending    fate = iota
	already         // registered before, just as it is
	registered      // by this import
	refused
)

// fields is a set of the fields of a row.
type fields uint8

var fieldBits = map[string]fields{
	"commune": 1, "sheet": 2, "scale": 4, "number": 8, "legalArea": 16, "purposes": 32, "geometry": 64,
}

// placed reports whether it is known to which sheet the row belongs.
func (w *row) placed() bool { return w.unread&(1|2|4) == 0 }

// fault notes what is wrong with the row.
func (w *row) fault(f rules.Finding) {
	if f.Severity == rules.Refuse {
		w.refuse()
	}
	w.faults = append(w.faults, f)
}

// found returns the row's faults, with all that is known of the row.
func (w *row) found() []Fault {
	return lo.Map(w.faults, func(f rules.Finding, _ int) Fault {
		return Fault{
			Row: w.number, Commune: w.sheet.commune, Sheet: w.sheet.number, Scale: w.sheet.scale, Number: w.parcel.Number,
			Code: f.Code, Severity: f.Severity, Message: f.Message, Source: f.Source, At: f.At, WGS84: degrees(f.At),
		}
	})
}

// refuse refuses the row, unless it is registered.
func (w *row) refuse() {
	if w.fate == pending {
		w.fate = refused
	}
}

// unreadable notes that a field could not be read.
func (w *row) unreadable(code, field, message string, args ...any) {
	w.unread |= fieldBits[field]
	w.fault(rules.Finding{Code: code, Severity: rules.Refuse, Field: field, Message: fmt.Sprintf(message, args...)})
}

// dropMissing forgets that values are missing where their whole column is.
func (w *row) dropMissing(columns map[string]bool) {
	w.faults = slices.DeleteFunc(w.faults, func(f rules.Finding) bool {
		return (f.Code == "VALUE_MISSING" || f.Code == "GEOMETRY_UNREADABLE") && columns[f.Field]
	})
}

// reader turns features into rows.
type reader struct {
	mapping Mapping
	srid    int
	points  Points
	seen    fields            // columns that some feature has; geometry: some has a surface
	words   map[string]string // land types, each text kept once
}

func (r *reader) row(f formats.Feature) *row {
	w := &row{number: f.Row}
	w.parcel.Row = f.Row
	w.sheet.commune = r.commune(w, f.Attributes)
	w.sheet.number = r.whole(w, f.Attributes, "sheet", r.mapping.Sheet)
	w.sheet.scale = r.whole(w, f.Attributes, "scale", r.mapping.Scale)
	w.parcel.Number = r.whole(w, f.Attributes, "number", r.mapping.Number)
	w.parcel.LegalArea = r.area(w, f.Attributes)
	w.parcel.Purposes = r.purposes(w, f.Attributes)
	r.boundary(w, f)
	return w
}

// value returns what stands in a column, or notes that nothing does.
func (r *reader) value(w *row, attributes map[string]any, field, name string) (any, bool) {
	value, exists := attributes[name]
	if exists {
		r.seen |= fieldBits[field]
	}
	if value == nil || value == "" {
		w.unreadable("VALUE_MISSING", field, "Dòng %d: cột %q trống. Bổ sung giá trị.", w.number, name)
		return nil, false
	}
	return value, true
}

// commune reads a code of five digits, also from a number that lost its zeros.
func (r *reader) commune(w *row, attributes map[string]any) string {
	value, ok := r.value(w, attributes, "commune", r.mapping.Commune)
	if !ok {
		return ""
	}
	if code, isText := value.(string); isText {
		return strings.TrimSpace(code)
	}
	if number, isWhole := wholeOf(value); isWhole {
		return fmt.Sprintf("%05d", number)
	}
	w.unreadable("VALUE_INVALID", "commune", "Dòng %d: mã xã %v không hợp lệ. Ghi mã xã gồm 5 chữ số.", w.number, value)
	return ""
}

// whole reads a whole number from 1 up.
func (r *reader) whole(w *row, attributes map[string]any, field, name string) int {
	value, ok := r.value(w, attributes, field, name)
	if !ok {
		return 0
	}
	number, isWhole := wholeOf(value)
	if !isWhole || number < 1 || number > math.MaxInt32 {
		w.unreadable("VALUE_INVALID", field, "Dòng %d: cột %q có giá trị %v, không phải số nguyên từ 1 trở lên.", w.number, name, value)
		return 0
	}
	return int(number)
}

func (r *reader) area(w *row, attributes map[string]any) ladm.Area {
	value, ok := r.value(w, attributes, "legalArea", r.mapping.LegalArea)
	if !ok {
		return 0
	}
	m2, isNumber := numberOf(value)
	if !isNumber || !isFinite(m2) {
		w.unreadable("VALUE_INVALID", "legalArea", "Dòng %d: diện tích %v không phải là số m².", w.number, value)
		return 0
	}
	return ladm.SquareMetres(m2)
}

// purposes reads "ONT 400.0; CLN 212.0".
func (r *reader) purposes(w *row, attributes map[string]any) []cadastre.Purpose {
	value, ok := r.value(w, attributes, "purposes", r.mapping.Purposes)
	if !ok {
		return nil
	}
	text, _ := value.(string)
	purposes := make([]cadastre.Purpose, 0, 1+strings.Count(text, ";"))
	for part := range strings.SplitSeq(strings.TrimRight(text, "; "), ";") {
		landType, area, _ := strings.Cut(strings.TrimSpace(part), " ")
		m2, err := strconv.ParseFloat(strings.TrimSpace(area), 64)
		if err != nil || !isFinite(m2) {
			w.unreadable("PURPOSES_UNREADABLE", "purposes",
				"Dòng %d: không đọc được mục đích sử dụng %q. Ghi theo mẫu \"ONT 400.0; CLN 212.0\".", w.number, text)
			return nil
		}
		purposes = append(purposes, cadastre.Purpose{Type: r.word(landType), Area: ladm.SquareMetres(m2)})
	}
	return purposes
}

// word keeps one copy of a text that comes again and again.
func (r *reader) word(text string) string {
	if kept, known := r.words[text]; known {
		return kept
	}
	r.words[text] = strings.Clone(text)
	return r.words[text]
}

// boundary puts the geometry on the millimetre grid, as it is: whether its rings
// close is judged by the rules.
func (r *reader) boundary(w *row, f formats.Feature) {
	switch {
	case errors.Is(f.Err, formats.ErrNoGeometry):
		w.unreadable("GEOMETRY_UNREADABLE", "geometry", "Dòng %d: không có hình thửa. Bổ sung ranh giới rồi xuất lại tệp.", w.number)
		return
	case f.Err != nil:
		w.unreadable("GEOMETRY_UNREADABLE", "geometry", "Dòng %d: hình không phải dạng vùng hoặc bị hỏng. Vẽ lại thành vùng khép kín rồi xuất lại tệp.", w.number)
		return
	case f.Parts > 1:
		r.seen |= fieldBits["geometry"]
		w.unreadable("SEVERAL_PARTS", "geometry",
			"Dòng %d: thửa gồm %d phần rời nhau. Tách thành %d thửa, mỗi thửa một số.", w.number, f.Parts, f.Parts)
		return
	}
	r.seen |= fieldBits["geometry"]
	for _, ring := range f.Rings {
		for _, point := range ring {
			if !isFinite(point[0]) || !isFinite(point[1]) {
				w.unreadable(string(gis.OutOfRange), "geometry", "Dòng %d: tọa độ không phải là số hợp lệ. Xuất lại tệp.", w.number)
				return
			}
		}
	}
	w.parcel.Boundary = polygon(r.srid, f.Rings)
	w.parcel.Surveyed = r.surveyed(w.parcel.Boundary)
}

func wholeOf(value any) (int64, bool) {
	number, isNumber := numberOf(value)
	return int64(number), isNumber && number == math.Trunc(number) && math.Abs(number) < 1e15
}

func numberOf(value any) (float64, bool) {
	switch v := value.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case string:
		number, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		return number, err == nil
	case fmt.Stringer: // json.Number
		number, err := strconv.ParseFloat(v.String(), 64)
		return number, err == nil
	}
	return 0, false
}
