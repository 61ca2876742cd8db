package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
)

// rules returns the rules of the program under the office's own.
func (s *settings) rules() (*rules.Book, error) {
	if s.Rules == "" {
		return rules.National(), nil
	}
	var overlays []rules.Overlay
	for _, path := range strings.Split(s.Rules, ",") {
		read, err := overlaysAt(strings.TrimSpace(path))
		if err != nil {
			return nil, err
		}
		overlays = append(overlays, read...)
	}
	return bookUnder(overlays)
}

// bookUnder loads overlays, or says in Vietnamese which line is wrong.
func bookUnder(overlays []rules.Overlay) (*rules.Book, error) {
	book, err := rules.Load(overlays...)
	var wrong *rules.FileError
	if errors.As(err, &wrong) {
		return nil, usage("BAD_RULES", "Tệp quy tắc không dùng được. %s%s.", wrong.Where(), wrong.Problem.VI)
	}
	if err != nil {
		return nil, err
	}
	return book, checkNames(book)
}

// checkNames refuses rules of a province, or about a land type, that there is not.
func checkNames(book *rules.Book) error {
	provinces, err := territory.ProvinceNames()
	if err != nil {
		return err
	}
	landTypes := lo.Map(ladm.LandTypes.Entries, func(c ladm.Code, _ int) string { return c.Code })
	for _, r := range book.Rules() {
		if _, known := provinces[r.Province]; !known && r.Province != "" {
			return usage("BAD_RULES", "Quy tắc %s: không có tỉnh nào mang mã %q. Sửa \"province\" ở đầu tệp.", r.Code, r.Province)
		}
		for _, c := range r.Cases {
			if unknown := lo.Without(c.When["land_type"], landTypes...); len(unknown) > 0 {
				return usage("BAD_RULES", "Quy tắc %s: %q không phải mã loại đất của Thông tư 08/2024/TT-BTNMT.", r.Code, unknown[0])
			}
		}
	}
	return nil
}

// overlaysAt reads a file of rules, or all *.json of a directory by name.
func overlaysAt(path string) ([]rules.Overlay, error) {
	found := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if found, err = filepath.Glob(filepath.Join(path, "*.json")); err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, usage("BAD_RULES", "Thư mục quy tắc %q không có tệp .json nào.", path)
		}
		slices.Sort(found)
	}
	overlays := make([]rules.Overlay, len(found))
	for i, name := range found {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, usage("BAD_RULES", "Không đọc được tệp quy tắc %q: %v.", name, err)
		}
		overlays[i] = rules.Overlay{Name: name, Text: text}
	}
	return overlays, nil
}
