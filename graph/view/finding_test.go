package view_test

import (
	"slices"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/view"
)

func TestFindings(t *testing.T) {
	t.Parallel()
	for field, want := range map[string][]string{
		"":           {"input"},
		"number":     {"input", "number"},
		"purposes.1": {"input", "purposes", "1"},
		"geometry":   {"input", "boundary"},
	} {
		t.Run("a finding about "+field+" leads to that part of the input", func(t *testing.T) {
			t.Parallel()
			shown := view.NewFindings([]rules.Finding{{Code: "X", Field: field}})
			if !slices.Equal(shown[0].Path, want) {
				t.Errorf("path %q, want %q", shown[0].Path, want)
			}
		})
	}
}
