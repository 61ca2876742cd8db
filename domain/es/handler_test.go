package es_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
)

// The tests' stream is a shelf that holds each book once, and at most 100.
type (
	shelf struct{ books map[string]bool }
	put   struct{ Books []string }
	stood struct {
		Book string `json:"book"`
	}
)

var (
	errFull  = errors.New("shelf full")
	shelves  = es.NewCatalogue(es.Describe[stood]("book.stood.v1", "A book was put on the shelf"))
	shelving = es.Decider[*shelf, put, stood]{
		Initial: func() *shelf { return &shelf{books: map[string]bool{}} },
		Decide: func(s *shelf, c put) ([]stood, error) {
			if len(s.books) >= 100 {
				return nil, errFull
			}
			var events []stood
			for _, book := range c.Books {
				if !s.books[book] {
					events = append(events, stood{book})
				}
			}
			return events, nil
		},
		Evolve: func(s *shelf, e stood) *shelf {
			s.books[e.Book] = true
			return s
		},
	}
)

func newShelf(store es.Store, config es.HandlerConfig) *es.Handler[*shelf, put, stood] {
	return es.NewHandler(store, shelves, shelving, config)
}

func command(key string, books ...string) es.Command[put] {
	return es.Command[put]{
		ID:       uuid.NewSHA1(uuid.NameSpaceURL, []byte(key)),
		Digest:   strings.Join(books, ","),
		Input:    put{books},
		Metadata: es.Metadata{Actor: "officer-1", Office: "office-1"},
	}
}

func TestHandle(t *testing.T) {
	t.Parallel()
	ctx := t.Context()

	t.Run("a command's events stand in the store with ids and metadata of its own", func(t *testing.T) {
		t.Parallel()
		store, now := memory.New(), time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
		h := newShelf(store, es.HandlerConfig{Now: func() time.Time { return now }})
		c := command("a", "Kiều", "Lục Vân Tiên")
		outcome := handle(t, h, "shelf-1", c)
		if outcome.Events != 2 || outcome.First != 0 || outcome.Last != 1 || outcome.Resent {
			t.Fatalf("outcome %+v", outcome)
		}
		events := read(t, store, "shelf-1")
		if len(events) != 2 || events[1].ID != es.EventID(c.ID, 1, events[1].Data) || events[1].Type != "book.stood.v1" {
			t.Fatalf("events %+v", events)
		}
		var m es.Metadata
		if err := json.Unmarshal(events[0].Metadata, &m); err != nil {
			t.Fatal(err)
		}
		if m.Actor != "officer-1" || m.Command != c.ID || m.Correlation != c.ID || !m.RecordedAt.Equal(now) {
			t.Fatalf("metadata %+v", m)
		}
	})

	t.Run("a resend gets the first answer and adds nothing, also from another process", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		first := handle(t, h, "s", command("a", "Kiều", "Chinh phụ ngâm"))
		handle(t, h, "s", command("b", "Số đỏ"))
		for name, h := range map[string]*es.Handler[*shelf, put, stood]{"same": h, "other": newShelf(store, es.HandlerConfig{})} {
			again := handle(t, h, "s", command("a", "Kiều", "Chinh phụ ngâm"))
			if !again.Resent || again.First != first.First || again.Last != first.Last || again.Position != first.Position || again.Events != 2 {
				t.Errorf("%s process: %+v after %+v", name, again, first)
			}
		}
		if n := len(read(t, store, "s")); n != 3 {
			t.Errorf("%d events", n)
		}
	})

	t.Run("the same key with another input is refused", func(t *testing.T) {
		t.Parallel()
		h := newShelf(memory.New(), es.HandlerConfig{})
		handle(t, h, "s", command("a", "Kiều"))
		if _, err := h.Handle(ctx, "s", command("a", "Số đỏ")); !errors.Is(err, es.ErrKeyReused) {
			t.Fatalf("got %v", err)
		}
	})

	t.Run("the same key with another input is refused also where another process has carried it out", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		mine, theirs := newShelf(store, es.HandlerConfig{}), newShelf(store, es.HandlerConfig{})
		handle(t, mine, "s", command("a", "Kiều"))
		handle(t, theirs, "s", command("b", "Số đỏ"))
		handle(t, mine, "s", command("c", "Tắt đèn"))
		if _, err := theirs.Handle(ctx, "s", command("c", "Chí Phèo")); !errors.Is(err, es.ErrKeyReused) {
			t.Fatalf("got %v", err)
		}
		outcome := handle(t, theirs, "s", command("d", "Tắt đèn", "Chí Phèo"))
		if outcome.Events != 1 || len(read(t, store, "s")) != 4 {
			t.Fatalf("outcome %+v", outcome)
		}
	})

	t.Run("what another process wrote in between is read and decided on anew", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		mine, theirs := newShelf(store, es.HandlerConfig{}), newShelf(store, es.HandlerConfig{})
		handle(t, mine, "s", command("a", "Kiều"))
		handle(t, theirs, "s", command("b", "Số đỏ"))
		outcome := handle(t, mine, "s", command("c", "Số đỏ", "Tắt đèn"))
		if outcome.Events != 1 || outcome.First != 2 {
			t.Fatalf("outcome %+v", outcome)
		}
	})

	t.Run("a refusal on a state that is behind is decided again", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		decided := 0
		counting := shelving
		counting.Decide = func(s *shelf, c put) ([]stood, error) {
			decided++
			return shelving.Decide(s, c)
		}
		mine := es.NewHandler(store, shelves, counting, es.HandlerConfig{})
		handle(t, mine, "s", command("a", hundred()...))
		if _, err := mine.Handle(ctx, "s", command("b", "one more")); !errors.Is(err, errFull) {
			t.Fatalf("got %v", err)
		}
		if decided != 3 {
			t.Fatalf("decided %d times, want once to accept, twice to refuse", decided)
		}
	})

	t.Run("sixteen clients of one stream meet no conflict", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		var clients sync.WaitGroup
		for i := range 16 {
			clients.Go(func() {
				for j := range 5 {
					book := fmt.Sprintf("%d-%d", i, j)
					if _, err := h.Handle(ctx, "s", command(book, book)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		clients.Wait()
		if n := len(read(t, store, "s")); n != 80 {
			t.Fatalf("%d events", n)
		}
	})

	t.Run("a lost acknowledgement ends in one event, whether or not it was written", func(t *testing.T) {
		t.Parallel()
		for _, written := range []bool{true, false} {
			store := &forgetful{Store: memory.New(), written: written, times: 1}
			outcome := handle(t, newShelf(store, es.HandlerConfig{}), "s", command("a", "Kiều"))
			events := read(t, store, "s")
			if len(events) != 1 || outcome.Position != events[0].Position || outcome.Events != 1 {
				t.Errorf("written %v: %d events, outcome %+v", written, len(events), outcome)
			}
		}
	})

	t.Run("a store that stays away is said to be unavailable", func(t *testing.T) {
		t.Parallel()
		store := &forgetful{Store: memory.New(), times: 99}
		if _, err := newShelf(store, es.HandlerConfig{}).Handle(ctx, "s", command("a", "Kiều")); !errors.Is(err, es.ErrUnavailable) {
			t.Fatalf("got %v", err)
		}
	})

	t.Run("recorded time does not run backwards with the clock", func(t *testing.T) {
		t.Parallel()
		store, now := memory.New(), time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
		h := newShelf(store, es.HandlerConfig{Now: func() time.Time { now = now.Add(-time.Hour); return now }})
		for _, book := range []string{"a", "b", "c"} {
			handle(t, h, "s", command(book, book))
		}
		var last time.Time
		for _, e := range read(t, store, "s") {
			var m es.Metadata
			if err := json.Unmarshal(e.Metadata, &m); err != nil || m.RecordedAt.Before(last) {
				t.Fatalf("%v after %v (%v)", m.RecordedAt, last, err)
			}
			last = m.RecordedAt
		}
	})

	t.Run("streams beyond the kept ones are folded again", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{Streams: 1})
		for round := range 3 {
			for s := range 3 {
				stream := fmt.Sprintf("s%d", s)
				outcome := handle(t, h, stream, command(fmt.Sprintf("%d-%d", s, round), fmt.Sprint(round)))
				if outcome.First != uint64(round) {
					t.Fatalf("%s round %d: %+v", stream, round, outcome)
				}
			}
		}
	})

	t.Run("a command too large for one append is refused whole", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		big := strings.Repeat("x", 400<<10)
		if _, err := newShelf(store, es.HandlerConfig{}).Handle(ctx, "s", command("a", big+"1", big+"2")); !errors.Is(err, es.ErrTooLarge) {
			t.Fatalf("got %v", err)
		}
		if err := readError(store, "s"); !errors.Is(err, es.ErrNoStream) {
			t.Fatalf("something was written: %v", err)
		}
	})

	t.Run("who waits for its turn can give up", func(t *testing.T) {
		t.Parallel()
		h := newShelf(memory.New(), es.HandlerConfig{})
		err := h.View(ctx, "s", func(*shelf, uint64, bool) error {
			waiting, cancel := context.WithCancel(ctx)
			cancel()
			_, err := h.Handle(waiting, "s", command("a", "Kiều"))
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestRehearsing(t *testing.T) {
	t.Parallel()
	ctx := t.Context()

	t.Run("tells the events that would be, and writes nothing", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		handle(t, h, "s", command("a", "Kiều"))
		outcome, events, err := h.Rehearse(ctx, "s", command("b", "Kiều", "Số đỏ"))
		if err != nil || !slices.Equal(events, []stood{{"Số đỏ"}}) || outcome.Events != 0 || outcome.Resent {
			t.Errorf("%+v, %v, %v", outcome, events, err)
		}
		if n := len(read(t, store, "s")); n != 1 {
			t.Errorf("%d events", n)
		}
	})
	t.Run("decides on what other processes wrote", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		handle(t, h, "s", command("a", "Kiều"))
		handle(t, newShelf(store, es.HandlerConfig{}), "s", command("b", "Số đỏ"))
		if _, events, err := h.Foresee(ctx, "s", command("c", "Số đỏ", "Chí Phèo")); err != nil || len(events) != 2 {
			t.Errorf("foreseen on what is known: %v, %v", events, err)
		}
		if _, events, err := h.Rehearse(ctx, "s", command("c", "Số đỏ", "Chí Phèo")); err != nil || len(events) != 1 {
			t.Errorf("rehearsed: %v, %v", events, err)
		}
	})
	t.Run("refuses on the newest state alone", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		handle(t, newShelf(store, es.HandlerConfig{}), "s", command("a", hundred()...))
		for _, try := range []func(context.Context, string, es.Command[put]) (es.Outcome, []stood, error){h.Rehearse, h.Foresee} {
			if _, _, err := try(ctx, "s", command("b", "Kiều")); !errors.Is(err, errFull) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("answers a command that was carried out with its events", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		handle(t, h, "s", command("a", "Kiều"))
		first, wrote, err := h.HandleEvents(ctx, "s", command("b", "Số đỏ", "Chí Phèo"))
		if err != nil || len(wrote) != 2 {
			t.Fatalf("%v, %v", wrote, err)
		}
		handle(t, h, "s", command("c", "Đôi mắt"))
		other := newShelf(store, es.HandlerConfig{})
		for _, again := range []func(context.Context, string, es.Command[put]) (es.Outcome, []stood, error){h.HandleEvents, h.Rehearse, other.HandleEvents, other.Rehearse} {
			outcome, events, err := again(ctx, "s", command("b", "Số đỏ", "Chí Phèo"))
			if err != nil || !outcome.Resent || outcome.Position != first.Position || !slices.Equal(events, wrote) {
				t.Errorf("%+v, %v, %v", outcome, events, err)
			}
		}
	})
}

func TestViewing(t *testing.T) {
	t.Parallel()
	books := func(t *testing.T, h *es.Handler[*shelf, put, stood], from uint64) (n int) {
		t.Helper()
		err := h.ViewFrom(t.Context(), "s", from, func(s *shelf, _ uint64, _ bool) error {
			n = len(s.books)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	t.Run("from a revision reads on only where the revision is not known", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		h := newShelf(store, es.HandlerConfig{})
		handle(t, h, "s", command("a", "Kiều"))
		handle(t, newShelf(store, es.HandlerConfig{}), "s", command("b", "Số đỏ"))
		if n := books(t, h, 0); n != 1 {
			t.Errorf("%d books by the first event", n)
		}
		if n := books(t, h, 1); n != 2 {
			t.Errorf("%d books by the second event", n)
		}
		if n := books(t, h, 99); n != 2 {
			t.Errorf("%d books by an event to come", n)
		}
	})
}

func TestToken(t *testing.T) {
	t.Parallel()
	token := es.Token{Log: uuid.New(), Position: es.Position{Commit: 7, Prepare: 6}}
	if read, err := es.ParseToken(token.String()); err != nil || read != token {
		t.Fatalf("%v read as %v, %v", token, read, err)
	}
	for _, s := range []string{"", "x", token.String()[1:], token.String() + "AA"} {
		if _, err := es.ParseToken(s); !errors.Is(err, es.ErrBadToken) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	type stoodAt struct{ Book, Place string }
	both := es.NewCatalogue(
		es.Upcast("book.stood.v1", "A book was put somewhere", func(old stood) stoodAt { return stoodAt{old.Book, "unknown"} }),
		es.Describe[stoodAt]("book.stood.v2", "A book was put in a place"),
	)
	t.Run("an old version is read as the new one", func(t *testing.T) {
		event, err := both.Decode("book.stood.v1", []byte(`{"book":"Kiều"}`))
		if err != nil || event != (stoodAt{"Kiều", "unknown"}) {
			t.Fatalf("got %v, %v", event, err)
		}
	})
	t.Run("only the current version is written", func(t *testing.T) {
		if name, _, err := both.Encode(stoodAt{}); err != nil || name != "book.stood.v2" {
			t.Fatalf("got %s, %v", name, err)
		}
		if _, _, err := both.Encode(stood{}); !errors.Is(err, es.ErrUnknownEvent) {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("an event of a newer program is named", func(t *testing.T) {
		if _, err := both.Decode("book.burnt.v1", nil); !errors.Is(err, es.ErrUnknownEvent) || !strings.Contains(err.Error(), "book.burnt.v1") {
			t.Fatalf("got %v", err)
		}
	})
}

// forgetful loses the acknowledgement of its first appends, having written them or not.
type forgetful struct {
	es.Store
	written bool
	times   int
}

func (f *forgetful) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if f.times == 0 {
		return f.Store.Append(ctx, stream, expected, events)
	}
	f.times--
	if f.written {
		if _, err := f.Store.Append(ctx, stream, expected, events); err != nil {
			return es.Appended{}, err
		}
	}
	return es.Appended{}, es.ErrUnavailable
}

func hundred() []string {
	books := make([]string, 100)
	for i := range books {
		books[i] = fmt.Sprint(i)
	}
	return books
}

func handle(t *testing.T, h *es.Handler[*shelf, put, stood], stream string, c es.Command[put]) es.Outcome {
	t.Helper()
	outcome, err := h.Handle(t.Context(), stream, c)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func read(t *testing.T, store es.Store, stream string) []es.Recorded {
	t.Helper()
	var events []es.Recorded
	for e, err := range store.ReadStream(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	return events
}

func readError(store es.Store, stream string) error {
	for _, err := range store.ReadStream(context.Background(), stream, 0) {
		return err
	}
	return nil
}
