package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

// finding is a place in the code where a rule may speak.
type finding struct {
	at     token.Position
	code   string
	values map[string]bool
}

var (
	codeForm    = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)+(:[a-z]+)?$`)
	placeholder = regexp.MustCompile(`\{([a-z_]+)(:[0-9])?\}`)
)

func TestTheDomainAndTheDataAgree(t *testing.T) {
	t.Parallel()
	set := rules.National().On("", "")
	used := map[string]bool{}
	for _, found := range findingsOf(t) {
		used[found.code] = true
		rule, known := set.Rule(found.code)
		if !known {
			t.Errorf("%s: %s is not in the data", found.at, found.code)
			continue
		}
		for _, place := range placeholder.FindAllStringSubmatch(rule.Message.VI+rule.Message.EN, -1) {
			if !found.values[place[1]] {
				t.Errorf("%s: nothing fills {%s} of %s", found.at, place[1], found.code)
			}
		}
	}
	for _, rule := range set.Rules() {
		if !used[rule.Code] {
			t.Errorf("%s is in the data and nowhere found", rule.Code)
		}
		if rule.Source == "" || rule.Evidence == "" || rule.Message.VI == "" || rule.Message.EN == "" {
			t.Errorf("%s lacks a source, evidence or a message", rule.Code)
		}
	}
}

// findingsOf reads what cadastre, territory and the office may find off their code.
func findingsOf(t *testing.T) []finding {
	t.Helper()
	var found []finding
	for _, folder := range []string{"../cadastre", "../territory", "../../office"} {
		paths, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(paths) == 0 {
			t.Fatal(paths, err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, declared := range file.Decls {
				if function, is := declared.(*ast.FuncDecl); is && function.Body != nil {
					found = append(found, inFunction(t, files, function)...)
				}
			}
		}
	}
	return found
}

// speakers are the functions that turn a code into a finding; all but the first
// two are called with the code spelt out.
var speakers = []string{"find", "refuse", "demand", "at", "found"}

// inFunction returns a function's calls of speakers. Where the code of one is not
// spelt out, it is any that the function spells out elsewhere.
func inFunction(t *testing.T, files *token.FileSet, function *ast.FuncDecl) []finding {
	if slices.Contains(speakers, function.Name.Name) {
		return nil
	}
	codes := codesIn(t, function)
	var found []finding
	ast.Inspect(function, func(n ast.Node) bool {
		call, speaks := speech(n)
		if !speaks {
			return true
		}
		meant := codes
		if code, spelt := spelt(call); spelt {
			meant = []string{code}
		}
		if len(meant) == 0 {
			t.Errorf("%s: which rule speaks?", files.Position(call.Pos()))
		}
		values := keysOf(function, call.Args[len(call.Args)-1])
		for _, code := range meant {
			found = append(found, finding{files.Position(call.Pos()), code, values})
		}
		return true
	})
	return found
}

func speech(n ast.Node) (*ast.CallExpr, bool) {
	call, is := n.(*ast.CallExpr)
	if !is || len(call.Args) == 0 {
		return nil, false
	}
	who := slices.Index(speakers, nameOf(call.Fun))
	_, spelt := spelt(call)
	return call, who >= 0 && (who < 2 || spelt)
}

// spelt is the code among the arguments of a call.
func spelt(call *ast.CallExpr) (string, bool) {
	for _, arg := range call.Args {
		if code, is := codeOf(arg); is {
			return code, true
		}
	}
	return "", false
}

// codesIn are the codes that a function spells out for no speaker; a rule that deviation looks at
// has two grades, and the violations of gis are a code each.
func codesIn(t *testing.T, function *ast.FuncDecl) []string {
	var codes []string
	ast.Inspect(function, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if nameOf(n.Fun) == "deviation" {
				code, _ := codeOf(n.Args[1])
				codes = append(codes, code, code+":warn")
			}
			if nameOf(n.Fun) == "string" {
				codes = append(codes, violations(t)...)
			}
			_, speaks := speech(n)
			_, spelt := spelt(n)
			return !speaks || !spelt
		case *ast.BasicLit:
			if code, is := codeOf(n); is {
				codes = append(codes, code)
			}
		}
		return true
	})
	return codes
}

// violations are the codes of gis.ViolationKind.
func violations(t *testing.T) []string {
	text, err := os.ReadFile("../../gis/validate.go")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, match := range regexp.MustCompile(`ViolationKind\s*=\s*"([A-Z_]+)"`).FindAllStringSubmatch(string(text), -1) {
		codes = append(codes, match[1])
	}
	return codes
}

func nameOf(function ast.Expr) string {
	switch f := function.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func codeOf(expression ast.Expr) (string, bool) {
	literal, is := expression.(*ast.BasicLit)
	if !is || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil && codeForm.MatchString(text)
}

// keysOf are the names of the values that an expression is: a literal, or a
// variable that the function gives one.
func keysOf(function *ast.FuncDecl, values ast.Expr) map[string]bool {
	keys := map[string]bool{}
	collect := func(literal ast.Expr) {
		composite, is := literal.(*ast.CompositeLit)
		if !is {
			return
		}
		for _, element := range composite.Elts {
			if pair, is := element.(*ast.KeyValueExpr); is {
				if key, is := pair.Key.(*ast.BasicLit); is {
					name, _ := strconv.Unquote(key.Value)
					keys[name] = true
				}
			}
		}
	}
	collect(values)
	if variable, is := values.(*ast.Ident); is {
		ast.Inspect(function, func(n ast.Node) bool {
			assigned, is := n.(*ast.AssignStmt)
			if !is {
				return true
			}
			if nameOf(assigned.Lhs[0]) == variable.Name {
				collect(assigned.Rhs[0])
			}
			for _, left := range assigned.Lhs {
				if more, is := left.(*ast.IndexExpr); is && nameOf(more.X) == variable.Name {
					name, _ := strconv.Unquote(more.Index.(*ast.BasicLit).Value)
					keys[name] = true
				}
			}
			return true
		})
	}
	return keys
}
