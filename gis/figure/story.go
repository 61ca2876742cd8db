package figure

import (
	"slices"

	"github.com/diachinh/diachinh/gis"
)

// story is a family's acts carried out one after the other.
type story struct {
	stages []stage
	// versions are the parcels as acts left them: what the maps are made of.
	versions []Parcel
	numbers  map[string]int // the latest number of each parcel
	// standing are the parcels that are there after the last act; annulled are
	// those that have never been.
	standing, annulled map[string]bool
}

// stage is the family's ground as an act left it.
type stage struct {
	act     *Act
	parcels []shown
	// former are outlines that the act replaced.
	former []gis.Polygon
}

// shown is a parcel on a stage's map.
type shown struct {
	*Parcel
	version   int
	fresh     bool // the act began or changed it
	corrected bool // as it stands, it was mended
}

func tell(f Family) story {
	s := story{numbers: map[string]int{}, standing: map[string]bool{}, annulled: map[string]bool{}}
	var now []shown
	for i := range f.Acts {
		now = s.carryOut(&f.Acts[i], now)
	}
	for _, p := range now {
		s.standing[p.Key] = true
	}
	return s
}

// carryOut adds the stage that an act leads to and returns what it shows.
func (s *story) carryOut(act *Act, before []shown) []shown {
	next := stage{act: act}
	for _, p := range before {
		if !slices.Contains(act.Ends, p.Key) && !slices.Contains(act.Annuls, p.Key) {
			p.fresh = false
			next.parcels = append(next.parcels, p)
		}
	}
	for _, key := range act.Annuls {
		s.annulled[key] = true
	}
	for i := range act.Shows {
		next.show(s.version(&act.Shows[i], act.Corrects))
	}
	s.stages = append(s.stages, next)
	return next.parcels
}

func (s *story) version(p *Parcel, corrected bool) shown {
	s.versions = append(s.versions, *p)
	s.numbers[p.Key] = p.Number
	delete(s.annulled, p.Key)
	return shown{Parcel: p, version: len(s.versions) - 1, fresh: true, corrected: corrected}
}

// show puts a parcel on the map, in place of itself as it was before.
func (g *stage) show(p shown) {
	at := slices.IndexFunc(g.parcels, func(o shown) bool { return o.Key == p.Key })
	if at < 0 {
		g.parcels = append(g.parcels, p)
		return
	}
	if was := g.parcels[at].Boundary; !slices.EqualFunc(was.Rings, p.Boundary.Rings, slices.Equal) {
		g.former = append(g.former, was)
	}
	g.parcels[at] = p
}
