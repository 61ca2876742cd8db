package ladm

import (
	"testing"
	"time"
)

func TestCodeLists(t *testing.T) {
	t.Parallel()
	today := NewDate(2026, time.March, 2)

	t.Run("rural residential land is a land type", func(t *testing.T) {
		t.Parallel()
		entry, known := LandTypes.On("ONT", today)
		if !known || entry.Vietnamese != "Đất ở tại nông thôn" {
			t.Errorf("ONT is %+v, %v", entry, known)
		}
	})
	t.Run("a code of an older list is unknown today", func(t *testing.T) {
		t.Parallel()
		if _, known := LandTypes.On("BHK", today); known {
			t.Error("BHK was replaced by HNK")
		}
	})
	t.Run("a code means nothing before its list was in force", func(t *testing.T) {
		t.Parallel()
		if _, known := LandTypes.On("ONT", NewDate(2024, time.July, 31)); known {
			t.Error("the list is in force from 1 August 2024")
		}
	})
	t.Run("a code that was withdrawn is known until its last day", func(t *testing.T) {
		t.Parallel()
		list := parseCodeList([]byte(`{"name":"n","source":"s","from":"2020-01-01","entries":[
			{"code":"A","vi":"cũ","until":"2024-12-31"},
			{"code":"A","vi":"mới","from":"2025-01-01"}]}`))
		if old, _ := list.On("A", NewDate(2024, time.December, 31)); old.Vietnamese != "cũ" {
			t.Errorf("on its last day A is %+v", old)
		}
		if young, _ := list.On("A", NewDate(2025, time.January, 1)); young.Vietnamese != "mới" {
			t.Errorf("a day later A is %+v", young)
		}
	})
	t.Run("every list names its source, and every entry says what it means", func(t *testing.T) {
		t.Parallel()
		for _, list := range []*CodeList{LandTypes, Origins} {
			if list.Name == "" || list.Source == "" || list.From.IsZero() || len(list.Entries) == 0 {
				t.Errorf("list %q lacks a name, a source, a date or entries", list.Name)
			}
			for _, entry := range list.Entries {
				if entry.Code == "" || entry.Vietnamese == "" || entry.English == "" {
					t.Errorf("%s: %+v is incomplete", list.Name, entry)
				}
			}
		}
	})
	t.Run("maps are drawn in six scales", func(t *testing.T) {
		t.Parallel()
		if _, known := ScaleOf(2000); !known || len(Scales) != 6 {
			t.Errorf("scales are %+v", Scales)
		}
		if _, known := ScaleOf(1500); known {
			t.Error("1:1500 is no scale of a cadastral map")
		}
	})
}
