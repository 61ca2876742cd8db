package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// TestBackup backs up what a service has registered and restores it where read
// models show another log.
func TestBackup(t *testing.T) {
	t.Parallel()
	source, dir, file := testdb.New(t), filepath.Join(t.TempDir(), "sao lưu"), sampleFileOf(t)
	service := begin(t, source, "serve")
	service.stderr.await(t, servingLine)
	says(t, said(t, exitGood, source, "backup", dir), "Đã sao lưu ")
	runImport(t, source, file)
	says(t, said(t, exitGood, source, "backup", dir), "Đã sao lưu ")
	if code := service.terminate(t); code != exitGood {
		t.Errorf("exit code %d", code)
	}
	says(t, said(t, exitGood, source, "backup", dir, "--without-keys"), "Đã sao lưu ")
	says(t, said(t, exitGood, source, "backup", "verify", dir), "Bản sao lưu tốt: ")

	// Read models that are ahead of what is restored, and not built from it.
	target := testdb.New(t)
	runImport(t, target, file)
	conn, err := pgx.Connect(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	says(t, said(t, exitUsage, target, "restore", dir), "LOG_NOT_EMPTY: ")
	if _, err := conn.Exec(t.Context(), `
		truncate eventlog.events, eventlog.streams;
		delete from registry.parcel_version where number > 10;
		update registry.checkpoint set commit_position = 1000000, prepare_position = 1000000`); err != nil {
		t.Fatal(err)
	}
	says(t, said(t, exitGood, target, "restore", "--with-keys", dir), "Đã khôi phục ", "mô hình đọc thuộc kho khác", "Đã dựng lại các mô hình đọc")
	if got := count(t, target); got != complete {
		t.Errorf("holds %+v, want %+v", got, complete)
	}
	service = begin(t, target, "serve")
	service.stderr.await(t, servingLine)
	says(t, said(t, exitFailure, target, "restore", dir), "EVENT_LOG_IN_USE: ")
	runImport(t, target, file)
	if got := count(t, target); got != complete {
		t.Errorf("after the same import holds %+v, want %+v", got, complete)
	}

	says(t, said(t, exitUsage, target, "backup", dir), "BACKUP_OF_OTHER_LOG: ")
	logs, err := filepath.Glob(filepath.Join(dir, "log", "*"))
	if err != nil || len(logs) != 1 {
		t.Fatalf("files of the log: %v, %v", logs, err)
	}
	if err := os.Truncate(logs[0], 100); err != nil {
		t.Fatal(err)
	}
	says(t, said(t, exitFailure, source, "backup", "verify", dir), "BACKUP_DAMAGED: ", filepath.Base(logs[0]))
}

// TestRestoreWithoutReadModels leaves them to the service that starts next.
func TestRestoreWithoutReadModels(t *testing.T) {
	t.Parallel()
	source, target, dir := testdb.New(t), testdb.New(t), t.TempDir()
	said(t, exitGood, source, "import", "communes")
	said(t, exitGood, source, "backup", dir)
	if out := said(t, exitGood, target, "restore", dir); strings.Contains(out, "dựng lại") {
		t.Errorf("rebuilt what was not there:\n%s", out)
	}
	runImport(t, target, sampleFileOf(t))
	if got := count(t, target); got != complete {
		t.Errorf("holds %+v, want %+v", got, complete)
	}
}

// says demands that an output holds texts.
func says(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			t.Errorf("says nothing of %q:\n%s", text, out)
		}
	}
}
