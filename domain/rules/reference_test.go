package rules_test

import (
	"os"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

func TestFiguresThatMayChangeAreExplained(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/reference/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules.National().On("", "").Rules() {
		if rule.Adjustable && !strings.Contains(string(text), "`"+rule.Code+"`") {
			t.Errorf("%s is not in docs/reference/rules.md", rule.Code)
		}
	}
}
