package eventstore

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// jetstream starts the program with the embedded NATS JetStream, which puts
// itself under each load that it is told of.
func (b *bench) jetstream(ctx context.Context) (side, error) {
	path := filepath.Join(b.Dir, "jetstream")
	if err := build(ctx, "build", "-C", "bench/rivals/jetstream", "-o", path, "."); err != nil {
		return side{}, err
	}
	store, err := onDisk()
	if err != nil {
		return side{}, err
	}
	b.atEnd(func() error { return os.RemoveAll(store) })
	cmd := exec.CommandContext(ctx, path, store)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return side{}, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return side{}, err
	}
	if err := cmd.Start(); err != nil {
		return side{}, err
	}
	b.atEnd(func() error { return errors.Join(in.Close(), cmd.Wait()) }) // it ends with its input
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "ready\n" {
		return side{}, fmt.Errorf("jetstream does not become ready: it says %q, %v", line, err)
	}
	return side{"NATS JetStream, SyncAlways", true, func(_ context.Context, l load) (sample, error) { return ask(in, lines, l) }}, nil
}

// onDisk makes a directory beside the clusters' ones: that of temporary files may
// lie in memory, where nothing has to wait for a disk.
func onDisk() (string, error) {
	const data = ".diachinh"
	if err := os.MkdirAll(data, 0o755); err != nil {
		return "", err
	}
	return os.MkdirTemp(data, "jetstream-")
}

// ask sends a load to the program and waits for what it measured.
func ask(in io.Writer, out *bufio.Reader, l load) (sample, error) {
	question := map[string]any{"bytes": l.bytes, "clients": l.clients, "warmup": warmup, "lasting": lasting}
	if err := json.NewEncoder(in).Encode(question); err != nil {
		return sample{}, err
	}
	line, err := out.ReadBytes('\n')
	if err != nil {
		return sample{}, err
	}
	var answer struct {
		Rate     float64
		P50, P99 time.Duration
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return sample{}, err
	}
	return sample{math.Round(answer.Rate), milliseconds(answer.P50), milliseconds(answer.P99)}, nil
}
