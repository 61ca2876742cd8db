package backup_test

import (
	"context"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node/backup"
)

// BenchmarkBackup tells how many events a second a log of 200,000 (of about 400
// bytes, JSON) is backed up, verified and restored at.
func BenchmarkBackup(b *testing.B) {
	const events = 200_000
	database, dir := filled(b, events), b.TempDir()
	m := write(b, database, dir)
	var plain int64
	for _, f := range m.Files {
		plain += f.Plain
	}
	measure := func(b *testing.B, do func()) {
		b.SetBytes(plain)
		for b.Loop() {
			do()
		}
		b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("write", func(b *testing.B) { measure(b, func() { write(b, database, b.TempDir()) }) })
	b.Run("verify", func(b *testing.B) {
		measure(b, func() {
			if _, err := backup.Verify(context.Background(), dir, quiet); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("restore", func(b *testing.B) {
		measure(b, func() {
			b.StopTimer()
			empty := testdb.New(b)
			b.StartTimer()
			if _, err := backup.Restore(context.Background(), dir, target(empty)); err != nil {
				b.Fatal(err)
			}
		})
	})
}
