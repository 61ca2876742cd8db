package graph_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/graph"
)

func testPositions(t *testing.T, r *registry) {
	const asked = `query ($at: String) { parcels(commune: "00145", sheet: 930, atLeast: $at) { totalCount } }`

	t.Run("a query sees the write whose position it names", func(t *testing.T) {
		for i := range 10 {
			input := inputOf(square(930, i+1, i, 100))
			written := r.ask(t, `mutation ($input: ParcelRegisterInput!) { parcelRegister(input: $input) { position userErrors { code } } }`, vars{"input": input})
			got := r.ask(t, asked, vars{"at": written.at(t, "parcelRegister.position")})
			if count := got.at(t, "parcels.totalCount"); count != float64(i+1) {
				t.Fatalf("%v parcels, want %d", count, i+1)
			}
		}
	})

	t.Run("a position of another log is refused with what to do", func(t *testing.T) {
		got := r.ask(t, asked, vars{"at": es.Token{Log: uuid.New()}.String()})
		if got.code() != "BAD_POSITION" || !strings.Contains(got.Errors[0].Message, "bỏ atLeast") {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("a page cursor of another log is refused", func(t *testing.T) {
		const page = `query ($after: String) { communes(first: 1, after: $after) { pageInfo { endCursor } } }`
		cursor := r.ask(t, page, vars{}).at(t, "communes.pageInfo.endCursor")
		if got := r.ask(t, page, vars{"after": cursor}); got.code() != "" {
			t.Fatalf("got %+v", got)
		}
		moved := *r
		moved.api = newAPI(t, graph.Config{Reader: r.reader, Registry: r.office, Visibility: r.engine, LogID: uuid.New()})
		if got := moved.ask(t, page, vars{"after": cursor}); got.code() != "BAD_CURSOR" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("a position that was made up is refused", func(t *testing.T) {
		if got := r.ask(t, asked, vars{"at": "42"}); got.code() != "BAD_POSITION" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("a position that the models have not come to is not yet visible", func(t *testing.T) {
		future := es.Token{Log: r.log, Position: es.Position{Commit: 1 << 40, Prepare: 1 << 40}}.String()
		ctx, cancel := context.WithCancel(context.Background())
		cancel() // a client that has gone does not shorten the wait
		got := r.send(t, operation(t, clerk, asked, vars{"at": future}).WithContext(ctx))
		if got.code() != "NOT_YET_VISIBLE" {
			t.Errorf("got %+v", got)
		}
	})
}
