package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

func quiet(int64, int64) {}

func add(tb testing.TB, store es.Store, stream string, events ...es.Proposed) {
	tb.Helper()
	for i := range events {
		if events[i].ID == uuid.Nil {
			events[i].ID = uuid.New()
		}
	}
	if _, err := store.Append(tb.Context(), stream, es.Any{}, events); err != nil {
		tb.Fatal(err)
	}
}

func said(n int) es.Proposed {
	return es.Proposed{Type: "it.happened.v1", Data: fmt.Appendf(nil, `{"n": %d}`, n), Metadata: []byte(`{"actor":"a"}`)}
}

// source is a log of three streams, one with an append as large as they may be,
// with what is not JSON, and with events of the system in between.
func source(tb testing.TB) *memory.Store {
	tb.Helper()
	store := memory.New()
	if _, err := eventstore.LogID(tb.Context(), store); err != nil {
		tb.Fatal(err)
	}
	for i := range 20 {
		add(tb, store, fmt.Sprint("numbers-", i%3), said(i), said(i+100))
		add(tb, store, "$stats", said(i))
	}
	large := es.Proposed{Type: "large.v1", Data: []byte(`"` + strings.Repeat("x", 300<<10) + `"`)}
	add(tb, store, "large", large, large)
	large.ID = uuid.Nil
	add(tb, store, "large", large)
	add(tb, store, "foreign", es.Proposed{Type: "raw", Data: []byte{0, '\n', 0xff}, Binary: true}, es.Proposed{Type: "empty"})
	add(tb, store, "lone", said(1))
	add(tb, store, "$$numbers-0", es.Proposed{Type: "$metadata", Data: []byte(`{"$acl":{}}`)})
	return store
}

func newFile(tb testing.TB) *os.File {
	tb.Helper()
	file, err := os.Create(filepath.Join(tb.TempDir(), "log.jsonl.part"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { file.Close() })
	return file
}

// export returns the text of an exported log.
func export(tb testing.TB, store es.Store) string {
	tb.Helper()
	file := newFile(tb)
	if _, err := transfer.Export(tb.Context(), store, file, quiet); err != nil {
		tb.Fatal(err)
	}
	return content(tb, file)
}

func content(tb testing.TB, file *os.File) string {
	tb.Helper()
	text, err := os.ReadFile(file.Name())
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// into imports a text.
func into(ctx context.Context, store es.Store, text string) error {
	contents, err := transfer.Check(ctx, strings.NewReader(text), quiet)
	if err != nil {
		return err
	}
	if err := transfer.Import(ctx, store, strings.NewReader(text), contents, quiet, quiet); err != nil {
		return err
	}
	return transfer.Compare(ctx, store, strings.NewReader(text), contents, quiet)
}

// wantMoved compares two logs event by event.
func wantMoved(t *testing.T, from, to es.Store) {
	t.Helper()
	want, got := moved(t, from), moved(t, to)
	if len(want) != len(got) {
		t.Fatalf("%d events; want %d", len(got), len(want))
	}
	for i := range want {
		w, g := want[i], got[i]
		if w.ID != g.ID || w.Stream != g.Stream || w.Revision != g.Revision || w.Type != g.Type || w.Binary != g.Binary ||
			!bytes.Equal(w.Data, g.Data) || !bytes.Equal(w.Metadata, g.Metadata) {
			t.Fatalf("event %d: got %+v; want %+v", i, g, w)
		}
	}
}

func moved(t *testing.T, store es.Store) (events []es.Recorded) {
	t.Helper()
	for e, err := range store.ReadAll(t.Context(), es.Forwards, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if transfer.Moves(e) && e.Stream != eventstore.LogStream {
			events = append(events, e)
		}
	}
	return events
}

func TestExport(t *testing.T) {
	t.Parallel()
	t.Run("goes on after the last whole line of an interrupted one, wherever it was cut", func(t *testing.T) {
		t.Parallel()
		store := source(t)
		whole := export(t, store)
		for cut := 0; cut < len(whole); cut += 1 + len(whole)/31 {
			file := newFile(t)
			if _, err := file.WriteString(whole[:cut]); err != nil {
				t.Fatal(err)
			}
			if n, err := transfer.Export(t.Context(), store, file, quiet); err != nil || n != int64(strings.Count(whole, "\n")-1) {
				t.Fatalf("cut at %d: %d events, %v", cut, n, err)
			}
			if content(t, file) != whole {
				t.Fatalf("cut at %d: the file is another", cut)
			}
		}
	})
	t.Run("goes on after a finished one, when the log has grown", func(t *testing.T) {
		t.Parallel()
		store, file := source(t), newFile(t)
		for range 2 {
			if _, err := transfer.Export(t.Context(), store, file, quiet); err != nil {
				t.Fatal(err)
			}
			add(t, store, "numbers-0", said(7))
		}
		text := content(t, file)
		if _, err := transfer.Check(t.Context(), strings.NewReader(text), quiet); err != nil || strings.Count(text, `{"end":`) != 1 {
			t.Errorf("%v, and the file holds %d ends", err, strings.Count(text, `{"end":`))
		}
	})
	t.Run("refuses an interrupted one in which anything was changed, and leaves it alone", func(t *testing.T) {
		t.Parallel()
		store := source(t)
		changed := strings.Replace(export(t, store), `{"n": 7}`, `{"n": 8}`, 1)
		file := newFile(t)
		if _, err := file.WriteString(changed); err != nil {
			t.Fatal(err)
		}
		_, err := transfer.Export(t.Context(), store, file, quiet)
		number := 1 + strings.Count(changed[:strings.Index(changed, `{"n": 8}`)], "\n")
		if line := (*journal.LineError)(nil); !errors.As(err, &line) || line.Number != number {
			t.Errorf("got %v; want line %d", err, number)
		}
		if content(t, file) != changed {
			t.Error("the file is another")
		}
	})
	t.Run("refuses a log to which another has not moved whole", func(t *testing.T) {
		t.Parallel()
		store := source(t)
		must(t, eventstore.BeginMove(t.Context(), store, uuid.New()))
		if _, err := transfer.Export(t.Context(), store, newFile(t), quiet); !errors.Is(err, eventstore.ErrMoveUnfinished) {
			t.Errorf("got %v", err)
		}
		must(t, eventstore.FinishMove(t.Context(), store))
		export(t, store)
	})
	t.Run("leaves what was written when it is interrupted", func(t *testing.T) {
		t.Parallel()
		store, file := source(t), newFile(t)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := transfer.Export(ctx, store, file, func(done, _ int64) {
			if done == 10 {
				cancel()
			}
		})
		if err == nil || strings.Count(content(t, file), "\n") != 10 {
			t.Errorf("%v, and the file holds %d lines", err, strings.Count(content(t, file), "\n"))
		}
	})
	t.Run("leaves a file alone that holds something else", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"one line without an end", `{"one": "value"}`, "{\n}\n"} {
			file := newFile(t)
			if _, err := file.WriteString(text); err != nil {
				t.Fatal(err)
			}
			_, err := transfer.Export(t.Context(), source(t), file, quiet)
			if line := (*journal.LineError)(nil); !errors.Is(err, transfer.ErrOtherLog) && !errors.As(err, &line) {
				t.Errorf("%q: got %v", text, err)
			}
			if got := content(t, file); got != text {
				t.Errorf("%q has become %d bytes", text, len(got))
			}
		}
	})
	t.Run("does not go on with a file of another log", func(t *testing.T) {
		t.Parallel()
		file := newFile(t)
		if _, err := transfer.Export(t.Context(), source(t), file, quiet); err != nil {
			t.Fatal(err)
		}
		if _, err := transfer.Export(t.Context(), source(t), file, quiet); !errors.Is(err, transfer.ErrOtherLog) {
			t.Errorf("got %v", err)
		}
	})
	for name, c := range map[string]struct {
		stream string
		event  es.Proposed
		reason transfer.Reason
	}{
		"a stream whose head is truncated is refused": {"$$numbers-1", es.Proposed{Type: "$metadata", Data: []byte(`{"$tb":2}`)}, transfer.Limited},
		"a stream that ages is refused":               {"$$numbers-1", es.Proposed{Type: "$metadata", Data: []byte(`{"$maxAge":60}`)}, transfer.Limited},
		"a stream that is counted is refused":         {"$$numbers-1", es.Proposed{Type: "$metadata", Data: []byte(`{"$maxCount":5}`)}, transfer.Limited},
		"a stream that was deleted is refused":        {"numbers-1", es.Proposed{Type: "$streamDeleted"}, transfer.Deleted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := source(t)
			add(t, store, c.stream, c.event)
			_, err := transfer.Export(t.Context(), store, newFile(t), quiet)
			var truncated *transfer.TruncatedError
			if !errors.As(err, &truncated) || truncated.Stream != "numbers-1" || truncated.Reason != c.reason {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a stream whose limits were lifted again is not refused", func(t *testing.T) {
		t.Parallel()
		store := source(t)
		add(t, store, "$$numbers-1", es.Proposed{Type: "$metadata", Data: []byte(`{"$maxAge":60}`)})
		add(t, store, "$$numbers-1", es.Proposed{Type: "$metadata", Data: []byte(`{}`)})
		export(t, store)
	})
	t.Run("a stream that lacks an event is refused", func(t *testing.T) {
		t.Parallel()
		store := lacking{source(t), "numbers-1", 3}
		_, err := transfer.Export(t.Context(), store, newFile(t), quiet)
		var truncated *transfer.TruncatedError
		if !errors.As(err, &truncated) || *truncated != (transfer.TruncatedError{Stream: "numbers-1", Reason: transfer.Missing, Revision: 3}) {
			t.Errorf("got %v", err)
		}
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	whole := export(t, source(t))
	lines := strings.SplitAfter(whole, "\n")
	lines = lines[:len(lines)-1]
	sealed := lines[len(lines)-1]
	lone := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, `"stream":"lone"`) })
	for name, c := range map[string]struct {
		text string
		line int
		want error
	}{
		"a file that is cut off is refused":                       {whole[:5000], 1 + strings.Count(whole[:5000], "\n"), journal.ErrCutOff},
		"a file whose end is cut off is refused":                  {whole[:len(whole)-1], 0, transfer.ErrCutOff},
		"a file that lost its last line is refused":               {strings.Join(lines[:len(lines)-1], ""), 0, transfer.ErrCutOff},
		"a file that lost its last lines is refused":              {strings.Join(lines[:len(lines)-9], ""), 0, transfer.ErrCutOff},
		"a stream that is missing as a whole is noticed":          {strings.Join(slices.Delete(slices.Clone(lines), lone, lone+1), ""), 0, transfer.ErrChanged},
		"a fact that was changed is noticed":                      {strings.Replace(whole, `{"n": 7}`, `{"n": 8}`, 1), 0, transfer.ErrChanged},
		"an end with another number is refused":                   {strings.Replace(whole, `"events":`, `"events":1`, 1), 0, transfer.ErrChanged},
		"an end that cannot be read is refused":                   {strings.Replace(whole, sealed, `{"end":7}`+"\n", 1), 0, transfer.ErrChanged},
		"a line that is missing is noticed":                       {strings.Join(append(lines[:5:5], lines[6:]...), ""), 6, transfer.ErrDisorder},
		"a line that stands twice is refused":                     {strings.Join(append(lines[:5:5], lines[4:]...), ""), 6, transfer.ErrDisorder},
		"a position that runs back is refused":                    {lines[0] + lines[3] + lines[1], 3, transfer.ErrDisorder},
		"an event of the system is refused":                       {lines[0] + strings.Replace(lines[1], `"numbers-0"`, `"$numbers"`, 1), 2, transfer.ErrDisorder},
		"an identity that is none is refused":                     {strings.Replace(lines[0], "log_id", "lag_id", 1), 1, eventstore.ErrNoLogID},
		"a file that does not say whose events it has is refused": {strings.Join(lines[1:], ""), 0, transfer.ErrNoLog},
		"an empty file is refused":                                {"", 0, transfer.ErrNoLog},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := transfer.Check(t.Context(), strings.NewReader(c.text), quiet)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v; want %v", err, c.want)
			}
			if at := (*journal.LineError)(nil); c.line > 0 && (!errors.As(err, &at) || at.Number != c.line) {
				t.Errorf("got %v; want line %d named", err, c.line)
			}
		})
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	t.Run("brings over streams, order, ids, types, data and metadata, under a new identity", func(t *testing.T) {
		t.Parallel()
		from, to := source(t), memory.New()
		text := export(t, from)
		if err := into(t.Context(), to, text); err != nil {
			t.Fatal(err)
		}
		wantMoved(t, from, to)
		was, _ := eventstore.LogID(t.Context(), from)
		is, err := eventstore.LogID(t.Context(), to)
		if err != nil || is == was {
			t.Errorf("the log is %s as before, %v", is, err)
		}
		for e := range to.ReadStream(t.Context(), eventstore.LogStream, 1) {
			if !strings.Contains(string(e.Data), `"moved_from":"`+was.String()) {
				t.Errorf("the log does not say where it is from: %s", e.Data)
			}
		}
		if err := into(t.Context(), to, text); err != nil {
			t.Errorf("importing again: %v", err)
		}
		wantMoved(t, from, to)
	})
	t.Run("goes on where it was interrupted, after each append, and doubles nothing", func(t *testing.T) {
		t.Parallel()
		from, to := source(t), memory.New()
		text := export(t, from)
		for tries := 0; ; tries++ {
			ctx, cancel := context.WithCancel(t.Context())
			err := into(ctx, &failing{Store: to, after: 1, fail: cancel}, text)
			cancel()
			if err == nil {
				break
			}
			if tries > 100 {
				t.Fatal(err)
			}
		}
		wantMoved(t, from, to)
	})
	t.Run("an answer that was lost doubles nothing", func(t *testing.T) {
		t.Parallel()
		from, to := source(t), memory.New()
		if err := into(t.Context(), &lossy{Store: to}, export(t, from)); err != nil {
			t.Fatal(err)
		}
		wantMoved(t, from, to)
	})
	t.Run("a target that holds anything else is refused, and left alone", func(t *testing.T) {
		t.Parallel()
		text := export(t, source(t))
		for name, prepare := range map[string]func(es.Store){
			"an event of its own":         func(s es.Store) { add(t, s, "own", said(1)) },
			"more than the file":          func(s es.Store) { must(t, into(t.Context(), s, text)); add(t, s, "own", said(1)) },
			"a beginning of another file": func(s es.Store) { must(t, into(t.Context(), s, export(t, source(t)))) },
		} {
			to := memory.New()
			prepare(to)
			before := len(moved(t, to))
			var other *transfer.NotEmptyError
			if err := into(t.Context(), to, text); !errors.As(err, &other) {
				t.Errorf("%s: got %v", name, err)
			}
			if after := len(moved(t, to)); after != before {
				t.Errorf("%s: %d events more", name, after-before)
			}
		}
	})
	t.Run("a target with a name of its own is for no use either before all has arrived", func(t *testing.T) {
		t.Parallel()
		from, to := source(t), memory.New()
		text := export(t, from)
		if _, err := eventstore.LogID(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if err := into(ctx, &failing{Store: to, after: 3, fail: cancel}, text); err == nil {
			t.Fatal("it was not interrupted")
		}
		if _, err := eventstore.LogID(t.Context(), to); !errors.Is(err, eventstore.ErrMoveUnfinished) {
			t.Errorf("got %v", err)
		}
		for range 2 {
			must(t, into(t.Context(), to, text))
			if _, err := eventstore.LogID(t.Context(), to); err != nil {
				t.Error(err)
			}
		}
		wantMoved(t, from, to)
	})
	t.Run("the log that the file is of is no target", func(t *testing.T) {
		t.Parallel()
		from := source(t)
		text := export(t, from)
		for range 2 {
			if err := into(t.Context(), from, text); !errors.Is(err, transfer.ErrSameLog) {
				t.Errorf("got %v", err)
			}
			must(t, eventstore.BeginMove(t.Context(), from, uuid.New()))
		}
	})
	t.Run("a target that others write to meanwhile is refused", func(t *testing.T) {
		t.Parallel()
		to := memory.New()
		var other *transfer.NotEmptyError
		err := into(t.Context(), &failing{Store: to, after: 3, fail: func() { add(t, to, "numbers-0", said(1)) }}, export(t, source(t)))
		if !errors.As(err, &other) || other.Stream != "numbers-0" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a comparison finds what differs", func(t *testing.T) {
		t.Parallel()
		from := source(t)
		text := export(t, from)
		contents, err := transfer.Check(t.Context(), strings.NewReader(text), quiet)
		must(t, err)
		must(t, transfer.Compare(t.Context(), from, strings.NewReader(text), contents, quiet))
		changed := strings.Replace(text, `{"n": 7}`, `{"n": 8}`, 1)
		var other *transfer.NotEmptyError
		if err := transfer.Compare(t.Context(), from, strings.NewReader(changed), contents, quiet); !errors.As(err, &other) {
			t.Errorf("got %v", err)
		}
		var different *transfer.DifferentError
		if err := transfer.Compare(t.Context(), memory.New(), strings.NewReader(text), contents, quiet); !errors.As(err, &different) || different.Number != 2 {
			t.Errorf("got %v", err)
		}
	})
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
