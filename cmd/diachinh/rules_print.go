package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/diachinh/diachinh/domain/rules"
)

// printRules prints one row a line.
func printRules(out io.Writer, listed []rules.Rule) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CODE\tSEVERITY\tPROVINCE\tFROM\tTO\tFIGURES\tEVIDENCE\tSOURCE")
	for _, r := range listed {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Code, r.Severity,
			cmp.Or(r.Province, "-"), cmp.Or(r.From, "-"), cmp.Or(r.To, "-"), cmp.Or(figures(r), "-"), r.Evidence, r.Source)
	}
	return table.Flush()
}

// figures are a rule's figures in a line, those of cases with their conditions.
func figures(r rules.Rule) string {
	if r.Params != nil {
		return params(r.Params)
	}
	cases := make([]string, len(r.Cases))
	for i, c := range r.Cases {
		cases[i] = params(c.Params)
		if len(c.When) > 0 {
			cases[i] = conditions(c.When) + ": " + cases[i]
		}
	}
	return strings.Join(cases, "; ")
}

func params(p rules.Params) string {
	words := make([]string, 0, len(p))
	for _, name := range slices.Sorted(maps.Keys(p)) {
		words = append(words, fmt.Sprintf("%s=%v", name, p[name]))
	}
	return strings.Join(words, " ")
}

func conditions(when map[string][]string) string {
	words := make([]string, 0, len(when))
	for _, fact := range slices.Sorted(maps.Keys(when)) {
		words = append(words, strings.Join(when[fact], "|"))
	}
	return strings.Join(words, " ")
}

func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
