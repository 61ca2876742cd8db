package main

import (
	"context"
	"log/slog"
	"time"
)

// insertionPause is how often a service looks for insertions that interrupted acts
// left pending.
const insertionPause = 5 * time.Second

// finishInsertions completes, now and every so often until ctx ends, what
// interrupted acts left to do on other sheets.
func (p *platform) finishInsertions(ctx context.Context, pause time.Duration) {
	next := time.NewTicker(pause)
	defer next.Stop()
	for ctx.Err() == nil {
		finished, err := p.office.FinishInsertions(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			p.logger.WarnContext(ctx, "insertions stay pending", slog.Int("finished", finished), slog.Any("error", err))
		case finished > 0:
			p.logger.InfoContext(ctx, "finished pending insertions", slog.Int("sheets", finished))
		}
		select {
		case <-ctx.Done():
		case <-next.C:
		}
	}
}
