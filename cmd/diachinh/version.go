package main

import (
	"fmt"
	"runtime/debug"
	"strings"
)

type versionCommand struct{}

// Run prints the version in one line.
func (versionCommand) Run(t *terminal) error {
	_, err := fmt.Fprintln(t.out, "diachinh", version())
	return err
}

// version is the module's version, or the commit that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	parts := []string{info.Main.Version}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && !strings.Contains(info.Main.Version, setting.Value[:min(12, len(setting.Value))]) {
			parts = append(parts, setting.Value)
		}
	}
	return strings.Join(append(parts, info.GoVersion), " ")
}
