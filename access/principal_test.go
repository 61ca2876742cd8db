package access_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/access"
)

func TestPrincipal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		headers http.Header
		want    error
	}{
		"an officer and an office act":          {http.Header{"X-Actor": {"cb-017"}, "X-Office": {"vpdk.38:hac-thanh"}}, nil},
		"nobody does not act":                   {http.Header{}, access.ErrNoPrincipal},
		"an officer without an office does not": {http.Header{"X-Actor": {"cb-017"}}, access.ErrNoPrincipal},
		"an office alone does not":              {http.Header{"X-Office": {"vpdk"}}, access.ErrNoPrincipal},
		"an id of 64 characters is the longest": {http.Header{"X-Actor": {strings.Repeat("a", 64)}, "X-Office": {"o"}}, nil},
		"a longer id is malformed":              {http.Header{"X-Actor": {strings.Repeat("a", 65)}, "X-Office": {"o"}}, access.ErrBadPrincipal},
		"a name is not an id":                   {http.Header{"X-Actor": {"Nguyễn Văn A"}, "X-Office": {"o"}}, access.ErrBadPrincipal},
		"a line break is malformed":             {http.Header{"X-Actor": {"a\n"}, "X-Office": {"o"}}, access.ErrBadPrincipal},
		"a header given twice is malformed":     {http.Header{"X-Actor": {"a", "b"}, "X-Office": {"o"}}, access.ErrBadPrincipal},
		"an id begins with a letter or a digit": {http.Header{"X-Actor": {"-a"}, "X-Office": {"o"}}, access.ErrBadPrincipal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := access.With(context.Background(), access.FromHeaders(c.headers))
			if _, err := access.From(ctx); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}
