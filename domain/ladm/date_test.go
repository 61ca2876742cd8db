package ladm_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/domain/ladm"
)

func TestDate(t *testing.T) {
	t.Parallel()
	t.Run("an instant late in the UTC evening is already the next day in Viet Nam", func(t *testing.T) {
		t.Parallel()
		evening := time.Date(2026, time.March, 1, 17, 0, 0, 0, time.UTC)
		if got := ladm.DateOf(evening).String(); got != "2026-03-02" {
			t.Fatalf("got %s", got)
		}
	})
	t.Run("text and time lead back to the same day", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			date := ladm.Date(rapid.Int32Range(1, 3_000_000).Draw(t, "day"))
			read, err := ladm.ParseDate(date.String())
			if err != nil || read != date {
				t.Fatalf("%s read as %v, %v", date, read, err)
			}
			if ladm.NewDate(date.Time().Date()) != date {
				t.Fatalf("%s is not its own time", date)
			}
		})
	})
	t.Run("what is no date is refused", func(t *testing.T) {
		t.Parallel()
		for _, s := range []string{"2026-02-30", "1/7/2025", ""} {
			if d, err := ladm.ParseDate(s); err == nil {
				t.Errorf("%q read as %s", s, d)
			}
		}
	})
}
