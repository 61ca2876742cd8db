package eventstore_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// office is a client whose connection can lose answers, and a node.
type office struct {
	node   *node.Node
	config node.Config
	proxy  *proxy
	store  *eventstore.Store // by the proxy
	direct *eventstore.Store
}

func openOffice(t *testing.T) *office {
	o := &office{config: node.Config{DatabaseURL: testdb.New(t)}}
	o.node = startNode(t, o.config)
	o.config.Listen = listenAddress(t, o.node.URL())
	o.proxy = startProxy(t, o.config.Listen)
	o.store, o.direct = dial(t, o.proxy.url()), dial(t, o.node.URL())
	if _, err := o.store.Append(t.Context(), "connects-first", es.Any{}, kilobyte(1)); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) restart(t *testing.T) {
	t.Helper()
	if err := o.node.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.node = startNode(t, o.config)
}

// awaitCommit waits until a stream holds so many events.
func (o *office) awaitCommit(t *testing.T, stream string, events int) {
	t.Helper()
	there := errors.New("there")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	err := o.direct.SubscribeStream(ctx, stream, nil, func(m es.Message) error {
		if !m.CaughtUp && m.Event.Revision == uint64(events-1) {
			return there
		}
		return nil
	})
	if !errors.Is(err, there) {
		t.Fatal(err)
	}
}

// read reads a stream, again where a database session that was ended cuts it off.
func (o *office) read(t *testing.T, stream string) []es.Recorded {
	t.Helper()
	for {
		events, err := o.readOnce(t, stream)
		if err == nil {
			return events
		}
		if !errors.Is(err, es.ErrUnavailable) || t.Context().Err() != nil {
			t.Fatal(err)
		}
	}
}

func (o *office) readOnce(t *testing.T, stream string) (events []es.Recorded, err error) {
	for e, err := range o.direct.ReadStream(t.Context(), stream, 0) {
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// betweens are what may happen before an append whose answer was lost is sent
// again. Each gets the office and the stream's end.
var betweens = map[string]func(t *testing.T, o *office, stream string){
	"at once":                             func(*testing.T, *office, string) {},
	"after a restart of the node":         func(t *testing.T, o *office, _ string) { o.restart(t) },
	"after another command":               anotherCommand,
	"after another command and a restart": func(t *testing.T, o *office, stream string) { anotherCommand(t, o, stream); o.restart(t) },
	"after the database session ended":    func(t *testing.T, o *office, _ string) { endSessions(t, o.config.DatabaseURL) },
}

func anotherCommand(t *testing.T, o *office, stream string) {
	t.Helper()
	if _, err := newCounter(o.direct).Handle(t.Context(), stream, count("another")); err != nil {
		t.Fatal(err)
	}
}

func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for when, between := range betweens {
		for who, first := range map[string]bool{"a stream's first command": true, "a later command": false} {
			t.Run(who+" whose answer was lost, sent again "+when+", gets it: one event, its place, no refusal", func(t *testing.T) {
				t.Parallel()
				o, stream := openOffice(t), "counter-1"
				handler, events := newCounter(o.store), 1
				if !first {
					handle(t, handler, stream, count("first"))
					events = 2
				}
				o.loseAnswer(t, handler, stream, events)
				between(t, o, stream)
				for name, handler := range map[string]counting{"the same process": handler, "another process": newCounter(o.store)} {
					outcome := handle(t, handler, stream, count("lost"))
					o.requireOnce(t, name, stream, events-1, outcome)
				}
			})
		}
	}
	t.Run("a command whose connection breaks before the answer finds by itself what became of it", func(t *testing.T) {
		t.Parallel()
		o, stream := openOffice(t), "counter-1"
		handler := newCounter(o.store)
		handle(t, handler, stream, count("first"))
		o.proxy.mute()
		answered := make(chan es.Outcome, 1)
		go func() {
			outcome, err := handler.Handle(t.Context(), stream, count("lost"))
			if err != nil {
				t.Error(err)
			}
			answered <- outcome
		}()
		o.awaitCommit(t, stream, 2)
		o.proxy.cut()
		o.requireOnce(t, "the same call", stream, 1, <-answered)
	})
}

// loseAnswer carries out the command "lost" up to where the node has committed
// and whoever sent it has gone without an answer.
func (o *office) loseAnswer(t *testing.T, handler counting, stream string, events int) {
	t.Helper()
	look := func(map[string]bool, uint64, bool) error { return nil }
	if err := handler.View(t.Context(), stream, look); err != nil { // reads on before, not while, answers are lost
		t.Fatal(err)
	}
	o.proxy.mute()
	ctx, giveUp := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() {
		_, err := handler.Handle(ctx, stream, count("lost"))
		failed <- err
	}()
	o.awaitCommit(t, stream, events)
	giveUp()
	if err := <-failed; !errors.Is(err, es.ErrUnavailable) && !errors.Is(err, context.Canceled) {
		t.Fatalf("a command without an answer ends with %v", err)
	}
	o.proxy.cut()
}

func (o *office) requireOnce(t *testing.T, who, stream string, revision int, outcome es.Outcome) {
	t.Helper()
	events := o.read(t, stream)
	e := events[revision]
	want := es.Outcome{First: e.Revision, Last: e.Revision, Events: 1, Position: e.Position, Resent: true}
	if outcome != want {
		t.Errorf("%s: answered %+v, the event stands at %+v", who, outcome, want)
	}
	same := slices.DeleteFunc(events, func(other es.Recorded) bool { return string(other.Data) != string(e.Data) })
	if len(same) != 1 || same[0].ID != es.EventID(count("lost").ID, 0, e.Data) {
		t.Errorf("%s: %d events of the command", who, len(same))
	}
}

// TestLostAnswerOfAppend says the same of the store itself.
func TestLostAnswerOfAppend(t *testing.T) {
	t.Parallel()
	for name, expected := range map[string]es.Expected{"a number": es.Exactly(0), "any": es.Any{}, "stream exists": es.StreamExists{}} {
		for when, between := range betweens {
			t.Run("an append at "+name+" whose answer was lost, sent again "+when+", gets it", func(t *testing.T) {
				t.Parallel()
				o, stream, sent := openOffice(t), "counter-"+uuid.NewString(), threeCounted()
				handle(t, newCounter(o.direct), stream, count("first"))
				o.proxy.mute()
				ctx, giveUp := context.WithCancel(t.Context())
				failed := make(chan error, 1)
				go func() {
					_, err := o.store.Append(ctx, stream, expected, sent)
					failed <- err
				}()
				o.awaitCommit(t, stream, 4)
				giveUp()
				if err := <-failed; !errors.Is(err, es.ErrUnavailable) {
					t.Fatalf("an append without an answer ends with %v", err)
				}
				o.proxy.cut()
				between(t, o, stream)
				again, err := insist(t, o.store, stream, expected, sent)
				last := o.read(t, stream)[3]
				if want := (es.Appended{Revision: last.Revision, Position: last.Position}); err != nil || again != want {
					t.Errorf("answered %v, %v; it stands at %v", again, err, want)
				}
			})
		}
	}
}

// insist sends an append unchanged until its outcome is known.
func insist(t *testing.T, store es.Store, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	for {
		appended, err := store.Append(t.Context(), stream, expected, events)
		if !errors.Is(err, es.ErrUnavailable) || t.Context().Err() != nil {
			return appended, err
		}
	}
}

func threeCounted() []es.Proposed {
	events := make([]es.Proposed, 3)
	for i := range events {
		events[i] = es.Proposed{ID: uuid.New(), Type: "name.counted.v1", Data: []byte(`{"name":"someone"}`), Metadata: []byte(`{}`)}
	}
	return events
}
