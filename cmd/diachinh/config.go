package main

import (
	"fmt"
	"net/url"
	"os"
	"text/tabwriter"

	"github.com/alecthomas/kong"
	"github.com/samber/lo"
)

type configCommand struct{}

// Run prints every setting, its value and where that comes from.
func (configCommand) Run(parsed *kong.Context, t *terminal) error {
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, flag := range parsed.Model.Flags {
		if len(flag.Envs) > 0 {
			fmt.Fprintf(table, "%s\t%s\t%s\n", flag.Envs[0], shown(flag), source(parsed, flag))
		}
	}
	return table.Flush()
}

// source says what a flag's value comes from.
func source(parsed *kong.Context, flag *kong.Flag) string {
	if lo.ContainsBy(parsed.Path, func(p *kong.Path) bool { return p.Flag == flag }) {
		return "--" + flag.Name
	}
	if os.Getenv(flag.Envs[0]) != "" {
		return "environment"
	}
	return "default"
}

// hidden stands where a secret is.
const hidden = "(hidden)"

// shown is a flag's value, without its secrets where it may have any.
func shown(flag *kong.Flag) string {
	value := fmt.Sprint(flag.Target.Interface())
	if flag.Tag.Has("secret") {
		return withoutSecrets(value)
	}
	return value
}

// withoutSecrets leaves of an address all but the password and the parameters,
// and of anything else nothing.
func withoutSecrets(value string) string {
	if value == "" {
		return ""
	}
	address, err := url.Parse(value)
	if err != nil || address.Scheme == "" || address.Host == "" {
		return hidden
	}
	if _, has := address.User.Password(); has {
		address.User = url.UserPassword(address.User.Username(), "xxxxx")
	}
	address.RawQuery = ""
	return address.String()
}
