package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

// resend is an append of events some of which were written before. The stream
// holds a, b and c, written by one append at `expected`; what is sent now at the
// same `expected` is made of them.
type resend struct {
	name string
	send func(abc []es.Proposed) []es.Proposed
	// numbered is what happens at a number or NoStream, which compare the events
	// that stand behind it; unnumbered at Any or StreamExists, which look for
	// each id where it was written last.
	numbered, unnumbered answer
}

// answer to a resend: the place, from 0, of the one of a, b and c at which it is
// told to stand, or one of these.
type answer int

const (
	conflicts answer = -1 - iota // refused, with the stream's last revision
	isTaken                      // written as new events
	isNothing                    // right, and nothing is written
)

var resends = []resend{
	{"the same", func(abc []es.Proposed) []es.Proposed { return abc }, 2, 2},
	{"their beginning", func(abc []es.Proposed) []es.Proposed { return abc[:2] }, 1, 1},
	{"their end", func(abc []es.Proposed) []es.Proposed { return abc[1:] }, conflicts, 2},
	{"some of them", func(abc []es.Proposed) []es.Proposed { return []es.Proposed{abc[0], abc[2]} }, conflicts, 2},
	{"another order", func(abc []es.Proposed) []es.Proposed { return []es.Proposed{abc[1], abc[0]} }, conflicts, 0},
	{"a new one behind them", func(abc []es.Proposed) []es.Proposed { return append(slices.Clone(abc), propose(1)...) }, conflicts, conflicts},
	{"a new one among them", func(abc []es.Proposed) []es.Proposed { return []es.Proposed{abc[0], propose(1)[0], abc[2]} }, conflicts, conflicts},
	{"a new one before them", func(abc []es.Proposed) []es.Proposed { return append(propose(1), abc...) }, conflicts, isTaken},
	{"only new ones", func([]es.Proposed) []es.Proposed { return propose(3) }, conflicts, isTaken},
	{"none", func([]es.Proposed) []es.Proposed { return nil }, conflicts, isNothing},
}

// form is an expected revision at which a, b and c can be written.
type form struct {
	name     string
	before   int // events that the stream holds then
	expected es.Expected
}

var (
	numberedForms   = []form{{"no stream", 0, es.NoStream{}}, {"a number", 2, es.Exactly(1)}}
	unnumberedForms = []form{{"any", 2, es.Any{}}, {"stream exists", 2, es.StreamExists{}}}
)

// laters are how many events stand behind a, b and c when they are sent again.
var laters = map[string]int{"at once": 0, "behind one more": 1, "behind many more": 300}

// sent is a stream with a, b and c in it.
type sent struct {
	form
	stream string
	all    []es.Proposed
	places [3]es.Appended
}

func send(t *testing.T, store es.Store, f form, later int) *sent {
	t.Helper()
	s := &sent{form: f, stream: newStream(), all: propose(f.before + 3 + later)}
	if f.before > 0 {
		mustAppend(t, store, s.stream, es.NoStream{}, s.all[:f.before])
	}
	mustAppend(t, store, s.stream, f.expected, s.abc())
	if later > 0 {
		mustAppend(t, store, s.stream, es.Any{}, s.all[f.before+3:])
	}
	for i, e := range collect(t, store.ReadStream(contextOf(t), s.stream, uint64(f.before)))[:3] {
		s.places[i] = es.Appended{Revision: e.Revision, Position: e.Position}
	}
	return s
}

func (s *sent) abc() []es.Proposed { return s.all[s.before : s.before+3] }

// again sends a resend and requires its answer, and a stream that holds what it
// then must.
func (s *sent) again(t *testing.T, store es.Store, events []es.Proposed, want answer) {
	t.Helper()
	appended, err := store.Append(contextOf(t), s.stream, s.expected, events)
	held := s.all
	switch last := uint64(len(s.all) - 1); {
	case want == conflicts:
		requireConflict(t, err, s.stream, s.expected, &last)
	case err != nil:
		t.Fatal(err)
	case want == isTaken:
		held = append(slices.Clone(held), events...)
		if appended.Revision != last+uint64(len(events)) {
			t.Errorf("its last revision is %d, behind %d", appended.Revision, last)
		}
	case want == isNothing:
		if appended.Revision != last {
			t.Errorf("the stream's last revision is said to be %d, not %d", appended.Revision, last)
		}
	case appended != s.places[want]:
		t.Errorf("it is said to stand at %v, not at %v", appended, s.places[want])
	}
	requireIDs(t, collect(t, store.ReadStream(contextOf(t), s.stream, 0)), held)
}

func testResends(t *testing.T, open func(*testing.T) es.Store) {
	each := func(forms []form, want func(resend) answer) {
		for _, f := range forms {
			for when, later := range laters {
				for _, r := range resends {
					t.Run(fmt.Sprintf("of %s, %s, at %s", r.name, when, f.name), func(t *testing.T) {
						t.Parallel()
						store := open(t)
						s := send(t, store, f, later)
						s.again(t, store, r.send(s.abc()), want(r))
					})
				}
			}
		}
	}
	each(numberedForms, func(r resend) answer { return r.numbered })
	each(unnumberedForms, func(r resend) answer { return r.unnumbered })

	t.Run("as often as one likes is the same append", func(t *testing.T) {
		t.Parallel()
		store := open(t)
		for _, f := range slices.Concat(numberedForms, unnumberedForms) {
			s := send(t, store, f, 1)
			for range 3 {
				s.again(t, store, s.abc(), 2)
			}
		}
	})
	t.Run("at the current revision are taken a second time: ids are not compared there", func(t *testing.T) {
		t.Parallel()
		store, stream, events := open(t), newStream(), propose(2)
		mustAppend(t, store, stream, es.NoStream{}, events)
		if again := mustAppend(t, store, stream, es.Exactly(1), events); again.Revision != 3 {
			t.Errorf("last revision %d, want 3", again.Revision)
		}
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), slices.Concat(events, events))
	})
	t.Run("of events that stand twice are, at any, where they were written last", func(t *testing.T) {
		t.Parallel()
		store, stream, events := open(t), newStream(), propose(1)
		mustAppend(t, store, stream, es.NoStream{}, events)
		second := mustAppend(t, store, stream, es.Exactly(0), events)
		if again := mustAppend(t, store, stream, es.Any{}, events); again != second {
			t.Errorf("it is said to stand at %v, not at %v", again, second)
		}
	})
	for _, f := range slices.Concat(numberedForms, unnumberedForms) {
		t.Run("of ids that stand in another stream are new events, at "+f.name, func(t *testing.T) {
			t.Parallel()
			store := open(t)
			there, here := send(t, store, f, 0), newStream()
			before := propose(f.before)
			mustAppend(t, store, here, es.Any{}, before)
			mustAppend(t, store, here, f.expected, there.abc())
			requireIDs(t, collect(t, store.ReadStream(contextOf(t), here, 0)), append(before, there.abc()...))
			requireIDs(t, collect(t, store.ReadStream(contextOf(t), there.stream, 0)), there.all)
		})
	}
}
