package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
)

type rulesCommand struct {
	List    rulesListCommand    `cmd:"" help:"Liệt kê các quy tắc (list the rules)."`
	Check   rulesCheckCommand   `cmd:"" help:"Kiểm tra tệp quy tắc riêng (check files of own rules)."`
	Explain rulesExplainCommand `cmd:"" help:"Cho biết quy tắc nào đã áp dụng cho một sự kiện (which rules applied to a recorded change)."`
}

type rulesListCommand struct {
	Province string    `name:"province" placeholder:"CODE" help:"Quy tắc có hiệu lực ở một tỉnh, ví dụ 38 (those in force in a province)."`
	On       ladm.Date `name:"on" placeholder:"YYYY-MM-DD" help:"Quy tắc có hiệu lực vào một ngày (those in force on a day)."`
	JSON     bool      `name:"json" help:"In dạng JSON, cả lời văn (print JSON, messages included)."`
}

// Run prints every row, or those in force in a province and on a day; one of the
// two alone means the whole country, or today.
func (c *rulesListCommand) Run(s *settings, t *terminal) error {
	book, err := s.rules()
	if err != nil {
		return err
	}
	if err := checkProvince(c.Province); err != nil {
		return err
	}
	listed := book.Rules()
	if c.Province != "" || !c.On.IsZero() {
		day := lo.CoalesceOrEmpty(c.On, ladm.DateOf(time.Now()))
		listed = book.On(c.Province, day.String()).Rules()
	}
	if c.JSON {
		return printJSON(t.out, struct {
			Version string       `json:"version"`
			Rules   []rules.Rule `json:"rules"`
		}{book.Version(), listed})
	}
	fmt.Fprintln(t.out, book.Version())
	return printRules(t.out, listed)
}

// checkProvince refuses a code that no province has.
func checkProvince(code string) error {
	names, err := territory.ProvinceNames()
	if _, known := names[code]; err == nil && code != "" && !known {
		return usage("BAD_ARGUMENT", "Không có tỉnh nào mang mã %q. Ví dụ: 01 Hà Nội, 38 Thanh Hóa, 79 Thành phố Hồ Chí Minh.", code)
	}
	return err
}

type rulesCheckCommand struct {
	Files []string `arg:"" name:"file" help:"Tệp hoặc thư mục quy tắc (files or directories of rules)."`
}

// Run loads files over the program's rules and prints what they change.
func (c *rulesCheckCommand) Run(t *terminal) error {
	var overlays []rules.Overlay
	for _, path := range c.Files {
		read, err := overlaysAt(path)
		if err != nil {
			return err
		}
		overlays = append(overlays, read...)
	}
	book, err := bookUnder(overlays)
	if err != nil {
		return err
	}
	known := lo.Map(rules.National().Rules(), func(r rules.Rule, _ int) string { return fmt.Sprint(r) })
	changed := lo.Reject(book.Rules(), func(r rules.Rule, _ int) bool { return slices.Contains(known, fmt.Sprint(r)) })
	fmt.Fprintln(t.out, book.Version())
	return printRules(t.out, changed)
}
