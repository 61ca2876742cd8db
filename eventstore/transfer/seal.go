package transfer

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"github.com/google/uuid"
)

// end is what the last line of a file says of all lines before it:
//
//	{"end":{"log_id":"…","events":3322,"sha256":"…"}}
//
// No event looks like it, so that a file without it was cut off, however well its
// lines read.
type end struct {
	LogID  uuid.UUID `json:"log_id"`
	Events int64     `json:"events"` // as many as there are lines before
	SHA256 string    `json:"sha256"` // of all bytes before, in hexadecimal
}

type endLine struct {
	End *end `json:"end"`
}

const (
	endOpening = `{"end":`
	// endLength is more bytes than the last line has.
	endLength = 1 << 10
)

// endOf is the end of a file with these lines.
func endOf(log uuid.UUID, events int64, lines hash.Hash) end {
	return end{LogID: log, Events: events, SHA256: hex.EncodeToString(lines.Sum(nil))}
}

func (e end) write(to io.Writer) error {
	line, err := json.Marshal(endLine{&e})
	if err != nil {
		return err
	}
	_, err = to.Write(append(line, '\n'))
	return err
}

// seal looks at the end of a file: it returns how many bytes there are before the
// last line, where that is an end or the beginning of one, and what it says. Else it
// returns how many bytes the file has.
func seal(file io.ReadSeeker) (lines int64, last []byte, err error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, nil, err
	}
	from, err := file.Seek(max(0, size-endLength), io.SeekStart)
	if err != nil {
		return 0, nil, err
	}
	last, err = io.ReadAll(file)
	if err != nil {
		return 0, nil, err
	}
	before := bytes.LastIndexByte(bytes.TrimSuffix(last, []byte("\n")), '\n')
	last = last[before+1:]
	_, err = file.Seek(0, io.SeekStart)
	if longer := before < 0 && from > 0; longer || !bytes.HasPrefix(last, []byte(endOpening)) {
		return size, nil, err
	}
	return size - int64(len(last)), last, err
}

// sealed makes sure that the last line of a file is the end that its lines have.
func sealed(last []byte, want end) error {
	if !bytes.HasSuffix(last, []byte("\n")) {
		return ErrCutOff
	}
	var line endLine
	if err := json.Unmarshal(last, &line); err != nil || line.End == nil || *line.End != want {
		return errors.Join(ErrChanged, err)
	}
	return nil
}
