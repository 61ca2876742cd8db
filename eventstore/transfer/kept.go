package transfer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/diachinh/diachinh/eventstore/journal"
)

// kept is a file with what an interrupted export has left in it. What is written is
// compared with that as far as it goes, and appended after it.
type kept struct {
	file  *os.File
	lines *bufio.Reader // of what is there
	there []byte
	left  int64 // bytes that have not been compared
	size  int64
	to    *bufio.Writer // nil as long as all is compared
	count int           // of lines
}

func keep(file *os.File) (*kept, error) {
	size, _, err := seal(file)
	if err != nil {
		return nil, err
	}
	return &kept{file: file, lines: bufio.NewReaderSize(file, 1<<18), left: size, size: size}, nil
}

// Write takes one line. Where the file holds another, the error is ErrOtherLog in
// the first, and else a *journal.LineError.
func (k *kept) Write(line []byte) (int, error) {
	k.count++
	known := int(min(int64(len(line)), k.left))
	if err := k.compare(line[:known]); err != nil {
		return 0, err
	}
	if known == len(line) {
		return known, nil
	}
	if k.to == nil {
		if err := k.goOn(); err != nil {
			return 0, err
		}
	}
	written, err := k.to.Write(line[known:])
	return known + written, err
}

func (k *kept) compare(line []byte) error {
	k.there = append(k.there[:0], line...)
	if _, err := io.ReadFull(k.lines, k.there); err != nil {
		return err
	}
	k.left -= int64(len(line))
	switch {
	case bytes.Equal(k.there, line):
		return nil
	case k.count == 1:
		return ErrOtherLog
	}
	return &journal.LineError{Number: k.count, Err: errors.New("not as the log has it")}
}

// goOn begins to write after what is there; an end that stands there is none now.
func (k *kept) goOn() error {
	if err := k.file.Truncate(k.size); err != nil {
		return err
	}
	_, err := k.file.Seek(k.size, io.SeekStart)
	k.to = bufio.NewWriterSize(k.file, 1<<18)
	return err
}

func (k *kept) flush() error {
	if k.to == nil {
		return nil
	}
	return k.to.Flush()
}
