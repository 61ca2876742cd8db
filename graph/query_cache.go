package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
)

const (
	cachedQueries = 1000
	// longestCached bounds what the cache holds of one query, in bytes.
	longestCached = 16 << 10
)

// queryCache keeps parsed and validated queries. A long one, which may hold a
// whole boundary, is not worth keeping.
type queryCache struct {
	queries *lru.LRU[*ast.QueryDocument]
}

func newQueryCache() queryCache { return queryCache{lru.New[*ast.QueryDocument](cachedQueries)} }

// Get returns a query that was kept.
func (c queryCache) Get(ctx context.Context, text string) (*ast.QueryDocument, bool) {
	return c.queries.Get(ctx, text)
}

// Add keeps a query that is not too long.
func (c queryCache) Add(ctx context.Context, text string, query *ast.QueryDocument) {
	if len(text) <= longestCached {
		c.queries.Add(ctx, text, query)
	}
}
