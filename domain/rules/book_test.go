package rules_test

import (
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

func TestNational(t *testing.T) {
	t.Parallel()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Rules()) < 50 {
		t.Errorf("%d rules", len(book.Rules()))
	}
}
