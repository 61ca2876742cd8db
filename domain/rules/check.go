package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	province = regexp.MustCompile(`^[0-9]{2}$`)
	codeForm = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*(:[a-z]+)?$`)
	landType = regexp.MustCompile(`^[A-Z]{3}$`)
)

// check says what is wrong with a row. It builds on the national row of its code;
// without one it is that row, and has to be whole.
func (r Rule) check(national *Rule) (Words, bool) {
	for _, check := range []func() (Words, bool){r.checkDays, r.checkWords, r.checkCases} {
		if problem, sound := check(); !sound {
			return problem, false
		}
	}
	if national == nil {
		return r.checkWhole()
	}
	return r.checkAgainst(*national)
}

func (r Rule) checkDays() (Words, bool) {
	for _, day := range []string{r.From, r.To} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return words("ngày %q không có dạng YYYY-MM-DD", "day %q is not YYYY-MM-DD", day), false
		}
	}
	if r.To != "" && r.To <= r.From {
		return words("\"to\" %s không sau \"from\" %s", "\"to\" %s is not after \"from\" %s", r.To, r.From), false
	}
	return Words{}, true
}

func (r Rule) checkWords() (Words, bool) {
	if !slices.Contains([]Severity{"", Refuse, Warn}, r.Severity) {
		return words("\"severity\" %q không phải refuse hay warn", "\"severity\" %q is neither refuse nor warn", r.Severity), false
	}
	if !slices.Contains([]Evidence{"", Verified, Remembered, Disputed}, r.Evidence) {
		return words("\"evidence\" %q không phải V, M hay ?", "\"evidence\" %q is not V, M or ?", r.Evidence), false
	}
	return Words{}, true
}

func (r Rule) checkCases() (Words, bool) {
	if r.Params != nil && r.Cases != nil {
		return words("chỉ dùng một trong \"params\" và \"cases\"", "either \"params\" or \"cases\", not both"), false
	}
	for i, c := range r.Cases {
		for fact, values := range c.When {
			if len(values) == 0 {
				return words("điều kiện %s không có giá trị nào", "condition %s has no values", fact), false
			}
			for _, value := range values {
				if !factSound(fact, value) {
					return words("điều kiện %s = %q không có nghĩa", "condition %s = %q means nothing", fact, value), false
				}
			}
		}
		if earlier := slices.IndexFunc(r.Cases[:i], c.within); earlier >= 0 {
			return words("trường hợp %d không bao giờ được dùng: trường hợp %d đã gồm nó", "case %d is never reached: case %d takes all of it", i+1, earlier+1), false
		}
	}
	return Words{}, true
}

func factSound(fact, value string) bool {
	switch fact {
	case "land_type":
		return landType.MatchString(value)
	case "commune_kind":
		return slices.Contains([]string{"xa", "phuong", "dac_khu"}, value)
	}
	return false
}

// checkWhole demands of the row that others build on that nothing is missing.
func (r Rule) checkWhole() (Words, bool) {
	if r.Province != "" || r.From != "" || !codeForm.MatchString(r.Code) || len(r.Acts) == 0 {
		return unknownCode(r.Code), false
	}
	if r.Severity == "" || r.Source == "" || r.Evidence == "" || r.Message.VI == "" || r.Message.EN == "" {
		return words("thiếu severity, source, evidence hoặc message", "severity, source, evidence or message is missing"), false
	}
	return Words{}, true
}

func unknownCode(code string) Words {
	return words("không có quy tắc %q trong chương trình; `diachinh rules list` liệt kê các mã",
		"the program has no rule %q; `diachinh rules list` lists the codes", code)
}

// checkAgainst demands that a row changes only what its rule lets it.
func (r Rule) checkAgainst(national Rule) (Words, bool) {
	if r.Field != "" || len(r.Acts) > 0 || r.Adjustable {
		return words("\"field\", \"acts\", \"adjustable\" không thay đổi được", "\"field\", \"acts\" and \"adjustable\" cannot be changed"), false
	}
	figures := r.Params != nil || r.Cases != nil
	if !national.Adjustable && (figures || r.Severity != "" && r.Severity != national.Severity || r.To != "") {
		return words("sổ đăng ký dựa trên quy tắc này: chỉ thay được lời và căn cứ", "the register rests on this rule: only its words and source can be changed"), false
	}
	if r.Province == "" && r.From == "" && r.To != "" {
		return words("dòng gốc của cả nước không thể có \"to\"; hãy thêm \"from\"", "the country's first row cannot end; give a \"from\""), false
	}
	if (figures || r.Severity != "") && r.Source == "" {
		return words("thiếu căn cứ \"source\"", "its legal \"source\" is missing"), false
	}
	if strings.HasSuffix(r.Code, ":warn") && r.Severity == Refuse {
		return words("mức :warn không thể là refuse", "a :warn grade cannot refuse"), false
	}
	if problem, sound := r.checkFigures(national); !sound {
		return problem, false
	}
	known := national.Message.placeholders()
	for name := range r.Message.placeholders() {
		if !known[name] {
			return words("lời có {%s}; quy tắc chỉ có %s", "the message has {%s}; the rule has %s",
				name, strings.Join(slices.Sorted(maps.Keys(known)), ", ")), false
		}
	}
	return Words{}, true
}

// checkFigures demands the figures that the code asks for, none negative.
func (r Rule) checkFigures(national Rule) (Words, bool) {
	switch {
	case r.Params != nil && national.Cases != nil:
		return words(`quy tắc dùng "cases": ghi số liệu thành "cases": [{"params": {…}}]`, `the rule uses "cases": put params into cases, "cases": [{"params": {…}}]`), false
	case r.Cases != nil && national.Params != nil:
		return words(`quy tắc dùng "params", không dùng "cases"`, `the rule uses "params", not "cases"`), false
	case (r.Params != nil || r.Cases != nil) && national.Params == nil && national.Cases == nil:
		return words("quy tắc không có số liệu", "the rule has no figures"), false
	}
	wanted := national.figures()
	for _, params := range r.allParams() {
		names := slices.Sorted(maps.Keys(params))
		if !slices.Equal(names, wanted) {
			return words("các số liệu là %v, cần đủ %v", "the figures are %v and should be %v", names, wanted), false
		}
		for name, figure := range params {
			if figure < 0 {
				return words("%s = %v nhỏ hơn 0", "%s = %v is below zero", name, figure), false
			}
		}
	}
	return Words{}, true
}

func (r Rule) allParams() []Params {
	if r.Params != nil {
		return []Params{r.Params}
	}
	all := make([]Params, len(r.Cases))
	for i, c := range r.Cases {
		all[i] = c.Params
	}
	return all
}

// figures names the figures of the rule, those of all cases being the same.
func (r Rule) figures() []string {
	for _, params := range r.allParams() {
		return slices.Sorted(maps.Keys(params))
	}
	return nil
}
