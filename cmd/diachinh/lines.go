package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// line is an event as it is printed.
type line struct {
	Stream   string          `json:"stream"`
	Revision uint64          `json:"revision"`
	Position uint64          `json:"position"`
	ID       uuid.UUID       `json:"id"`
	Type     string          `json:"type"`
	Created  time.Time       `json:"created"`
	Data     json.RawMessage `json:"data"`
	Metadata json.RawMessage `json:"metadata"`
}

// lines prints events, one a line.
type lines struct{ encoder *json.Encoder }

func newLines(out io.Writer) lines {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return lines{encoder}
}

func (l lines) print(e es.Recorded) error {
	return l.encoder.Encode(line{
		Stream: e.Stream, Revision: e.Revision, Position: e.Position.Commit,
		ID: e.ID, Type: e.Type, Created: e.Created.UTC(),
		Data: asJSON(e.Data), Metadata: asJSON(e.Metadata),
	})
}

// asJSON is what the registry's own events hold; of other events, a string.
func asJSON(data []byte) json.RawMessage {
	if len(data) == 0 {
		return json.RawMessage("null")
	}
	if json.Valid(data) {
		return data
	}
	text, _ := json.Marshal(string(data))
	return text
}

// all is the limit of who wants every event.
const all = 0

// printEvents prints at most limit events.
func printEvents(ctx context.Context, out io.Writer, which selection, store es.Store, limit int) error {
	buffered := bufio.NewWriterSize(out, 1<<16)
	lines := newLines(buffered)
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
		if err := lines.print(e); err != nil {
			return err
		}
		if printed++; printed == limit {
			break
		}
	}
	return buffered.Flush()
}
