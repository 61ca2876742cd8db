package generated

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// inTurn writes the elements of a list one after the other.
func inTurn(ctx context.Context, length int, write func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	list := make(graphql.Array, length)
	for i := range list {
		list[i] = write(graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i}), i)
	}
	return list
}
