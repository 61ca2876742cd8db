package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/diachinh/diachinh/domain/rules"
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
	return book, err
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
