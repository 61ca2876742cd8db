package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
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
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis/formats"
	"github.com/diachinh/diachinh/graph"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/read"
)

// registry is a whole registry behind the API: an event log, read models in a
// database of the test's own, and the offices' acts.
type registry struct {
	api    http.Handler
	log    uuid.UUID
	store  es.Store
	reader *read.DB
	office *office.Registry
	engine *engine.Engine
}

var clerk = access.Principal{Actor: "can-bo-1", Office: "vpdk-1"}

// newRegistry starts a registry that knows the communes and holds the sample.
func newRegistry(tb testing.TB) *registry {
	tb.Helper()
	r := emptyRegistry(tb)
	sample, err := formats.Open("../samples/real-cadastre.gpkg", "parcels")
	must(tb, err)
	defer sample.Close()
	_, err = r.office.ImportParcels(context.Background(), clerk, sample, office.ImportOptions{EffectiveDate: effective})
	must(tb, err)
	r.settle(tb)
	return r
}

// emptyRegistry starts a registry that knows the communes and no parcel.
func emptyRegistry(tb testing.TB) *registry {
	tb.Helper()
	ctx := context.Background()
	url := testdb.New(tb)
	r := &registry{log: uuid.New(), store: memory.New()}
	r.reader = read.New(tracedPool(tb, url))
	r.office = office.NewRegistry(rules.National(), r.store, r.reader)
	var err error
	r.engine, err = engine.Start(ctx, engine.Config{
		Store: r.store, LogID: r.log, DatabaseURL: url, Models: projections.Models(), Catalogue: projections.Catalogue,
	})
	must(tb, err)
	tb.Cleanup(r.engine.Stop)
	r.api = newAPI(tb, graph.Config{Reader: r.reader, Registry: r.office, Visibility: r.engine, LogID: r.log})
	must(tb, r.office.EstablishCommunes(ctx, clerk, nil))
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

// tracedPool connects as the service does, and counts the statements of those
// requests that ask for it.
func tracedPool(tb testing.TB, url string) *pgxpool.Pool {
	tb.Helper()
	pool, err := read.Connect(context.Background(), url)
	must(tb, err)
	config := pool.Config()
	pool.Close()
	config.ConnConfig.Tracer = tracer{}
	// A request that comes upon a full pool makes a connection, whose preparation
	// is not of its asking.
	prepare := config.AfterConnect
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		return prepare(context.WithValue(ctx, statements{}, nil), conn)
	}
	pool, err = pgxpool.NewWithConfig(context.Background(), config)
	must(tb, err)
	tb.Cleanup(pool.Close)
	return pool
}

// statements is the key of a request's *atomic.Int64 in its context.
type statements struct{}

type tracer struct{}

func (tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	if count, asked := ctx.Value(statements{}).(*atomic.Int64); asked {
		count.Add(1)
	}
	return ctx
}

func (tracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// settle waits until the read models show the whole log.
func (r *registry) settle(tb testing.TB) {
	tb.Helper()
	for event, err := range r.store.ReadAll(context.Background(), es.Backwards, nil) {
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

// at walks into the data: names, and indexes of lists, parted by dots.
func (a answer) at(tb testing.TB, path string) any {
	tb.Helper()
	if len(a.Errors) > 0 {
		tb.Fatalf("errors: %+v", a.Errors)
	}
	var value any = a.Data
	for name := range strings.SplitSeq(path, ".") {
		switch holder := value.(type) {
		case map[string]any:
			value = holder[name]
		case []any:
			i, err := strconv.Atoi(name)
			must(tb, err)
			value = holder[i]
		default:
			tb.Fatalf("%s: nothing at %s", path, name)
		}
	}
	return value
}

// shows compares what stands at a place with a value of JSON.
func (a answer) shows(tb testing.TB, path, want string) {
	tb.Helper()
	got, err := json.Marshal(a.at(tb, path))
	must(tb, err)
	var canonical any
	must(tb, json.Unmarshal([]byte(want), &canonical))
	wanted, err := json.Marshal(canonical)
	must(tb, err)
	if !bytes.Equal(got, wanted) {
		tb.Errorf("%s\n got %s\nwant %s", path, got, wanted)
	}
}

// vars are an operation's variables.
type vars map[string]any

// ask sends an operation as clients do. Variables may be nil.
func (r *registry) ask(tb testing.TB, query string, variables vars) answer {
	tb.Helper()
	return r.send(tb, operation(tb, clerk, query, variables))
}

// operation is the request of an operation, made by somebody or nobody.
func operation(tb testing.TB, who access.Principal, query string, variables vars) *http.Request {
	tb.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	must(tb, err)
	request := post(string(body))
	if who.Actor != "" {
		request.Header.Set(access.ActorHeader, who.Actor)
	}
	if who.Office != "" {
		request.Header.Set(access.OfficeHeader, who.Office)
	}
	return request
}

func post(body string) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	return request
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

// Where the squares of the tests lie: inside the ward Long Biên, far from the
// sample, in its zone.
const (
	ward   = "00145"
	zone   = 5897
	east0  = 592_000.0
	north0 = 2_325_500.0
)

// effective is the day from which all parcels hold.
var effective = ladm.NewDate(2025, 8, 1)

// square is a parcel of 10 m by 10 m; squares beside each other adjoin.
func square(sheet, number, column, row int) office.RegisterParcel {
	e, n := east0+10*float64(column), north0+10*float64(row)
	return office.RegisterParcel{
		Commune: ward, Sheet: sheet, Scale: 1000, SRID: zone, Number: number, LegalArea: 100,
		Purposes:      []cadastre.Purpose{{Type: "ONT", Area: 600, Origin: "CNQ-CTT"}, {Type: "CLN", Area: 400, Until: ladm.NewDate(2070, 1, 1)}},
		Boundary:      [][][2]float64{{{e, n}, {e + 10, n}, {e + 10, n + 10}, {e, n + 10}, {e, n}}},
		EffectiveDate: effective,
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
