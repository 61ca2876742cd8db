package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// FileError says what is wrong with a file of rules. Correct the file: nothing of
// it was taken.
type FileError struct {
	File string
	// Line counts from 1; 0 where the file as a whole is wrong.
	Line int
	// Code is of the rule that is wrong, if one is.
	Code string
	// Problem says what is wrong.
	Problem Words
}

// Error says it in English, the file and line first.
func (e *FileError) Error() string { return e.Where() + e.Problem.EN }

// Where names file, line and rule, as "own.json:12: PART_TOO_SMALL: ".
func (e *FileError) Where() string {
	where := e.File
	if e.Line > 0 {
		where += fmt.Sprintf(":%d", e.Line)
	}
	if e.Code != "" {
		where += ": " + e.Code
	}
	return where + ": "
}

// file is what stands in a file of rules.
type file struct {
	// Province is the code of the province whose rules these are; none: everywhere.
	Province string `json:"province"`
	// Acts names groups of events, for Acts of the rows.
	Acts  map[string][]string `json:"acts"`
	Rules []json.RawMessage   `json:"rules"`
}

// row is a rule and where it stands.
type row struct {
	Rule
	line int
}

// read takes a file apart. It does not look at what the rows say.
func (o Overlay) read() ([]row, *FileError) {
	var f file
	if err := strictly(o.Text, &f); err != nil {
		return nil, &FileError{o.Name, o.lineOf(err, 0), "", unreadable(err)}
	}
	if f.Province != "" && !province.MatchString(f.Province) {
		return nil, &FileError{o.Name, 0, "", words(
			"mã tỉnh %q không gồm hai chữ số, ví dụ 38", "province %q is not two digits, e.g. 38", f.Province)}
	}
	if len(f.Rules) == 0 {
		return nil, &FileError{o.Name, 0, "", words(`tệp không có quy tắc nào trong "rules"`, `the file has no rules in "rules"`)}
	}
	rows := make([]row, len(f.Rules))
	at := 0
	for i, text := range f.Rules {
		at += bytes.Index(o.Text[at:], text)
		rows[i].line = o.line(at)
		if err := strictly(text, &rows[i].Rule); err != nil {
			return nil, &FileError{o.Name, o.lineOf(err, at), rows[i].Code, unreadable(err)}
		}
		if rows[i].Province != "" {
			return nil, &FileError{o.Name, rows[i].line, rows[i].Code, words(
				`"province" đặt ở đầu tệp, không đặt trong từng quy tắc`, `"province" stands at the top of the file, not in a rule`)}
		}
		rows[i].Province = f.Province
		rows[i].Acts = spelt(rows[i].Acts, f.Acts)
		at += len(text)
	}
	return rows, nil
}

// spelt puts the events of groups in their places.
func spelt(acts []string, groups map[string][]string) []string {
	var events []string
	for _, act := range acts {
		if group, named := groups[act]; named {
			events = append(events, group...)
		} else {
			events = append(events, act)
		}
	}
	slices.Sort(events)
	return slices.Compact(events)
}

// strictly decodes one JSON value and refuses names that nobody knows.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errFollows
	}
	return nil
}

var (
	errFollows = errors.New("something follows the last brace")
	nameless   = regexp.MustCompile(`unknown field "(.*)"$`)
)

// unreadable says what a JSON error means.
func unreadable(err error) Words {
	said := words("không đọc được: %v", "cannot be read: %v", err)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch name := nameless.FindStringSubmatch(err.Error()); {
	case name != nil:
		said.VI = fmt.Sprintf("không đọc được: không có mục nào tên %q", name[1])
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		said.VI = "không đọc được: tệp bị cắt giữa chừng"
	case errors.Is(err, errFollows):
		said.VI = "không đọc được: còn nội dung sau dấu ngoặc cuối"
	case errors.As(err, &syntax):
		said.VI = "không đọc được: sai cú pháp JSON (dấu phẩy, ngoặc hoặc dấu nháy)"
	case errors.As(err, &kind):
		said.VI = fmt.Sprintf("không đọc được: mục %q có giá trị sai kiểu (%s)", kind.Field, kind.Value)
	}
	return said
}

// lineOf returns the line that a JSON error names, or that of a place in the text.
func (o Overlay) lineOf(err error, at int) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at += int(syntax.Offset)
	case errors.As(err, &kind):
		at += int(kind.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF):
		at = len(o.Text)
	}
	return o.line(at)
}

func (o Overlay) line(at int) int {
	return 1 + bytes.Count(o.Text[:min(at, len(o.Text))], []byte("\n"))
}

func words(vi, en string, args ...any) Words {
	return Words{fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...)}
}
