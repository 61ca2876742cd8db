package access

import (
	"context"
	"errors"
	"net/http"
	"regexp"
)

// Headers that name the principal.
const (
	ActorHeader  = "X-Actor"
	OfficeHeader = "X-Office"
)

// Principal is who acts: an officer, by id and never by name, for an office.
type Principal struct {
	Actor  string
	Office string
}

// ErrNoPrincipal says that nobody is named as acting. Name an officer and an office.
var ErrNoPrincipal = errors.New("no acting officer and office")

// ErrBadPrincipal says that an id is malformed: ids have 1 to 64 characters
// from A–Z, a–z, 0–9 and . _ : @ -, and begin with a letter or a digit.
var ErrBadPrincipal = errors.New("malformed id of an officer or office")

var wellFormed = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}$`)

// Validate checks both ids. Errors: ErrNoPrincipal, ErrBadPrincipal.
func (p Principal) Validate() error {
	if p.Actor == "" || p.Office == "" {
		return ErrNoPrincipal
	}
	if !wellFormed.MatchString(p.Actor) || !wellFormed.MatchString(p.Office) {
		return ErrBadPrincipal
	}
	return nil
}

// FromHeaders reads the principal that a request names, each part empty where
// the request names none. A header given twice is malformed, since one value
// may have been added by somebody else on the way.
func FromHeaders(header http.Header) Principal {
	return Principal{Actor: single(header, ActorHeader), Office: single(header, OfficeHeader)}
}

func single(header http.Header, name string) string {
	switch values := header.Values(name); len(values) {
	case 0:
		return ""
	case 1:
		return values[0]
	default:
		return "\x00" // fails Validate
	}
}

type key struct{}

// With returns a context that carries the principal.
func With(ctx context.Context, who Principal) context.Context {
	return context.WithValue(ctx, key{}, who)
}

// From returns the well-formed principal that a context carries. Errors:
// ErrNoPrincipal, ErrBadPrincipal.
func From(ctx context.Context) (Principal, error) {
	who, _ := ctx.Value(key{}).(Principal)
	return who, who.Validate()
}
