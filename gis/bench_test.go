package gis_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

// withPoints is the sample's first polygon whose exterior has at least that many
// different points.
func withPoints(b *testing.B, count int) gis.Polygon {
	for _, p := range sample(b) {
		if len(p.Rings[0]) > count && len(p.Rings) == 1 && len(p.Rings[0]) < count*2 {
			return p
		}
	}
	b.Fatalf("the sample has no polygon of %d points", count)
	return gis.Polygon{}
}

func BenchmarkValidate(b *testing.B) {
	for _, count := range []int{12, 40, 700} {
		p := withPoints(b, count)
		b.Run(fmt.Sprintf("%d points", len(p.Rings[0])-1), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Validate()
			}
		})
	}
}

func BenchmarkOverlap(b *testing.B) {
	polygons := sample(b)
	var neighbours [][2]gis.Polygon
	index := gis.NewIndex[int]()
	for i, p := range polygons {
		for _, q := range index.Search(p.Bounds()) {
			if gis.Adjoins(p, q) {
				neighbours = append(neighbours, [2]gis.Polygon{p, q})
			}
		}
		index.Insert(i, p)
	}
	b.Run("neighbours", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			pair := &neighbours[i%len(neighbours)]
			gis.Overlap(pair[0], pair[1])
		}
	})
	b.Run("small neighbours", func(b *testing.B) {
		var small [][2]gis.Polygon
		for _, pair := range neighbours {
			if len(pair[0].Rings[0])+len(pair[1].Rings[0]) <= 30 {
				small = append(small, pair)
			}
		}
		for i := 0; b.Loop(); i++ {
			pair := &small[i%len(small)]
			gis.Overlap(pair[0], pair[1])
		}
	})
	b.Run("the same", func(b *testing.B) {
		p := withPoints(b, 12)
		for b.Loop() {
			gis.Overlap(p, p)
		}
	})
}

func BenchmarkPole(b *testing.B) {
	polygons := map[string]gis.Polygon{"rectangle 5 by 20 m": polygon([]float64{0, 0, 5, 0.1, 4.6, 20.1, -0.4, 20, 0, 0})}
	for _, count := range []int{12, 40} {
		polygons[fmt.Sprintf("%d points", count)] = withPoints(b, count)
	}
	for name, p := range polygons {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Pole()
			}
		})
	}
}

func BenchmarkTransformation(b *testing.B) {
	zone, _ := gis.ZoneBySRID(5897)
	p := gis.PointOf(549827.027, 2329498.127)
	place := zone.ToWGS84(p)
	b.Run("to WGS84", func(b *testing.B) {
		for b.Loop() {
			zone.ToWGS84(p)
		}
	})
	b.Run("from WGS84", func(b *testing.B) {
		for b.Loop() {
			zone.FromWGS84(place)
		}
	})
	b.Run("to Mercator", func(b *testing.B) {
		for b.Loop() {
			place.Mercator()
		}
	})
	b.Run("GeoHash", func(b *testing.B) {
		for b.Loop() {
			place.GeoHash()
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	p := withPoints(b, 40)
	text, err := json.Marshal(p)
	if err != nil {
		b.Fatal(err)
	}
	vertices := float64(len(p.Rings[0]))
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			p.MarshalJSON()
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/vertices, "ns/vertex")
	})
	b.Run("decode", func(b *testing.B) {
		var q gis.Polygon
		for b.Loop() {
			q.UnmarshalJSON(text)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/vertices, "ns/vertex")
	})
	b.Run("decode within encoding json", func(b *testing.B) {
		var q gis.Polygon
		for b.Loop() {
			json.Unmarshal(text, &q)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/vertices, "ns/vertex")
	})
}

func BenchmarkRegion(b *testing.B) {
	text, _ := jagged(5000)
	area := region(b, text)
	for name, place := range map[string]gis.LonLat{
		"inside": {Lon: 105.003, Lat: 21.007}, "1 km outside": {Lon: 105.09, Lat: 21.001}, "far outside": {Lon: 107, Lat: 19},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				area.Distance(place)
			}
		})
	}
}

func BenchmarkInsert(b *testing.B) {
	for _, count := range []int{12, 40, 700} {
		p := withPoints(b, count)
		ring := p.Rings[0]
		b.Run(fmt.Sprintf("nothing into %d points", len(ring)-1), func(b *testing.B) {
			b.ReportAllocs()
			points := []gis.Point{ring[0], ring[len(ring)/2], p.Pole()}
			for b.Loop() {
				p.Insert(points)
			}
		})
		b.Run(fmt.Sprintf("one into %d points", len(ring)-1), func(b *testing.B) {
			b.ReportAllocs()
			points := []gis.Point{{E: (ring[0].E + ring[1].E) / 2, N: (ring[0].N + ring[1].N) / 2}}
			for b.Loop() {
				p.Insert(points)
			}
		})
	}
}

func BenchmarkCover(b *testing.B) {
	for _, count := range []int{12, 40, 700} {
		ring := make(gis.Ring, count)
		for i := range ring {
			angle := float64(i) * 2 * math.Pi / float64(count)
			ring[i] = gis.PointOf(500_000+100*math.Cos(angle), 2_000_000+100*math.Sin(angle))
		}
		surface := func(points ...gis.Point) gis.Polygon {
			return gis.Polygon{SRID: 5897, Rings: []gis.Ring{append(points, points[0])}}
		}
		ground := []gis.Polygon{surface(ring...)}
		parts := []gis.Polygon{surface(slices.Clone(ring[:count/2+1])...), surface(append(slices.Clone(ring[count/2:]), ring[0])...)}
		b.Run(fmt.Sprintf("%d points in two", count), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if c := gis.Cover(ground, parts); len(c.Faults) > 0 {
					b.Fatal(c.Faults)
				}
			}
		})
	}
}

func BenchmarkCommonArea(b *testing.B) {
	for _, count := range []int{12, 40, 700} {
		p := withPoints(b, count)
		b.Run(fmt.Sprintf("%d points", len(p.Rings[0])-1), func(b *testing.B) {
			for b.Loop() {
				gis.CommonArea(p, p)
			}
		})
	}
}
