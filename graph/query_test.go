package graph_test

import (
	"fmt"
	"testing"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	parcels := r.register(t, square(901, 1, 0, 0), square(901, 2, 1, 0), square(901, 3, 0, 1), square(902, 1, 2, 0))

	t.Run("a parcel is found by its id", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) {
			id code number legalArea measuredArea status validFrom validTo recordedAt revision
			commune { code name kind province { code name } } sheet { id number scale srid commune { code } }
			purposes { type { code name } area until origin }
			geometry centroid boundaryPoints { order ring easting northing number accuracy }
			neighbours { nodes { sheet { number } number } hasMore }
			history { version validFrom validTo recordedFrom recordedTo event cause office number legalArea geometry }
		} }`, map[string]any{"id": parcels[0].Parcel.String()})
		fmt.Printf("%+v\n", got)
	})
}
