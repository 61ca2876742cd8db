package graph_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/diachinh/diachinh/graph/generated"
)

func TestSchema(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()

	t.Run("everything is described in Vietnamese, then in English", func(t *testing.T) {
		t.Parallel()
		for _, definition := range schema.Types {
			if definition.BuiltIn {
				continue
			}
			described(t, definition.Name, definition.Description)
			for _, field := range definition.Fields {
				if strings.HasPrefix(field.Name, "__") {
					continue
				}
				described(t, definition.Name+"."+field.Name, field.Description)
				for _, argument := range field.Arguments {
					described(t, definition.Name+"."+field.Name+"."+argument.Name, argument.Description)
				}
			}
			for _, value := range definition.EnumValues {
				described(t, definition.Name+"."+value.Name, value.Description)
			}
		}
	})

	t.Run("every query takes atLeast", func(t *testing.T) {
		t.Parallel()
		for _, field := range schema.Query.Fields {
			if !strings.HasPrefix(field.Name, "__") && field.Arguments.ForName("atLeast") == nil {
				t.Errorf("%s does not", field.Name)
			}
		}
	})

	t.Run("every mutation takes an input with an idempotency key, can be tried, and answers errors and a position", func(t *testing.T) {
		t.Parallel()
		for _, field := range schema.Mutation.Fields {
			input := schema.Types[field.Arguments.ForName("input").Type.Name()]
			payload := schema.Types[field.Type.Name()]
			if !has(input, "idempotencyKey") || !has(input, "dryRun") ||
				!has(payload, "userErrors") || !has(payload, "warnings") || !has(payload, "position") || !has(payload, "dryRun") {
				t.Errorf("%s does not", field.Name)
			}
		}
	})
}

func has(definition *ast.Definition, field string) bool {
	return definition.Fields.ForName(field) != nil
}

// described wants two lines: one with Vietnamese letters, one without.
func described(t *testing.T, name, description string) {
	t.Helper()
	vietnamese, english, found := strings.Cut(description, "\n")
	if !found || !isVietnamese(vietnamese) || english == "" {
		t.Errorf("%s: %q", name, description)
	}
}

func isVietnamese(line string) bool {
	return strings.ContainsFunc(line, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
}
