// Package estest tests deciders in three words: given these events, when this
// command comes, then these events follow, or it is refused with these codes.
package estest

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

// Scenario is a decider and what has happened so far.
type Scenario[S, C, E any] struct {
	t       testing.TB
	decider es.Decider[S, C, E]
	state   S
}

// Result is what a command led to.
type Result[E any] struct {
	t      testing.TB
	events []E
	err    error
}

// Given folds what has happened.
func Given[S, C, E any](t testing.TB, decider es.Decider[S, C, E], events ...E) Scenario[S, C, E] {
	t.Helper()
	state := decider.Initial()
	for _, event := range events {
		state = decider.Evolve(state, event)
	}
	return Scenario[S, C, E]{t, decider, state}
}

// When decides a command.
func (s Scenario[S, C, E]) When(command C) Result[E] {
	s.t.Helper()
	events, err := s.decider.Decide(s.state, command)
	return Result[E]{s.t, events, err}
}

// Then demands exactly these events; none means that nothing was to do.
func (r Result[E]) Then(want ...E) {
	r.t.Helper()
	if r.err != nil {
		r.t.Fatalf("refused: %v", r.err)
	}
	if len(r.events) != len(want) {
		r.t.Fatalf("got %d events, want %d:\n%s", len(r.events), len(want), show(r.events))
	}
	for i := range want {
		if !reflect.DeepEqual(r.events[i], want[i]) {
			r.t.Errorf("event %d is\n%s\nwant\n%s", i, show(r.events[i]), show(want[i]))
		}
	}
}

// ThenEvents returns the events for closer looks, or fails on a refusal.
func (r Result[E]) ThenEvents() []E {
	r.t.Helper()
	if r.err != nil {
		r.t.Fatalf("refused: %v", r.err)
	}
	return r.events
}

// ThenRefused demands a refusal with exactly these codes, in any order. It
// returns the error for closer looks.
func (r Result[E]) ThenRefused(codes ...string) error {
	r.t.Helper()
	var refusal interface{ Codes() []string }
	if !errors.As(r.err, &refusal) {
		r.t.Fatalf("want a refusal with %v, got error %v and events\n%s", codes, r.err, show(r.events))
	}
	got := slices.Sorted(slices.Values(refusal.Codes()))
	want := slices.Sorted(slices.Values(codes))
	if !slices.Equal(got, want) {
		r.t.Fatalf("refused with %v, want %v", got, want)
	}
	return r.err
}

func show(v any) string {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}
