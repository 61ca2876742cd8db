package node

import (
	"testing"

	"github.com/samber/lo"
)

func TestTail(t *testing.T) {
	t.Parallel()
	add := func(tail *tail, positions ...uint64) {
		tail.add(lo.Map(positions, func(p uint64, _ int) event { return event{position: p} }), 10*len(positions))
	}
	require := func(t *testing.T, tail *tail, from uint64, want []uint64, wantHeld bool) {
		t.Helper()
		events, _, held := tail.from(from)
		got := lo.Map(events, func(e event, _ int) uint64 { return e.position })
		if held != wantHeld || len(got) != len(want) || len(got) > 0 && (got[0] != want[0] || got[len(got)-1] != want[len(want)-1]) {
			t.Errorf("from %d: got %v (held: %t), want %v (held: %t)", from, got, held, want, wantHeld)
		}
	}
	t.Run("gives the rest of the batch that a position is in", func(t *testing.T) {
		t.Parallel()
		tail := newTail(1_000, 1)
		add(tail, 1, 2, 3)
		add(tail, 4)
		add(tail, 5, 6)
		require(t, tail, 1, []uint64{1, 2, 3}, true)
		require(t, tail, 3, []uint64{3}, true)
		require(t, tail, 4, []uint64{4}, true)
		require(t, tail, 6, []uint64{6}, true)
		require(t, tail, 7, nil, true)
	})
	t.Run("forgets the oldest beyond its limit, and says so", func(t *testing.T) {
		t.Parallel()
		tail := newTail(30, 1)
		add(tail, 1, 2)
		add(tail, 3, 4)
		require(t, tail, 1, nil, false)
		require(t, tail, 2, nil, false)
		require(t, tail, 3, []uint64{3, 4}, true)
	})
	t.Run("holds nothing of what was there before it", func(t *testing.T) {
		t.Parallel()
		tail := newTail(1_000, 8)
		require(t, tail, 7, nil, false)
		require(t, tail, 8, nil, true)
	})
	t.Run("wakes who waits at its end, when events come and when it restarts", func(t *testing.T) {
		t.Parallel()
		tail := newTail(1_000, 1)
		_, changed, _ := tail.from(1)
		add(tail, 1)
		<-changed
		_, changed, _ = tail.from(2)
		tail.restart(5)
		<-changed
		require(t, tail, 2, nil, false)
		require(t, tail, 5, nil, true)
	})
}
