package eventstore

import (
	"context"
	"fmt"
	"slices"
)

// side is a store that appends are measured on.
type side struct {
	name    string
	durable bool
	measure func(context.Context, load) (sample, error)
}

// driven is a side whose clients are in this process.
func driven(name string, durable bool, connect connect) side {
	return side{name, durable, func(ctx context.Context, l load) (sample, error) { return l.drive(ctx, connect) }}
}

// turns measures every side as often as there are runs, in turns, and returns
// the medians.
func turns[T any](ctx context.Context, runs int, sides []T, measure func(context.Context, T) (sample, error)) ([]sample, error) {
	samples := make([][]sample, len(sides))
	for run := range runs {
		for i := range sides {
			at := (run + i) % len(sides)
			s, err := measure(ctx, sides[at])
			if err != nil {
				return nil, err
			}
			samples[at] = append(samples[at], s)
		}
	}
	medians := make([]sample, len(sides))
	for i, of := range samples {
		medians[i] = sample{
			rate: median(of, func(s sample) float64 { return s.rate }),
			p50:  median(of, func(s sample) float64 { return s.p50 }),
			p99:  median(of, func(s sample) float64 { return s.p99 }),
		}
	}
	return medians, nil
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// compete measures all sides under one load.
func (b *bench) compete(ctx context.Context, sides []side, l load) ([]sample, error) {
	return turns(ctx, b.Runs, sides, func(ctx context.Context, s side) (sample, error) {
		measured, err := s.measure(ctx, l)
		if err != nil {
			return sample{}, fmt.Errorf("%s: %w", s.name, err)
		}
		return measured, nil
	})
}
