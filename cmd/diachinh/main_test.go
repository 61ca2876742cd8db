package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func command(t *testing.T) *kong.Application {
	t.Helper()
	var given cli
	parser, _ := newParser(&given, &bytes.Buffer{}, &bytes.Buffer{})
	return parser.Model
}

func TestFlagsAndEnvironmentAgree(t *testing.T) {
	t.Parallel()
	for _, flag := range command(t).Flags {
		if flag.Name == "help" {
			continue
		}
		want := prefix + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		if len(flag.Envs) != 1 || flag.Envs[0] != want {
			t.Errorf("--%s is set by %v, not by %s", flag.Name, flag.Envs, want)
		}
	}
}

func TestEveryCommandAndFlagIsExplained(t *testing.T) {
	t.Parallel()
	var check func(*kong.Node)
	check = func(node *kong.Node) {
		if node.Help == "" {
			t.Errorf("%s has no help", node.FullPath())
		}
		for _, flag := range node.Flags {
			if flag.Help == "" {
				t.Errorf("--%s of %s has no help", flag.Name, node.FullPath())
			}
			if !flag.IsBool() && !flag.HasDefault && flag.PlaceHolder == "" {
				t.Errorf("--%s of %s does not say what to give", flag.Name, node.FullPath())
			}
		}
		for _, child := range node.Children {
			check(child)
		}
	}
	check(command(t).Node)
}

func TestMistypedSettingIsRefusedWithTheNearestOne(t *testing.T) {
	t.Parallel()
	err := knownEnvironment(command(t), []string{"HOME=/", "DIACHINH_LISTN=127.0.0.1:1"})
	if err == nil || !strings.Contains(err.Error(), "DIACHINH_LISTEN?") {
		t.Errorf("got %v", err)
	}
	if err := knownEnvironment(command(t), []string{"DIACHINH_LISTEN=127.0.0.1:1", testDatabase + "=x"}); err != nil {
		t.Error(err)
	}
}

func TestOnlyLoopbackIsServed(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:8080", "127.1.2.3:0", "[::1]:80", "localhost:80"} {
		if err := loopback("DIACHINH_LISTEN", address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{":8080", "0.0.0.0:80", "[::]:80", "10.0.0.1:80", "example.org:80", "127.0.0.1"} {
		if err := loopback("DIACHINH_LISTEN", address); err == nil {
			t.Errorf("%s is let through", address)
		}
	}
}

func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"postgres://land:geheim@db:5432/land?password=geheim": "postgres://land:xxxxx@db:5432/land",
		"esdb://admin:geheim@a,b,c?tls=true":                  "esdb://admin:xxxxx@a,b,c",
		"host=db password=geheim":                             hidden,
		"":                                                    "",
	} {
		if got := withoutSecrets(value); got != want {
			t.Errorf("%s is shown as %s, want %s", value, got, want)
		}
	}
}
