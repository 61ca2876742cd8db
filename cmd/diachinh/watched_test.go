package main

import (
	"regexp"
	"sync"
	"testing"
	"time"
)

// watched keeps what is written and tells who waits for a part of it.
type watched struct {
	mu      sync.Mutex
	text    []byte
	changed chan struct{}
}

func newWatched() *watched { return &watched{changed: make(chan struct{})} }

// Write keeps the text.
func (w *watched) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text = append(w.text, text...)
	close(w.changed)
	w.changed = make(chan struct{})
	return len(text), nil
}

// await returns the first group of the pattern once it has been written.
func (w *watched) await(t *testing.T, pattern string) string {
	t.Helper()
	expression := regexp.MustCompile(pattern)
	patience := time.After(5 * time.Minute)
	for {
		w.mu.Lock()
		found, changed := expression.FindSubmatch(w.text), w.changed
		w.mu.Unlock()
		if found != nil {
			return string(found[len(found)-1])
		}
		select {
		case <-changed:
		case <-patience:
			t.Fatalf("%s was not written, only:\n%s", pattern, w.text)
		}
	}
}
