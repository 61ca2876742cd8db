package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/graph/cursor"
	"github.com/diachinh/diachinh/graph/generated"
	"github.com/diachinh/diachinh/web"
)

const (
	// maxBody is the longest request in bytes; a parcel has at most 512 KiB.
	maxBody = 2 << 20
	// deadline is the longest that one request may take.
	deadline = 15 * time.Second
)

// Config names what the API stands on.
type Config struct {
	Reader     Reader
	Registry   Registry
	Visibility Visibility
	// LogID is the log whose positions the API gives and takes.
	LogID uuid.UUID
	// CursorKey signs cursors: at least 32 random bytes, the same in every
	// process that serves the same clients.
	CursorKey []byte
	Logger    *slog.Logger
}

func (c Config) validate() error {
	if c.Reader == nil || c.Registry == nil || c.Visibility == nil || c.Logger == nil || c.LogID == uuid.Nil {
		return errors.New("graph: reader, registry, visibility, log id and logger are needed")
	}
	return nil
}

// NewHandler serves the API at /graphql, and the query page with its files
// below /graphql/: mount it at both.
func NewHandler(config Config) (http.Handler, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	signer, err := cursor.NewSigner(config.CursorKey)
	if err != nil {
		return nil, err
	}
	s := &server{page: web.GraphiQL(), logger: config.Logger}
	s.api = s.operations(&resolver{config.Reader, config.Registry, config.Visibility, config.LogID, signer})
	return s, nil
}

// server guards the API and tells a browser that asks for a page from a client.
type server struct {
	api    http.Handler
	page   http.Handler
	logger *slog.Logger
}

func (s *server) operations(resolvers *resolver) http.Handler {
	schema := generated.Config{Resolvers: resolvers}
	weigh(&schema.Complexity)
	api := handler.New(generated.NewExecutableSchema(schema))
	api.AddTransport(exchange{})
	api.SetQueryCache(newQueryCache())
	api.SetParserTokenLimit(maxTokens)
	api.SetErrorPresenter(s.present)
	api.SetRecoverFunc(recovered)
	api.Use(extension.Introspection{})
	api.Use(limits{})
	api.Use(extension.FixedComplexityLimit(maxComplexity))
	return api
}

// ServeHTTP guards a request: its size, its time, and who makes it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if wantsPage(r) {
		s.page.ServeHTTP(w, r)
		return
	}
	// A cancelled request would make the database close its connection.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), deadline)
	defer cancel()
	r = r.WithContext(access.With(ctx, access.FromHeaders(r.Header)))
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.api.ServeHTTP(w, r)
}

// wantsPage tells a browser's visit from an operation.
func wantsPage(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	return r.URL.Path != "/graphql" ||
		!r.URL.Query().Has("query") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
