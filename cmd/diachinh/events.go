package main

import (
	"context"
	"iter"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/journal"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

type eventsCommand struct {
	List   eventsListCommand   `cmd:"" help:"In một số sự kiện rồi dừng (print some events)."`
	Follow eventsFollowCommand `cmd:"" help:"In sự kiện khi chúng xảy ra, đến khi Ctrl-C (print events as they happen)."`
	Export eventsExportCommand `cmd:"" help:"Xuất toàn bộ sự kiện (export all events)."`
	Import eventsImportCommand `cmd:"" help:"Chép toàn bộ sự kiện của một tệp đã xuất vào kho còn trống (move an exported log into an empty store)."`
}

// selection says which events are meant.
type selection struct {
	Stream string  `name:"stream" placeholder:"sheet-…" help:"Chỉ các sự kiện của một luồng (only this stream)."`
	From   uint64  `name:"from" placeholder:"REVISION" help:"Từ số thứ tự này trong luồng, cần --stream (from this revision of the stream)."`
	After  *uint64 `name:"after" placeholder:"POSITION" help:"Sau vị trí này trong toàn bộ nhật ký (after this position of the log)."`
	System bool    `name:"system" help:"Cả sự kiện của hệ thống, tên bắt đầu bằng $ (the system's own events too)."`
}

// Validate refuses what contradicts itself.
func (s selection) Validate() error {
	if s.Stream == "" && s.From > 0 {
		return usage("USAGE", "--from đếm trong một luồng: hãy nêu cả --stream.")
	}
	if s.Stream != "" && s.After != nil {
		return usage("USAGE", "--after đếm trong toàn bộ nhật ký, không dùng cùng --stream. Trong một luồng hãy dùng --from.")
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
	return s.System || s.Stream != "" || transfer.Moves(e)
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

// Validate refuses to print nothing.
func (c eventsListCommand) Validate() error {
	if c.Limit < 1 {
		return usage("USAGE", "--limit=%d phải từ 1. Muốn lấy tất cả thì dùng `diachinh events export`.", c.Limit)
	}
	return c.selection.Validate()
}

// Run prints the first events of the selection.
func (c *eventsListCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withEvents(ctx, s, t, func(store es.Store) error {
		return printEvents(ctx, t.out, c.selection, store, c.Limit)
	})
}

type eventsFollowCommand struct {
	selection
}

// Run prints the selection's events, and then each new one until Ctrl-C.
func (c *eventsFollowCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	p, err := open(ctx, s, t, needs{still: true})
	if err != nil {
		return err
	}
	defer p.close()
	lines := journal.NewWriter(t.out)
	handle := func(m es.Message) error {
		if m.CaughtUp || !c.includes(m.Event) {
			return nil
		}
		return lines.Write(m.Event)
	}
	following, end := p.whileThere(ctx)
	defer end()
	err = c.follow(following, p.store, handle)
	switch {
	case ctx.Err() != nil:
		return nil
	case following.Err() != nil:
		return context.Cause(following)
	}
	return err
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
	return withStore(ctx, s, t, needs{still: true}, do)
}

func withStore(ctx context.Context, s *settings, t *terminal, wanted needs, do func(es.Store) error) error {
	p, err := open(ctx, s, t, wanted)
	if err != nil {
		return err
	}
	defer p.close()
	return do(p.store)
}
