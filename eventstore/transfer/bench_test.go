package transfer_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

// BenchmarkMove measures each step from one node to another, with events of 1 kB:
// in runs of 600 of one stream, as surveys are imported, and one stream after each
// event, as an office's day is.
func BenchmarkMove(b *testing.B) {
	for run, events := range map[int]int{600: 60_000, 1: 6_000} {
		b.Run(fmt.Sprintf("run=%d", run), func(b *testing.B) {
			for b.Loop() {
				move(b, run, events)
			}
		})
	}
}

func move(b *testing.B, run, events int) {
	b.StopTimer()
	source, target := newNode(b), newNode(b)
	_, err := eventstore.LogID(b.Context(), source)
	must(b, err)
	event := said(1)
	event.Data = []byte(`{"text":"` + strings.Repeat("địa", 150) + `"}`)
	for i := range events / run {
		add(b, source, fmt.Sprint("s", i%10), slices.Repeat([]es.Proposed{event}, run)...)
	}
	file := newFile(b)
	step := func(name string, do func() error) {
		b.StartTimer()
		before := b.Elapsed()
		must(b, do())
		b.ReportMetric(float64(events)/(b.Elapsed()-before).Seconds(), name+"/s")
		b.StopTimer()
		_, err := file.Seek(0, io.SeekStart)
		must(b, err)
	}
	step("exported", func() error {
		_, err := transfer.Export(b.Context(), source, file, quiet)
		return err
	})
	var contents transfer.Contents
	step("checked", func() (err error) {
		contents, err = transfer.Check(b.Context(), file, quiet)
		return err
	})
	step("imported", func() error { return transfer.Import(b.Context(), target, file, contents, quiet, quiet) })
	step("compared", func() error { return transfer.Compare(b.Context(), target, file, contents, quiet) })
	b.StartTimer()
}

func newNode(b *testing.B) es.Store {
	b.Helper()
	n, err := node.Start(b.Context(), node.Config{DatabaseURL: testdb.New(b), Listen: "127.0.0.1:0"})
	must(b, err)
	b.Cleanup(func() { n.Stop(context.Background()) })
	store, err := eventstore.Dial(n.URL(), nil)
	must(b, err)
	b.Cleanup(store.Close)
	return store
}
