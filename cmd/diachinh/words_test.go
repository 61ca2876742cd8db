package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diachinh/diachinh/cluster"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/eventstore/node/backup"
	"github.com/diachinh/diachinh/projections/engine"
)

func TestErrorsOfEveryPartHaveWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		code string
		exit int
	}{
		{&cluster.InUseError{Dir: "d", PID: 7}, "DATA_IN_USE", exitFailure},
		{&cluster.ForeignError{Data: "d"}, "DATA_FOREIGN", exitUsage},
		{cluster.ErrDirectory, "DATA_UNUSABLE", exitUsage},
		{cluster.ErrPrograms, "POSTGRESQL_MISSING", exitFailure},
		{cluster.ErrServer, "POSTGRESQL_FAILED", exitFailure},
		{&node.LockedError{Holder: node.Holder{Address: "127.0.0.1:1"}}, "EVENT_LOG_IN_USE", exitFailure},
		{es.ErrDenied, "EVENT_STORE_DENIED", exitFailure},
		{es.ErrUnknownEvent, "EVENT_UNKNOWN", exitFailure},
		{es.ErrBusy, "BUSY", exitFailure},
		{fmt.Errorf("%w: %w", es.ErrUnavailable, io.ErrUnexpectedEOF), "EVENT_STORE_UNREACHABLE", exitFailure},
		{fmt.Errorf("%w: %w", es.ErrUnavailable, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), "EVENT_STORE_UNREACHABLE", exitFailure},
		{backup.ErrNewer, "BACKUP_NEWER", exitUsage},
		{&engine.StaleError{Model: "m"}, "READ_MODELS_STALE", exitFailure},
		{engine.ErrRebuilding, "REBUILD_UNDER_WAY", exitFailure},
		{&engine.PoisonedError{Model: "m", Err: es.ErrUnknownEvent}, "READ_MODEL_STOPPED", exitFailure},
		{&pgconn.PgError{Code: "42501"}, "DATABASE_ERROR", exitFailure},
		{&net.OpError{Op: "listen", Err: syscall.EADDRINUSE}, "LISTEN_IN_USE", exitUsage},
		{&net.OpError{Op: "listen", Err: syscall.EADDRNOTAVAIL}, "BAD_SETTING", exitUsage},
		{node.ErrDamaged, "EVENT_LOG_DAMAGED", exitFailure},
		{eventstore.ErrDamaged, "EVENT_LOG_DAMAGED", exitFailure},
		{node.ErrNotLoopback, "BAD_SETTING", exitUsage},
		{eventstore.ErrMoveUnfinished, "MOVE_UNFINISHED", exitFailure},
		{syscall.ENOSPC, "DISK_FULL", exitFailure},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "CONNECTION_LOST", exitFailure},
		{errors.New("anything else"), "FAILED", exitFailure},
	} {
		got := worded(fmt.Errorf("some act: %w", c.err))
		if got.code != c.code || got.exit != c.exit || got.message == "" {
			t.Errorf("%v is worded as %v with exit code %d, want %s with %d", c.err, got, got.exit, c.code, c.exit)
		}
	}
}

func TestAnUntrustedCertificateSaysHowToTrustIt(t *testing.T) {
	t.Parallel()
	untrusted := &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	if got := worded(fmt.Errorf("%w: %w", es.ErrUnavailable, untrusted)); !strings.Contains(got.message, "tlsCAFile") {
		t.Errorf("it says %v", got)
	}
}
