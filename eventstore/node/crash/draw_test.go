package crash_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// kills is how often something is killed.
func kills() int {
	if long() {
		return 500
	}
	return 10
}

func long() bool { return os.Getenv("DIACHINH_TEST_LONG") == "1" }

// seed draws a test's seed, or takes that of an earlier run, and prints it
// where the test fails.
func seed(t *testing.T) uint64 {
	t.Helper()
	drawn := rand.Uint64()
	if given := os.Getenv("DIACHINH_TEST_SEED"); given != "" {
		var err error
		if drawn, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("repeat with DIACHINH_TEST_SEED=%d", drawn)
		}
	})
	return drawn
}

// draws returns the random numbers of one part of a test.
func draws(seed uint64, part int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(part)))
}

// within draws a duration between two others.
func within(r *rand.Rand, least, most time.Duration) time.Duration {
	return least + time.Duration(r.Int64N(int64(most-least)))
}
