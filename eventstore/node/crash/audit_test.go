package crash_test

import (
	"hash/crc32"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
)

// found is an event of the log, without its data.
type found struct {
	id       uuid.UUID
	stream   string
	revision uint64
	sum      uint32
}

// audit compares what the writers know with all that the log holds.
type audit struct {
	t   *testing.T
	all []found // by position, from 1
	// streams holds the indexes into all, by revision.
	streams map[string][]int

	acknowledged, lost, doubled, unknown int
}

// check reads the whole log and requires that it is what ledger and follower
// tell, and nothing else. It prints the counts.
func check(t *testing.T, store *eventstore.Store, l *ledger, f *follower) {
	t.Helper()
	a := &audit{t: t, streams: map[string][]int{}}
	a.readAll(store)
	a.readStreams(store)
	a.compareLedger(l)
	a.compareFollower(f)
	t.Logf("%d appends acknowledged with %d events, %d appends in doubt and sent again, lost %d, duplicated %d",
		l.acknowledged.Load(), a.acknowledged, l.doubted.Load(), a.lost, a.doubled)
	if a.lost > 0 || a.doubled > 0 || a.unknown > 0 {
		t.Errorf("lost %d, duplicated %d, in the log though never acknowledged %d", a.lost, a.doubled, a.unknown)
	}
}

// readAll requires positions and revisions without gaps.
func (a *audit) readAll(store *eventstore.Store) {
	a.t.Helper()
	for e, err := range store.ReadAll(a.t.Context(), es.Forwards, nil) {
		if err != nil {
			a.t.Fatal(err)
		}
		if want := uint64(len(a.all) + 1); e.Position.Commit != want {
			a.t.Fatalf("position %d stands where %d is due", e.Position.Commit, want)
		}
		if want := uint64(len(a.streams[e.Stream])); e.Revision != want {
			a.t.Fatalf("revision %d of %s stands where %d is due", e.Revision, e.Stream, want)
		}
		a.streams[e.Stream] = append(a.streams[e.Stream], len(a.all))
		a.all = append(a.all, foundOf(e))
	}
}

func foundOf(e es.Recorded) found {
	return found{e.ID, e.Stream, e.Revision, crc32.ChecksumIEEE(e.Data)}
}

// readStreams requires that the whole log is the union of its streams.
func (a *audit) readStreams(store *eventstore.Store) {
	a.t.Helper()
	for stream, indexes := range a.streams {
		var read []found
		for e, err := range store.ReadStream(a.t.Context(), stream, 0) {
			if err != nil {
				a.t.Fatal(err)
			}
			read = append(read, foundOf(e))
		}
		var want []found
		for _, i := range indexes {
			want = append(want, a.all[i])
		}
		if !slices.Equal(read, want) {
			a.t.Errorf("%s read by itself holds %d events, in the whole log %d", stream, len(read), len(want))
		}
	}
}

// compareLedger requires each acknowledged event once, where it was
// acknowledged, each writer's in its order, and nothing else.
func (a *audit) compareLedger(l *ledger) {
	a.t.Helper()
	times := map[uuid.UUID]int{}
	for _, f := range a.all {
		times[f.id]++
	}
	for _, entries := range l.writers {
		before := uint64(0)
		for _, e := range entries {
			if e.refused {
				continue
			}
			a.compareEntry(e, times)
			first := e.appended.Position.Commit - uint64(len(e.ids)) + 1
			if first <= before {
				a.t.Errorf("an append to %s stands at %d, an earlier one of its writer at %d", e.stream, first, before)
			}
			before = e.appended.Position.Commit
		}
	}
	a.unknown = len(times)
}

// compareEntry looks for one append's events, and strikes them off.
func (a *audit) compareEntry(e entry, times map[uuid.UUID]int) {
	a.t.Helper()
	for i, id := range e.ids {
		back := uint64(len(e.ids) - 1 - i)
		position, revision := e.appended.Position.Commit-back, e.appended.Revision-back
		a.acknowledged++
		switch {
		case times[id] == 0 || position > uint64(len(a.all)):
			a.lost++
		case times[id] > 1:
			a.doubled++
		case a.all[position-1] != found{id, e.stream, revision, e.sums[i]}:
			a.t.Errorf("%s was acknowledged at revision %d of %s and position %d, where %v stands", id, revision, e.stream, position, a.all[position-1])
		}
		delete(times, id)
	}
}

// compareFollower requires that a subscriber saw the whole log, each event once.
func (a *audit) compareFollower(f *follower) {
	a.t.Helper()
	seen := f.until(a.t, len(a.all))
	want := make([]place, len(a.all))
	for i, e := range a.all {
		want[i] = place{uint64(i + 1), e.id}
	}
	if !slices.Equal(seen, want) {
		a.t.Errorf("the subscriber saw %d events, other than the log's %d", len(seen), len(want))
	}
}
