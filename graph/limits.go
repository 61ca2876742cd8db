package graph

import (
	"context"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/diachinh/diachinh/graph/fault"
)

// What one operation may ask for. GraphiQL's introspection is 14 deep and has
// one root field.
const (
	maxTokens     = 4000
	maxDepth      = 16
	maxRoots      = 10
	maxAliases    = 30
	maxDirectives = 30
	maxFields     = 2000
	maxComplexity = 20_000
)

// limits refuses operations that ask for too much, before anything that walks
// the operation with its fragments spread out: spreads within spreads double
// the work with every level, so a fragment is measured once.
type limits struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = limits{}

// ExtensionName names the extension.
func (limits) ExtensionName() string { return "Limits" }

// Validate accepts every schema.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext measures the operation. Errors: QUERY_TOO_COMPLEX.
func (limits) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	ruler := ruler{operation.Doc.Fragments, map[string]measure{}}
	size := ruler.measure(operation.Operation.SelectionSet)
	roots := len(graphql.CollectFields(operation, operation.Operation.SelectionSet, nil))
	switch {
	case size.depth > maxDepth:
		return tooMuch("Câu truy vấn lồng nhau %d cấp, tối đa %d.", size.depth, maxDepth)
	case roots > maxRoots:
		return tooMuch("Câu truy vấn có %d trường gốc, tối đa %d.", roots, maxRoots)
	case size.aliases > maxAliases:
		return tooMuch("Câu truy vấn có %d bí danh, tối đa %d.", size.aliases, maxAliases)
	case size.directives > maxDirectives:
		return tooMuch("Câu truy vấn có %d chỉ thị, tối đa %d.", size.directives, maxDirectives)
	case size.fields > maxFields:
		return tooMuch("Câu truy vấn có %d trường, tối đa %d.", size.fields, maxFields)
	case size.deferred:
		return tooMuch("Chỉ thị @defer không được hỗ trợ.")
	}
	return nil
}

func tooMuch(message string, args ...any) *gqlerror.Error {
	shown := fault.New(fault.TooComplex, message, args...)
	return &gqlerror.Error{Err: shown, Message: shown.Message, Extensions: map[string]any{"code": string(shown.Code)}}
}

// measure is the size of a selection with its fragments spread out.
type measure struct {
	depth, aliases, directives, fields int
	deferred                           bool
}

func (m *measure) add(other measure) {
	m.depth = max(m.depth, other.depth)
	m.aliases = sum(m.aliases, other.aliases)
	m.directives = sum(m.directives, other.directives)
	m.fields = sum(m.fields, other.fields)
	m.deferred = m.deferred || other.deferred
}

// sum stops at a number that is too much for any limit.
func sum(a, b int) int { return min(a+b, math.MaxInt32) }

func (m *measure) count(directives ast.DirectiveList) {
	m.directives = sum(m.directives, len(directives))
	m.deferred = m.deferred || directives.ForName("defer") != nil
}

// ruler measures each fragment once.
type ruler struct {
	fragments ast.FragmentDefinitionList
	measured  map[string]measure
}

func (r ruler) measure(selections ast.SelectionSet) (size measure) {
	for _, selection := range selections {
		switch selected := selection.(type) {
		case *ast.Field:
			below := r.measure(selected.SelectionSet)
			below.depth++
			below.fields = sum(below.fields, 1)
			if selected.Alias != selected.Name {
				below.aliases = sum(below.aliases, 1)
			}
			size.add(below)
			size.count(selected.Directives)
		case *ast.InlineFragment:
			size.add(r.measure(selected.SelectionSet))
			size.count(selected.Directives)
		case *ast.FragmentSpread:
			size.add(r.fragment(selected.Name))
			size.count(selected.Directives)
		}
	}
	return size
}

func (r ruler) fragment(name string) measure {
	if size, measured := r.measured[name]; measured {
		return size
	}
	size := r.measure(r.fragments.ForName(name).SelectionSet)
	r.measured[name] = size
	return size
}
