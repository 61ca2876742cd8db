package main

import (
	"context"
	"errors"

	"github.com/diachinh/diachinh/projections/engine"
)

type rebuildCommand struct{}

var phases = map[engine.Phase]string{
	engine.Loading:   "Đọc lại sự kiện",
	engine.Indexing:  "Tạo chỉ mục",
	engine.Switching: "Chuyển sang bảng mới",
}

// Run builds the read models anew beside the live ones, which stay readable.
func (rebuildCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	p, err := open(ctx, s, t, needs{still: true})
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.identify(ctx); err != nil {
		return err
	}
	return p.rebuild(ctx, t)
}

func (p *platform) rebuild(ctx context.Context, t *terminal) error {
	ctx, end := p.whileServed(ctx)
	defer end()
	meter := t.meter(phases[engine.Loading])
	var phase engine.Phase
	var last engine.Progress
	err := engine.Rebuild(ctx, p.engineConfig(), func(now engine.Progress) {
		if now.Phase != phase && phase != "" {
			t.say("%s…", phases[now.Phase])
		}
		if now.Phase == engine.Loading {
			meter.show(int64(now.Events), 0)
		}
		phase, last = now.Phase, now
	})
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	if err != nil {
		return err
	}
	t.say("Đã dựng lại các mô hình đọc từ %d sự kiện.", last.Events)
	return nil
}
