package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// Restartable is a store of one test alone, which may restart what serves it.
type Restartable struct {
	es.Store
	// Restart stops what serves the store and starts it again with the same log.
	Restart func(t *testing.T)
}

// RunRestarts tests what a store keeps when whatever serves it is restarted.
func RunRestarts(t *testing.T, open func(t *testing.T) Restartable) {
	for name, test := range map[string]func(*testing.T, Restartable){
		"every event stands where it stood":                                      testPlacesKept,
		"expected revisions are judged as before":                                testExpectedKept,
		"resends are answered as before":                                         testResendsKept,
		"subscriptions begun at a checkpoint deliver what follows it, each once": testCheckpoints,
		"subscriptions go on while writers race, each event once":                testFollowThrough,
		"writers of one stream get each revision once":                           testContendThrough,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// restart restarts and waits until the store answers again.
func (r Restartable) restart(t *testing.T) {
	t.Helper()
	r.Restart(t)
	for ctx := contextOf(t); ; {
		var err error
		for _, err = range r.ReadStream(ctx, newStream(), 0) {
		}
		if errors.Is(err, es.ErrNoStream) {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("it does not answer after a restart: %v", err)
		}
	}
}

// insistent sends an append unchanged until its outcome is known.
type insistent struct{ es.Store }

func (s insistent) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	for {
		appended, err := s.Store.Append(ctx, stream, expected, events)
		if !errors.Is(err, es.ErrUnavailable) || ctx.Err() != nil {
			return appended, err
		}
		time.Sleep(5 * time.Millisecond) // a client's backoff
	}
}

func testPlacesKept(t *testing.T, store Restartable) {
	s := send(t, store, unnumberedForms[0], 300)
	before := collect(t, store.ReadAll(contextOf(t), es.Forwards, nil))
	store.restart(t)
	after := collect(t, store.ReadAll(contextOf(t), es.Forwards, nil))
	same := func(a, b es.Recorded) bool {
		return a.ID == b.ID && a.Stream == b.Stream && a.Revision == b.Revision && a.Position == b.Position && a.Created.Equal(b.Created)
	}
	if !slices.EqualFunc(before, after, same) {
		t.Errorf("the log had %d events and has %d, or others", len(before), len(after))
	}
	requireIDs(t, collect(t, store.ReadStream(contextOf(t), s.stream, 0)), s.all)
	next := mustAppend(t, store, newStream(), es.NoStream{}, propose(1))
	if last := before[len(before)-1].Position; next.Position.Compare(last) <= 0 {
		t.Errorf("after a restart an event stands at %v, behind one at %v", next.Position, last)
	}
}

func testExpectedKept(t *testing.T, store Restartable) {
	stream, last := newStream(), uint64(2)
	mustAppend(t, store, stream, es.NoStream{}, propose(3))
	store.restart(t)
	for _, wrong := range []es.Expected{es.NoStream{}, es.Exactly(1), es.Exactly(3)} {
		_, err := store.Append(contextOf(t), stream, wrong, propose(1))
		requireConflict(t, err, stream, wrong, &last)
	}
	for i, right := range []es.Expected{es.Exactly(2), es.StreamExists{}, es.Any{}} {
		if appended := mustAppend(t, store, stream, right, propose(1)); appended.Revision != uint64(3+i) {
			t.Errorf("at %T an event gets revision %d", right, appended.Revision)
		}
	}
	_, err := store.Append(contextOf(t), newStream(), es.StreamExists{}, propose(1))
	if conflict := (*es.ConflictError)(nil); !errors.As(err, &conflict) || conflict.Actual != nil {
		t.Errorf("stream exists on a new stream: %v", err)
	}
}

func testResendsKept(t *testing.T, store Restartable) {
	type again struct {
		*sent
		resend
		want answer
	}
	var all []again
	for _, r := range resends {
		for _, later := range laters {
			for _, f := range numberedForms {
				all = append(all, again{send(t, store, f, later), r, r.numbered})
			}
			for _, f := range unnumberedForms {
				all = append(all, again{send(t, store, f, later), r, r.unnumbered})
			}
		}
	}
	store.restart(t)
	for _, a := range all {
		t.Logf("of %s at %s", a.resend.name, a.form.name)
		a.again(t, store, a.send(a.abc()), a.want)
	}
}

func testCheckpoints(t *testing.T, store Restartable) {
	stream := newStream()
	written := propose(60)
	mustAppend(t, store, stream, es.NoStream{}, written[:20])
	wholeLog, oneStream := followAll(t, store, nil), followStream(t, store, stream, nil)
	position := wholeLog.take(t, stream, 10)[9].Position
	revision := oneStream.take(t, stream, 10)[9].Revision
	wholeLog.cancel()
	oneStream.cancel()

	mustAppend(t, store, stream, es.Exactly(19), written[20:40])
	store.restart(t)
	wholeLog, oneStream = followAll(t, store, &position), followStream(t, store, stream, &revision)
	requireIDs(t, only(wholeLog.untilCaughtUp(t), stream), written[10:40])
	requireIDs(t, oneStream.untilCaughtUp(t), written[10:40])

	mustAppend(t, store, stream, es.Exactly(39), written[40:])
	requireIDs(t, wholeLog.take(t, stream, 20), written[40:])
	requireIDs(t, oneStream.take(t, stream, 20), written[40:])
}

const restarts = 3

func testFollowThrough(t *testing.T, store Restartable) {
	stream := newStream()
	there := followAll(t, store, nil)
	awaited := followStream(t, store, stream, nil)
	there.untilCaughtUp(t)
	awaited.untilCaughtUp(t)
	finish := startRace(t, func(ctx context.Context, ids chan<- uuid.UUID) error {
		return appendInOrder(ctx, insistent{store}, newStream(), ids)
	})
	for i := range restarts {
		store.restart(t)
		mustAppend(t, insistent{store}, stream, expectedAfter(i), propose(1))
	}
	acknowledged := finish()
	all := collect(t, store.ReadAll(contextOf(t), es.Forwards, nil))
	requireEach(t, slices.DeleteFunc(slices.Clone(all), func(e es.Recorded) bool { return e.Stream == stream }), acknowledged)
	requirePlaces(t, "who follows the log", there.first(t, len(all)), all)
	requirePlaces(t, "who follows a stream", awaited.first(t, restarts), only(all, stream))
}

func expectedAfter(events int) es.Expected {
	if events == 0 {
		return es.NoStream{}
	}
	return es.Exactly(events - 1)
}

// appendInOrder appends events to a stream of its own, one after the other.
func appendInOrder(ctx context.Context, store es.Store, stream string, ids chan<- uuid.UUID) error {
	for i := range perWriter {
		event := propose(1)
		if _, err := store.Append(ctx, stream, expectedAfter(i), event); err != nil {
			return err
		}
		ids <- event[0].ID
	}
	return nil
}

func testContendThrough(t *testing.T, store Restartable) {
	stream := newStream()
	mustAppend(t, store, stream, es.NoStream{}, propose(1))
	finish := startRace(t, func(ctx context.Context, ids chan<- uuid.UUID) error {
		return contend(ctx, insistent{store}, stream, ids)
	})
	for range restarts {
		store.restart(t)
	}
	acknowledged := finish()
	events := collect(t, store.ReadStream(contextOf(t), stream, 1))
	for i, e := range events {
		if e.Revision != uint64(i+1) {
			t.Fatalf("revision %d at place %d", e.Revision, i+1)
		}
	}
	requireEach(t, events, acknowledged)
}
