package graph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/read"
)

// failing is a reader whose every look-up by code ends in the same way.
type failing struct {
	*read.DB
	end func() error
}

func (f failing) CommuneByCode(context.Context, string, ladm.Date) (read.Commune, error) {
	return read.Commune{}, f.end()
}

func TestErrors(t *testing.T) {
	t.Parallel()
	const secret = "chủ sử dụng: Nguyễn Văn A"
	for name, c := range map[string]struct {
		end  func() error
		code string
	}{
		"an unknown error":          {func() error { return errors.New("connection refused") }, "INTERNAL"},
		"a panic":                   {func() error { panic(secret) }, "INTERNAL"},
		"a mistake of the program":  {func() error { var none []int; _ = none[len(secret)]; return nil }, "INTERNAL"},
		"a store that is away":      {func() error { return es.ErrUnavailable }, "UNAVAILABLE"},
		"a database that is away":   {func() error { return fmt.Errorf("look: %w", read.ErrUnavailable) }, "UNAVAILABLE"},
		"a sheet that others hold":  {func() error { return es.ErrBusy }, "BUSY"},
		"an answer that takes long": {func() error { return context.DeadlineExceeded }, "TIMEOUT"},
		"a code of two parcels":     {func() error { return &read.AmbiguousCodeError{Code: "w7eq", Parcels: make([]ladm.ParcelID, 2)} }, "AMBIGUOUS_CODE"},
	} {
		t.Run(name+" is "+c.code, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			config := configOf(failing{read.New(nil), c.end})
			config.Logger = slog.New(slog.NewTextHandler(&log, nil))
			api, err := graph.NewHandler(config)
			must(t, err)
			got := (&registry{api: api}).ask(t, `{ commune(code: "1") { code } }`, nil)
			if got.code() != c.code || !isVietnamese(got.Errors[0].Message) {
				t.Fatalf("got %+v", got)
			}
			id := got.Errors[0].Extensions.ID
			if masked := c.code == "INTERNAL"; masked != (id != "") || masked != (log.Len() > 0) || !strings.Contains(log.String(), id) {
				t.Errorf("id %q, log %s", id, &log)
			}
			if strings.Contains(log.String(), "Nguyễn") || strings.Contains(got.Errors[0].Message, "refused") {
				t.Errorf("told too much: %s %s", got.Errors[0].Message, &log)
			}
		})
	}
}

func TestNewHandler(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*graph.Config){
		"no reader":          func(c *graph.Config) { c.Reader = nil },
		"no log":             func(c *graph.Config) { c.LogID = uuid.Nil },
		"a short cursor key": func(c *graph.Config) { c.CursorKey = c.CursorKey[:31] },
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			t.Parallel()
			config := configOf(read.New(nil))
			spoil(&config)
			if _, err := graph.NewHandler(config); err == nil {
				t.Error("taken")
			}
		})
	}
}

// configOf configures an API without a database.
func configOf(reader graph.Reader) graph.Config {
	return graph.Config{
		Reader: reader, Registry: office.NewRegistry(rules.National(), memory.New(), read.New(nil)), Visibility: &engine.Engine{},
		LogID: uuid.New(), CursorKey: bytes.Repeat([]byte{7}, 32), Logger: slog.New(slog.DiscardHandler),
	}
}
