package eventstore

import (
	"context"

	"github.com/diachinh/diachinh/bench/report"
)

// batches compares appends of 100 events each with the protocol's ceiling.
func (b *bench) batches(ctx context.Context) ([]report.Row, error) {
	ours, err := b.ours(ctx)
	if err != nil {
		return nil, err
	}
	ceiling, err := b.ceiling(ctx)
	if err != nil {
		return nil, err
	}
	l := load{bytes: 256, clients: 16, batch: 100}
	samples, err := b.compete(ctx, []side{ours, ceiling}, l)
	if err != nil {
		return nil, err
	}
	const name = "append of 100 events of 256 bytes, 16 clients"
	return []report.Row{
		report.More(name, "events/s", samples[0].rate, samples[1].rate, storesNothing, 0),
		report.Less(name, "p50 ms", samples[0].p50, samples[1].p50, storesNothing, 0),
		report.Less(name, "p99 ms", samples[0].p99, samples[1].p99, storesNothing, 0),
	}, nil
}
