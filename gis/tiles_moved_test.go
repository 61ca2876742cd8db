package gis_test

import (
	"math/rand/v2"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

func TestMovedVerticesOfTheRealCadastre(t *testing.T) {
	t.Parallel()
	polygons := sample(t)
	owners := map[gis.Point]int{}
	for _, p := range polygons {
		for _, ring := range p.Rings {
			for _, q := range ring[1:] {
				owners[q]++
			}
		}
	}
	random := rand.New(rand.NewPCG(3, 1))
	const turns = 4
	for turn := range turns {
		tiles := tilesOf(0.05, polygons...)
		moved, found := map[int]bool{}, map[int]bool{}
		for i := turn; i < len(tiles); i += turns {
			ring := polygons[i].Rings[0]
			vertex := ring[random.IntN(len(ring)-1)]
			to := gis.Point{E: vertex.E + 3 + random.Int64N(40), N: vertex.N - 3 - random.Int64N(40)}
			wrong := polygons[i].Move(map[gis.Point]gis.Point{vertex: to})
			if owners[vertex] > 1 && wrong.Validate() == nil {
				tiles[i].Polygon, moved[i] = wrong, true
			}
		}
		for _, f := range gis.CheckTiles(tiles, nil) {
			if !moved[f.A] && !moved[f.B] {
				t.Errorf("invented: %+v", f)
			}
			found[f.A], found[f.B] = true, true
		}
		for i := range moved {
			if !found[i] {
				t.Errorf("parcel %d: the moved vertex was not found", i)
			}
		}
		if len(moved) < 300 {
			t.Error("too few vertices moved:", len(moved))
		}
	}
}
