package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
)

// captured returns the SQL that reading leads to, once for each parcel, with
// the arguments written out as pgbench needs it.
func captured(ctx context.Context, database string, q question, ids []ladm.ParcelID) ([]string, error) {
	config, err := pgxpool.ParseConfig(database)
	if err != nil {
		return nil, err
	}
	var seen eavesdropper
	config.ConnConfig.Tracer = &seen
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	for _, id := range ids {
		if err := q.read(ctx, read.New(pool), id); err != nil {
			return nil, err
		}
	}
	if len(seen.statements) != len(ids) {
		return nil, fmt.Errorf("%s: %d statements for %d readings", q.name, len(seen.statements), len(ids))
	}
	return seen.statements, seen.err
}

// eavesdropper notes every statement.
type eavesdropper struct {
	statements []string
	err        error
}

var placeholder = regexp.MustCompile(`\$\d+`)

// TraceQueryStart implements pgx.QueryTracer.
func (e *eavesdropper) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	sql := placeholder.ReplaceAllStringFunc(data.SQL, func(mark string) string {
		n, _ := strconv.Atoi(mark[1:])
		literal, err := literal(data.Args[n-1])
		if err != nil {
			e.err = err
		}
		return literal
	})
	// pgbench ends a statement at a line that ends in a semicolon, and takes a
	// line break for a space.
	e.statements = append(e.statements, strings.TrimSuffix(strings.TrimSpace(sql), ";"))
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (e *eavesdropper) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// literal writes an argument as SQL.
func literal(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "null", nil
	case int, int32, int64, uint64, float64, bool:
		return fmt.Sprint(v), nil
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'", nil
	case uuid.UUID:
		return "'" + v.String() + "'::uuid", nil
	case time.Time:
		return "'" + v.Format(time.RFC3339Nano) + "'", nil
	case []uuid.UUID:
		texts := make([]string, len(v))
		for i, id := range v {
			texts[i] = id.String()
		}
		return "'{" + strings.Join(texts, ",") + "}'::uuid[]", nil
	default:
		return "", fmt.Errorf("no literal for %T", v)
	}
}
