package eventstore

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// withoutGRPC is the node's writer, called by a benchmark of the node's package.
func (b *bench) withoutGRPC(ctx context.Context) (side, error) {
	path := filepath.Join(b.Dir, "node.test")
	if err := build(ctx, "test", "-c", "-o", path, "./eventstore/node"); err != nil {
		return side{}, err
	}
	return side{bareNode, true, func(ctx context.Context, l load) (sample, error) {
		cmd := exec.CommandContext(ctx, path, "-test.run", "^$", "-test.benchtime", lasting.String(),
			"-test.bench", fmt.Sprintf("^BenchmarkWriter$/^bytes=%d$/^clients=%d$", l.bytes, l.clients))
		cmd.Dir = b.Dir
		cmd.Env = append(os.Environ(), "DIACHINH_TEST_DATABASE_URL="+b.Server)
		out, err := cmd.CombinedOutput()
		if err != nil {
			return sample{}, fmt.Errorf("%w\n%s", err, out)
		}
		return benchmarked(out)
	}}, nil
}

var metric = regexp.MustCompile(`([\d.e+]+) (events/s|p50-ms|p99-ms)`)

// benchmarked reads the metrics that the benchmark printed.
func benchmarked(out []byte) (sample, error) {
	found := map[string]float64{}
	for _, match := range metric.FindAllSubmatch(out, -1) {
		value, err := strconv.ParseFloat(string(match[1]), 64)
		if err != nil {
			return sample{}, err
		}
		found[string(match[2])] = value
	}
	if len(found) != 3 {
		return sample{}, fmt.Errorf("the benchmark printed no figures:\n%s", out)
	}
	return sample{found["events/s"], found["p50-ms"], found["p99-ms"]}, nil
}
