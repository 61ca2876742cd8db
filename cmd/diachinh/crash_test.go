package main

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// counts is what a database holds.
type counts struct {
	parcels int // of them, different parcels
	rows    int // in the read model
}

func count(t *testing.T, databaseURL string) (c counts) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	err = conn.QueryRow(t.Context(), `
		select (select count(*) from registry.parcel_version),
		       (select count(distinct (sheet_id, number)) from registry.parcel_version where recorded_to = 'infinity')`).
		Scan(&c.rows, &c.parcels)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// complete is the sample registered exactly once.
var complete = counts{parcels: sampleParcels, rows: sampleParcels}

func TestKilledImportIsCompletedByTheNext(t *testing.T) {
	t.Parallel()
	databaseURL, file := testdb.New(t), sampleFileOf(t)
	for _, moment := range []string{
		`event store node started`, // communes under way
		`Đọc tệp`,                  // nothing registered yet
		`Kiểm tra`,                 // about to begin
		`Đăng ký`,                  // under way
	} {
		r := begin(t, databaseURL, "import", "parcels", file)
		r.stderr.await(t, moment)
		r.kill()
	}
	runImport(t, databaseURL, file)
	if got := count(t, databaseURL); got != complete {
		t.Errorf("holds %+v, want %+v", got, complete)
	}
}

func TestKilledServiceLosesNothingThatWasImported(t *testing.T) {
	t.Parallel()
	databaseURL, file := established(t), sampleFileOf(t)
	service := begin(t, databaseURL, "serve")
	service.stderr.await(t, servingLine)

	// The import appends to the service's node, which dies under it.
	victim := begin(t, databaseURL, "import", "parcels", file)
	victim.stderr.await(t, `Đăng ký`)
	service.kill()
	if _ = victim.cmd.Wait(); victim.cmd.ProcessState.ExitCode() != exitFailure {
		t.Errorf("the import ended with code %d\n%s", victim.cmd.ProcessState.ExitCode(), victim.stderr.text)
	}

	service = begin(t, databaseURL, "serve")
	service.stderr.await(t, servingLine)
	runImport(t, databaseURL, file)
	if got := count(t, databaseURL); got != complete {
		t.Errorf("holds %+v, want %+v", got, complete)
	}
	if code := service.terminate(t); code != exitGood {
		t.Errorf("exit code %d", code)
	}
}
