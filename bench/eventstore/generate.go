package eventstore

import (
	"context"
	"fmt"
	"syscall"

	"github.com/jackc/pgx/v5"
)

const (
	// generatedStreams is over how many streams the events of the long log spread.
	generatedStreams = 100_000
	// generatedBytes is about what an event takes on disk, indexes and all, while
	// the log is made; walBytes what PostgreSQL keeps beside it.
	generatedBytes = 800
	walBytes       = 5 << 30
)

// generatedName is the name of the long log's i-th stream.
func generatedName(i int) string { return fmt.Sprintf("title-%06d", i) }

// generated makes a log with very many events. They are written by PostgreSQL
// itself: the streams' events in turn, of some 300 bytes each; the indexes are
// built after.
func (b *bench) generated(ctx context.Context) (database string, err error) {
	if err := b.demandSpace(ctx); err != nil {
		return "", err
	}
	if database, err = b.emptyDatabase(ctx, "bench_long_log"); err != nil {
		return "", err
	}
	migrate := b.diachinh(ctx, database, "migrate")
	migrate.Stderr = nil
	if out, err := migrate.CombinedOutput(); err != nil {
		return "", fmt.Errorf("migrate: %w\n%s", err, out)
	}
	return database, execute(ctx, database,
		`set maintenance_work_mem = '1GB'`,
		`alter table eventlog.events drop constraint events_pkey, drop constraint events_one_per_revision`,
		fmt.Sprintf(`insert into eventlog.streams (id, name)
			select i + 1, 'title-' || lpad(i::text, 6, '0') from generate_series(0, %d) i`, generatedStreams-1),
		fmt.Sprintf(`insert into eventlog.events (position, stream_id, revision, event_id, type, is_json, created, data, metadata)
			select n + 1, n %% %[1]d + 1, n / %[1]d, md5(n::text)::uuid, '%[2]s', true, timestamptz '2026-01-01' + n * interval '1 s',
			       convert_to('{"title":' || n || ',"text":"' || repeat(md5(n::text), 5) || '"}', 'UTF8'),
			       convert_to('{"actor":"officer-' || n %% 100 || '","recorded_at":"2026-01-01T00:00:00Z","office":"office-7"}', 'UTF8')
			from generate_series(0::bigint, %[3]d - 1) n`, generatedStreams, eventType, b.Events),
		`alter table eventlog.events add constraint events_pkey primary key (position)`,
		`alter table eventlog.events add constraint events_one_per_revision unique (stream_id, revision)`,
		`vacuum (analyze) eventlog.streams, eventlog.events`,
		`checkpoint`)
}

// demandSpace fails where PostgreSQL's disk is too small for the long log.
func (b *bench) demandSpace(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.Server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var dir string
	if err := conn.QueryRow(ctx, `show data_directory`).Scan(&dir); err != nil {
		return err
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return fmt.Errorf("look at the disk of PostgreSQL: %w", err)
	}
	free, needed := int64(disk.Bavail)*disk.Bsize, int64(b.Events)*generatedBytes+walBytes
	if free < needed {
		return fmt.Errorf("a log of %d events needs about %d GiB on the disk of %s, where %d GiB are free: make room, or ask for fewer by -events",
			b.Events, needed>>30+1, dir, free>>30)
	}
	return nil
}
