package main

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

func TestWhatFailsAfterARequestToStopIsAnInterruption(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	lost := fmt.Errorf("append: %w: %w", es.ErrUnavailable, context.Canceled)
	if got := explain(ctx, lost); got.code != "EVENT_STORE_UNREACHABLE" {
		t.Errorf("before: %v", got)
	}
	stop()
	if got := explain(ctx, lost); got != interrupted {
		t.Errorf("after: %v", got)
	}
	if got := explain(ctx, refused(3)); got.code != "ROWS_REFUSED" {
		t.Errorf("rows that were refused: %v", got)
	}
}

func TestInterruptedImportSaysSo(t *testing.T) {
	t.Parallel()
	r := begin(t, established(t), "import", "parcels", sampleFileOf(t))
	r.stderr.await(t, `Kiểm tra`) // registering is to come
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	r.stderr.await(t, `(?m)^INTERRUPTED: .*chạy lại lệnh này`)
	if _ = r.cmd.Wait(); r.cmd.ProcessState.ExitCode() != exitFailure {
		t.Errorf("exit code %d\n%s", r.cmd.ProcessState.ExitCode(), r.stderr.text)
	}
}
