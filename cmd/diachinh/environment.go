package main

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/alecthomas/kong"
)

const prefix = "DIACHINH_"

// testDatabase is set for tests, which run this binary too.
const testDatabase = prefix + "TEST_DATABASE_URL"

// knownEnvironment refuses a variable with our prefix that means nothing: it is
// a setting mistyped, and would be silently without effect.
func knownEnvironment(model *kong.Application, environ []string) error {
	known := append(variables(model.Node), testDatabase, userPassword)
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, prefix) && !slices.Contains(known, name) {
			nearest := slices.MinFunc(known, func(a, b string) int {
				return levenshtein.ComputeDistance(a, name) - levenshtein.ComputeDistance(b, name)
			})
			return usage("UNKNOWN_SETTING", "Biến môi trường %s không có nghĩa. Có phải %s? `diachinh config` in ra mọi thiết lập.", name, nearest)
		}
	}
	return nil
}

// variables lists the environment variables of a command and of all below it.
func variables(node *kong.Node) []string {
	var names []string
	for _, flag := range node.Flags {
		names = append(names, flag.Envs...)
	}
	for _, child := range node.Children {
		names = append(names, variables(child)...)
	}
	return names
}
