package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/read"
)

// registry is a whole registry behind the API: an event log, read models in a
// database of the test's own, and the offices' acts.
type registry struct {
	api        http.Handler
	log        uuid.UUID
	office     *office.Registry
	engine     *engine.Engine
	statements atomic.Int64 // SQL statements that queries have sent
}

var clerk = access.Principal{Actor: "can-bo-1", Office: "vpdk-1"}

// newRegistry starts a registry in which the communes are established.
func newRegistry(tb testing.TB) *registry {
	tb.Helper()
	ctx := context.Background()
	url := testdb.New(tb)
	store := memory.New()
	r := &registry{log: uuid.New()}

	config, err := read.Connect(ctx, url)
	must(tb, err)
	pool := r.counted(tb, config)
	reader := read.New(pool)
	r.office = office.NewRegistry(store, reader)
	r.engine, err = engine.Start(ctx, engine.Config{
		Store: store, LogID: r.log, DatabaseURL: url, Models: projections.Models(), Catalogue: projections.Catalogue,
	})
	must(tb, err)
	tb.Cleanup(r.engine.Stop)

	must(tb, r.office.EstablishCommunes(ctx, clerk, nil))
	r.api = newAPI(tb, graph.Config{Reader: reader, Registry: r.office, Visibility: r.engine, LogID: r.log})
	r.settle(tb, store)
	return r
}

// newAPI serves the API with a cursor key and a log of the test's.
func newAPI(tb testing.TB, config graph.Config) http.Handler {
	tb.Helper()
	config.CursorKey = bytes.Repeat([]byte{7}, 32)
	config.Logger = slog.New(slog.NewTextHandler(tb.Output(), nil))
	api, err := graph.NewHandler(config)
	must(tb, err)
	return api
}

// counted opens a second pool like the first, that counts its statements.
func (r *registry) counted(tb testing.TB, like *pgxpool.Pool) *pgxpool.Pool {
	tb.Helper()
	config := like.Config()
	like.Close()
	config.ConnConfig.Tracer = counter{&r.statements}
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	must(tb, err)
	tb.Cleanup(pool.Close)
	return pool
}

// counter counts queries.
type counter struct{ n *atomic.Int64 }

func (c counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// settle waits until the read models show the whole log.
func (r *registry) settle(tb testing.TB, store es.Store) {
	tb.Helper()
	for event, err := range store.ReadAll(context.Background(), es.Backwards, nil) {
		must(tb, err)
		must(tb, r.engine.WaitFor(context.Background(), nil, event.Position))
		return
	}
}

// answer is what came back for an operation.
type answer struct {
	Status int
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, ID string }
	}
}

// code returns the code of the only error, or "".
func (a answer) code() string {
	if len(a.Errors) != 1 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// at walks into the data by dots.
func (a answer) at(tb testing.TB, path string) any {
	tb.Helper()
	if len(a.Errors) > 0 {
		tb.Fatalf("errors: %+v", a.Errors)
	}
	var value any = a.Data
	for _, name := range strings.Split(path, ".") {
		value = value.(map[string]any)[name]
	}
	return value
}

// ask sends an operation as clients do. Variables may be nil.
func (r *registry) ask(tb testing.TB, query string, variables map[string]any) answer {
	tb.Helper()
	return r.askAs(tb, clerk, query, variables)
}

func (r *registry) askAs(tb testing.TB, who access.Principal, query string, variables map[string]any) answer {
	tb.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	must(tb, err)
	request := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if who.Actor != "" {
		request.Header.Set(access.ActorHeader, who.Actor)
	}
	if who.Office != "" {
		request.Header.Set(access.OfficeHeader, who.Office)
	}
	return r.send(tb, request)
}

func (r *registry) send(tb testing.TB, request *http.Request) answer {
	tb.Helper()
	recorder := httptest.NewRecorder()
	r.api.ServeHTTP(recorder, request)
	got := answer{Status: recorder.Code}
	if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
		tb.Fatalf("answer %q: %v", recorder.Body, err)
	}
	return got
}

// Where the squares of the tests lie: inside commune 09616, in its zone.
const (
	commune = "09616"
	zone    = 5897
	east0   = 550_000.0
	north0  = 2_329_500.0
)

var registered = ladm.NewDate(2025, 8, 1)

// square is a parcel of 10 m by 10 m; squares beside each other adjoin.
func square(sheet, number, column, row int) office.RegisterParcel {
	e, n := east0+10*float64(column), north0+10*float64(row)
	return office.RegisterParcel{
		Commune: commune, Sheet: sheet, Scale: 1000, SRID: zone, Number: number, LegalArea: 100,
		Purposes:      []cadastre.Purpose{{Type: "ONT", Area: 600, Origin: "CNQ-CTT"}, {Type: "CLN", Area: 400, Until: ladm.NewDate(2070, 1, 1)}},
		Boundary:      [][][2]float64{{{e, n}, {e + 10, n}, {e + 10, n + 10}, {e, n + 10}, {e, n}}},
		EffectiveDate: registered,
	}
}

// register registers squares directly and waits until they are visible.
func (r *registry) register(tb testing.TB, parcels ...office.RegisterParcel) []office.Registered {
	tb.Helper()
	done := make([]office.Registered, len(parcels))
	for i, parcel := range parcels {
		var err error
		done[i], err = r.office.RegisterParcel(context.Background(), clerk, uuid.NewString(), parcel)
		must(tb, err)
	}
	if len(done) > 0 {
		must(tb, r.engine.WaitFor(context.Background(), nil, done[len(done)-1].Position))
	}
	return done
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
