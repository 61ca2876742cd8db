package graph_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
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

	t.Run("a position of another log is refused", func(t *testing.T) {
		if got := r.ask(t, asked, vars{"at": es.Token{Log: uuid.New()}.String()}); got.code() != "BAD_POSITION" {
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
