package main

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// all is the limit of who wants every event.
const all = 0

// printEvents prints at most limit events, one a line.
func printEvents(ctx context.Context, out io.Writer, which selection, store es.Store, limit int) error {
	buffered := bufio.NewWriterSize(out, 1<<16)
	lines := journal.NewWriter(buffered)
	printed := 0
	for e, err := range which.read(ctx, store) {
		if errors.Is(err, es.ErrNoStream) {
			return usage("NO_SUCH_STREAM", "Không có luồng sự kiện %s.", which.Stream)
		}
		if err != nil {
			return err
		}
		if !which.includes(e) {
			continue
		}
		if err := lines.Write(e); err != nil {
			return err
		}
		if printed++; printed == limit {
			break
		}
	}
	return buffered.Flush()
}
