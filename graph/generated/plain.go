package generated

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// inTurn writes the elements of a list one after the other.
func inTurn(ctx context.Context, length int, write func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	list := make(graphql.Array, length)
	for i := range list {
		list[i] = write(graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i}), i)
	}
	return list
}

// plain writes a field without arguments of an object that is there. It does
// what [graphql.ResolveField] does but for the place in the answer of a field
// that has nothing below it, the chain of interceptors, which is empty, and the
// recovery from a panic, which the field of the root sees to.
func plain[T any](
	ctx context.Context,
	operation *graphql.OperationContext,
	field graphql.CollectedField,
	place func(context.Context, graphql.CollectedField) (*graphql.FieldContext, error),
	value func(context.Context) (any, error),
	directives func(context.Context, graphql.Resolver) graphql.Resolver,
	write func(context.Context, ast.SelectionSet, T) graphql.Marshaler,
	recovers, nonNull bool,
) graphql.Marshaler {
	found, err := value(ctx)
	known, is := found.(T)
	if err != nil || !is {
		return graphql.ResolveField(ctx, operation, field, place, value, directives, write, recovers, nonNull)
	}
	if len(field.Selections) > 0 {
		at, err := place(ctx, field)
		if err != nil {
			return graphql.Null
		}
		ctx = graphql.WithFieldContext(ctx, at)
	}
	return write(ctx, field.Selections, known)
}
