package cadastre

import (
	"cmp"
	"maps"
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// freed is ground that a parcel held until a day, when it gave up all or some of
// it. What begins there before that day would stand where the parcel stood.
type freed struct {
	parcel *Parcel
	until  ladm.Date
}

// drift is, in metres, how far a boundary may come to lie beside what stood next
// to it long ago, as both gained points.
const drift = 0.002

// free notes that a parcel no longer has all of its ground from a day on. Ground
// that was held for no day at all was not held.
func (s *Sheet) free(p *Parcel, day ladm.Date) *freed {
	if !p.heldSince.Before(day) {
		return nil
	}
	f := &freed{p, day}
	s.freed.Insert(f, p.Boundary)
	return f
}

// formerly finds the parcels that held ground within a boundary on a day or later
// and gave it up since, by number, but for some. Each has one claim, its last.
func (s *Sheet) formerly(boundary gis.Polygon, day ladm.Date, but map[ladm.ParcelID]bool) []claim {
	last := map[*Parcel]claim{}
	for f, surface := range s.freed.Search(boundary.Bounds()) {
		if f.until <= max(day, last[f.parcel].until) || but[f.parcel.ID] {
			continue
		}
		at, overlaps := Overlap(boundary, surface)
		if overlaps && at.Area > drift*min(boundary.Perimeter(), surface.Perimeter()) {
			last[f.parcel] = claim{with: asRegistered(f.parcel.Number, s.Number), at: at, until: f.until}
		}
	}
	byNumber := func(a, b *Parcel) int { return cmp.Compare(a.Number, b.Number) }
	var claims []claim
	for _, p := range slices.SortedFunc(maps.Keys(last), byNumber) {
		claims = append(claims, last[p])
	}
	return claims
}
