package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

func TestLogThatCannotBeMovedIsWorded(t *testing.T) {
	t.Parallel()
	for _, reason := range []transfer.Reason{transfer.Missing, transfer.Limited, transfer.Deleted} {
		f := worded(fmt.Errorf("export: %w", &transfer.TruncatedError{Stream: "numbers", Reason: reason}))
		if f.code != "STREAM_TRUNCATED" || f.exit != exitUsage || !strings.HasPrefix(f.message, "Luồng numbers đ") {
			t.Errorf("%s: got %+v", reason, f)
		}
	}
	if f := worded(fmt.Errorf("name the log: %w", eventstore.ErrNoLogID)); f.code != "LOG_UNNAMED" {
		t.Errorf("got %+v", f)
	}
}
