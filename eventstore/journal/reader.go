package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	gojson "github.com/goccy/go-json"
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// Line is an event and where in the file it stands.
type Line struct {
	es.Recorded
	Number int   // of the line, from 1
	End    int64 // bytes from where reading began to the end of the line
}

// LineError says that a line cannot be read.
type LineError struct {
	Number int // of the line, from 1
	Err    error
}

// Error names the line.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Number, e.Err) }

// Unwrap returns what is wrong with the line.
func (e *LineError) Unwrap() error { return e.Err }

// ErrCutOff says that the last line has no end: whoever wrote it was interrupted.
// All lines before it are whole.
var ErrCutOff = errors.New("the last line is cut off")

// longest is how many bytes a line may have: an event of the largest size that a
// server takes (16 MiB), in base64, has 22 MiB.
const longest = 32 << 20

var errTooLong = fmt.Errorf("longer than %d bytes", longest)

// Read yields the events that a [Writer] wrote, to the end or to the first error,
// a *LineError. The events' bytes are the receiver's to keep.
func Read(from io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		buffered := bufio.NewReaderSize(from, 1<<16)
		for line := (Line{Number: 1}); ; line.Number++ {
			text, err := readLine(buffered)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				line.End += int64(len(text))
				line.Recorded, err = parse(text)
			}
			if err != nil {
				yield(Line{}, &LineError{line.Number, err})
				return
			}
			if !yield(line, nil) {
				return
			}
		}
	}
}

// readLine returns the next line with its end, in memory of its own; io.EOF
// after the last.
func readLine(from *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := from.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case len(line) > longest:
			return nil, errTooLong
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return nil, ErrCutOff
		default:
			return nil, err
		}
	}
}

// written is a line as it is parsed. What must be there is a pointer.
type written struct {
	Stream         *string         `json:"stream"`
	Revision       *uint64         `json:"revision"`
	Position       *uint64         `json:"position"`
	Prepare        *uint64         `json:"prepare"`
	ID             *uuid.UUID      `json:"id"`
	Type           *string         `json:"type"`
	Created        *time.Time      `json:"created"`
	ContentType    string          `json:"content_type"`
	Data           json.RawMessage `json:"data"`
	DataBase64     []byte          `json:"data_base64"`
	Metadata       json.RawMessage `json:"metadata"`
	MetadataBase64 []byte          `json:"metadata_base64"`
}

func parse(line []byte) (es.Recorded, error) {
	// The fast decoder takes the bytes of data and metadata as they come.
	if !json.Valid(line) {
		return es.Recorded{}, errors.New("not JSON")
	}
	var w written
	if err := gojson.Unmarshal(line, &w); err != nil {
		return es.Recorded{}, err
	}
	if w.Stream == nil || w.Revision == nil || w.Position == nil || w.ID == nil || w.Type == nil || w.Created == nil {
		return es.Recorded{}, errors.New("not an event: stream, revision, position, id, type and created are needed")
	}
	if w.ContentType != "" && w.ContentType != octetStream {
		return es.Recorded{}, fmt.Errorf("unknown content type %q", w.ContentType)
	}
	position := es.Position{Commit: *w.Position, Prepare: *w.Position}
	if w.Prepare != nil {
		position.Prepare = *w.Prepare
	}
	return es.Recorded{
		Proposed: es.Proposed{
			ID: *w.ID, Type: *w.Type, Binary: w.ContentType == octetStream,
			Data: either(w.Data, w.DataBase64), Metadata: either(w.Metadata, w.MetadataBase64),
		},
		Stream: *w.Stream, Revision: *w.Revision, Position: position, Created: *w.Created,
	}, nil
}

// either is the bytes that stand as they are, or else those in base64.
func either(asIs json.RawMessage, base64 []byte) []byte {
	if len(asIs) == 0 || string(asIs) == "null" {
		return base64
	}
	return asIs
}
