package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/diachinh/diachinh/domain/es"
)

type eventsCommand struct {
	List   eventsListCommand   `cmd:"" help:"In một số sự kiện rồi dừng (print some events)."`
	Follow eventsFollowCommand `cmd:"" help:"In sự kiện khi chúng xảy ra, đến khi Ctrl-C (print events as they happen)."`
	Export eventsExportCommand `cmd:"" help:"Xuất toàn bộ sự kiện (export all events)."`
}

// selection says which events are meant.
type selection struct {
	Stream string  `name:"stream" placeholder:"sheet-…" help:"Chỉ các sự kiện của một luồng (only this stream)."`
	From   uint64  `name:"from" help:"Từ số thứ tự này trong luồng, cần --stream (from this revision of the stream)."`
	After  *uint64 `name:"after" help:"Sau vị trí này trong toàn bộ nhật ký (after this position of the log)."`
	System bool    `name:"system" help:"Cả sự kiện của hệ thống, tên bắt đầu bằng $ (the system's own events too)."`
}

// Validate refuses what contradicts itself.
func (s selection) Validate() error {
	if s.Stream == "" && s.From > 0 {
		return fmt.Errorf("--from needs --stream")
	}
	if s.Stream != "" && s.After != nil {
		return fmt.Errorf("--after and --stream exclude each other")
	}
	return nil
}

// after is the position to begin after, nil for the beginning.
func (s selection) after() *es.Position {
	if s.After == nil {
		return nil
	}
	return &es.Position{Commit: *s.After, Prepare: *s.After}
}

func (s selection) includes(e es.Recorded) bool {
	return s.System || s.Stream != "" || !strings.HasPrefix(e.Stream, "$") && !strings.HasPrefix(e.Type, "$")
}

func (s selection) read(ctx context.Context, store es.Store) iter.Seq2[es.Recorded, error] {
	if s.Stream != "" {
		return store.ReadStream(ctx, s.Stream, s.From)
	}
	return store.ReadAll(ctx, es.Forwards, s.after())
}

type eventsListCommand struct {
	selection
	Limit int `name:"limit" default:"100" help:"Nhiều nhất bao nhiêu sự kiện (at most so many)."`
}

// Run prints the first events of the selection.
func (c *eventsListCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withEvents(ctx, s, t, func(store es.Store) error {
		return printEvents(ctx, t.out, c.selection, store, c.Limit)
	})
}

type eventsExportCommand struct {
	selection
	Output string `name:"output" type:"path" placeholder:"FILE" help:"Ghi ra tệp; bỏ trống thì ra màn hình (file to write; empty: standard output)."`
}

// Run writes all events of the selection. A file appears when it is complete.
func (c *eventsExportCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withEvents(ctx, s, t, func(store es.Store) error {
		if c.Output == "" {
			return printEvents(ctx, t.out, c.selection, store, 0)
		}
		return writeWhole(c.Output, func(w io.Writer) error {
			return printEvents(ctx, w, c.selection, store, 0)
		})
	})
}

type eventsFollowCommand struct {
	selection
}

// Run prints the selection's events, and then each new one until Ctrl-C.
func (c *eventsFollowCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withEvents(ctx, s, t, func(store es.Store) error {
		lines := newLines(t.out)
		handle := func(m es.Message) error {
			if m.CaughtUp || !c.includes(m.Event) {
				return nil
			}
			return lines.print(m.Event)
		}
		err := c.follow(ctx, store, handle)
		if ctx.Err() != nil {
			return nil
		}
		return err
	})
}

func (c *eventsFollowCommand) follow(ctx context.Context, store es.Store, handle func(es.Message) error) error {
	if c.Stream == "" {
		return store.SubscribeAll(ctx, c.after(), handle)
	}
	if c.From == 0 {
		return store.SubscribeStream(ctx, c.Stream, nil, handle)
	}
	before := c.From - 1
	return store.SubscribeStream(ctx, c.Stream, &before, handle)
}

func withEvents(ctx context.Context, s *settings, t *terminal, do func(es.Store) error) error {
	p, err := open(ctx, s, t, needs{still: true})
	if err != nil {
		return err
	}
	defer p.close()
	return do(p.store)
}
