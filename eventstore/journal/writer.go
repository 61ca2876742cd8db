package journal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/diachinh/diachinh/domain/es"
)

// octetStream is the content type of what is not JSON.
const octetStream = "application/octet-stream"

// Writer writes events, one a line.
type Writer struct {
	to   io.Writer
	line []byte
}

// NewWriter writes to an io.Writer, each line in one call: give it a buffer
// where there are many.
func NewWriter(to io.Writer) *Writer { return &Writer{to: to} }

// Write writes an event.
func (w *Writer) Write(e es.Recorded) error {
	w.line = appendLine(w.line[:0], e)
	if _, err := w.to.Write(w.line); err != nil {
		return fmt.Errorf("write event %d@%s: %w", e.Revision, e.Stream, err)
	}
	return nil
}

func appendLine(b []byte, e es.Recorded) []byte {
	b = appendText(append(b, `{"stream":`...), e.Stream)
	b = strconv.AppendUint(append(b, `,"revision":`...), e.Revision, 10)
	b = strconv.AppendUint(append(b, `,"position":`...), e.Position.Commit, 10)
	if e.Position.Prepare != e.Position.Commit {
		b = strconv.AppendUint(append(b, `,"prepare":`...), e.Position.Prepare, 10)
	}
	b = append(append(b, `,"id":"`...), e.ID.String()...)
	b = appendText(append(b, `","type":`...), e.Type)
	b = e.Created.UTC().AppendFormat(append(b, `,"created":"`...), time.RFC3339Nano)
	b = append(b, '"')
	if e.Binary {
		b = append(b, `,"content_type":"`+octetStream+`"`...)
	}
	b = appendBytes(b, "data", e.Data)
	b = appendBytes(b, "metadata", e.Metadata)
	return append(b, '}', '\n')
}

// appendBytes writes bytes as the JSON that they are, or else in base64.
func appendBytes(b []byte, name string, data []byte) []byte {
	b = append(append(b, ',', '"'), name...)
	switch {
	case len(data) == 0:
		return append(b, `":null`...)
	case standsAsIs(data):
		return append(append(b, '"', ':'), data...)
	}
	b = base64.StdEncoding.AppendEncode(append(b, `_base64":"`...), data)
	return append(b, '"')
}

// standsAsIs reports whether bytes can stand in a line and be found there again:
// one JSON value on one line, with nothing around it that a reader would skip.
// null itself stands for no bytes.
func standsAsIs(data []byte) bool {
	first, last := data[0], data[len(data)-1]
	return first > ' ' && last > ' ' && first != 'n' &&
		bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') < 0 &&
		utf8.Valid(data) && json.Valid(data)
}

// appendText writes a string; names are plain but for rare ones.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			escaped, _ := json.Marshal(text) // a string can always be written
			return append(b, escaped...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}
