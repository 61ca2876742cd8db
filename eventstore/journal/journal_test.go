package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/journal"
)

const id = "6f0f2d5e-7a5d-4d5b-8a44-6b0f5d3c2a10"

func event(data, metadata string) es.Recorded {
	return es.Recorded{
		Proposed: es.Proposed{ID: uuid.MustParse(id), Type: "it.happened.v1", Data: []byte(data), Metadata: []byte(metadata)},
		Stream:   "numbers", Revision: 3, Position: es.Position{Commit: 7, Prepare: 7},
		Created: time.Date(2026, 7, 1, 2, 3, 4, 567891000, time.UTC),
	}
}

func written(tb testing.TB, events ...es.Recorded) string {
	tb.Helper()
	var out strings.Builder
	w := journal.NewWriter(&out)
	for _, e := range events {
		if err := w.Write(e); err != nil {
			tb.Fatal(err)
		}
	}
	return out.String()
}

func read(text string) (lines []journal.Line, err error) {
	for line, err := range journal.Read(strings.NewReader(text)) {
		if err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func same(a, b es.Recorded) bool {
	return a.Stream == b.Stream && a.Revision == b.Revision && a.Position == b.Position && a.ID == b.ID &&
		a.Type == b.Type && a.Binary == b.Binary && a.Created.Equal(b.Created) &&
		bytes.Equal(a.Data, b.Data) && bytes.Equal(a.Metadata, b.Metadata)
}

func TestWriter(t *testing.T) {
	t.Parallel()
	const before = `{"stream":"numbers","revision":3,"position":7,"id":"` + id + `","type":"it.happened.v1","created":"2026-07-01T02:03:04.567891Z",`
	binary := event("\x00\x01", "")
	binary.Binary = true
	apart := event("1", "2")
	apart.Position.Prepare = 6
	for name, c := range map[string]struct {
		event es.Recorded
		want  string
	}{
		"JSON stands as it is":                               {event(`{"a": "địa"}`, `{"b":1}`), before + `"data":{"a": "địa"},"metadata":{"b":1}}`},
		"no bytes are null":                                  {event(``, ``), before + `"data":null,"metadata":null}`},
		"a null that was sent is in base64":                  {event(`null`, `{}`), before + `"data_base64":"bnVsbA==","metadata":{}}`},
		"JSON on two lines is in base64":                     {event("[\n]", `{}`), before + `"data_base64":"Wwpd","metadata":{}}`},
		"JSON with a blank around it is in base64":           {event(`1 `, `{}`), before + `"data_base64":"MSA=","metadata":{}}`},
		"what is not JSON is in base64":                      {event(`a`, `b`), before + `"data_base64":"YQ==","metadata_base64":"Yg=="}`},
		"a content type that is not JSON is said":            {binary, before + `"content_type":"application/octet-stream","data_base64":"AAE=","metadata":null}`},
		"a prepare position is said where it is another one": {apart, strings.Replace(before, `7,`, `7,"prepare":6,`, 1) + `"data":1,"metadata":2}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := written(t, c.event); got != c.want+"\n" {
				t.Errorf("got  %swant %s", got, c.want)
			}
		})
	}
	t.Run("a line is JSON whatever names and bytes are, and reads back as it was", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			bytesOf := rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Map(rapid.StringMatching(` ?(null|[0-9]|\{"[a-zđ]":"[<>&"\\]"\}|\[ ?\n?\])\r? ?`), func(s string) []byte { return []byte(s) }))
			events := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) es.Recorded {
				e := event("", "")
				e.Stream, e.Type = rapid.String().Draw(t, "stream"), rapid.String().Draw(t, "type")
				e.Data, e.Metadata, e.Binary = bytesOf.Draw(t, "data"), bytesOf.Draw(t, "metadata"), rapid.Bool().Draw(t, "binary")
				e.Revision, e.Position.Commit = rapid.Uint64().Draw(t, "revision"), rapid.Uint64().Draw(t, "position")
				return e
			}), 1, 4).Draw(t, "events")
			var out bytes.Buffer
			w := journal.NewWriter(&out)
			for _, e := range events {
				if err := w.Write(e); err != nil {
					t.Fatal(err)
				}
			}
			for text := range bytes.Lines(out.Bytes()) {
				if !json.Valid(text) {
					t.Fatalf("not JSON: %s", text)
				}
			}
			lines, err := read(out.String())
			if err != nil || len(lines) != len(events) {
				t.Fatalf("%d of %d lines: %v", len(lines), len(events), err)
			}
			for i, line := range lines {
				if !same(line.Recorded, events[i]) || line.Number != i+1 {
					t.Fatalf("line %d: got %+v; want %+v", line.Number, line.Recorded, events[i])
				}
			}
			if end := lines[len(lines)-1].End; end != int64(out.Len()) {
				t.Fatalf("the last line ends at %d; want %d", end, out.Len())
			}
		})
	})
}

func TestRead(t *testing.T) {
	t.Parallel()
	good := written(t, event(`{"a":1}`, `{}`))
	for name, c := range map[string]struct {
		text string
		line int
		is   error
	}{
		"a last line without its end is cut off":    {good + good[:len(good)-1], 2, journal.ErrCutOff},
		"an empty line is no event":                 {good + "\n" + good, 2, nil},
		"a line that is not JSON is named":          {good + good + "a\n", 3, nil},
		"a line that lacks the id is no event":      {strings.Replace(good, `"id"`, `"di"`, 1), 1, nil},
		"a revision below zero is refused":          {strings.Replace(good, `:3,`, `:-3,`, 1), 1, nil},
		"base64 that is none is refused":            {strings.Replace(good, `"data":{"a":1}`, `"data_base64":"?"`, 1), 1, nil},
		"a content type that is unknown is refused": {strings.Replace(good, `"data"`, `"content_type":"text/plain","data"`, 1), 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, err := read(c.text)
			var at *journal.LineError
			if !errors.As(err, &at) || at.Number != c.line || len(lines) != c.line-1 {
				t.Errorf("%d lines, then %v; want line %d refused", len(lines), err, c.line)
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("got %v; want %v", err, c.is)
			}
		})
	}
	t.Run("an empty file holds no events", func(t *testing.T) {
		t.Parallel()
		if lines, err := read(""); len(lines) != 0 || err != nil {
			t.Error(lines, err)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, event(`{"a":1}`, `{}`), event("\n", "")))
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := read(text)
		if err != nil {
			return
		}
		for i, line := range lines {
			again, err := read(written(t, line.Recorded))
			if err != nil || len(again) != 1 || !same(again[0].Recorded, line.Recorded) {
				t.Errorf("line %d is another when written again: %v", i+1, err)
			}
		}
	})
}

// parcel is an event of the usual size, 1.2 kB.
func parcel() es.Recorded {
	return event(`{"parcel":"`+strings.Repeat("địa ", 150)+`"}`, `{"actor":"`+strings.Repeat("a", 240)+`"}`)
}

func BenchmarkWrite(b *testing.B) {
	w, e := journal.NewWriter(io.Discard), parcel()
	for b.Loop() {
		if err := w.Write(e); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkRead(b *testing.B) {
	const events = 10_000
	text := strings.Repeat(written(b, parcel()), events)
	for b.Loop() {
		for _, err := range journal.Read(strings.NewReader(text)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
}
