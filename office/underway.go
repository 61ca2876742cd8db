package office

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// How many parcels that were registered a short while ago are kept, and for how
// long: until the read models surely show them.
const (
	recentParcels = 20_000
	recentTime    = 2 * time.Minute
)

// underway knows the acts of this process that took ground in a way which the read
// models may not show yet: those in flight and those of the recent past. Through it
// two that overlap on different sheets see each other.
type underway struct {
	mu    sync.Mutex
	acts  []*registering                 // in the order in which they began
	taken map[ladm.ParcelID]*registering // parcels of acts that have ended
	ended int                            // how many they are
}

// registering is one act that takes ground: a registration, of which an import has
// many, or a change of boundaries that may reach beyond where they were.
type registering struct {
	sheet   ladm.SheetID
	srid    int
	parcels []cadastre.Neighbour // as others see them, in the zone srid
	box     gis.Box              // of all of them
	// family is shared by acts whose parcels were held against each other before.
	family *importing

	done  chan struct{} // closed at the end
	until time.Time     // kept until then; zero while in flight
	at    es.Position   // where the log says how the parcels are; zero while in flight
}

// recent is a parcel that took ground a while ago, and where the log says how.
type recent struct {
	cadastre.Neighbour
	at es.Position
}

// unseen are those of recent parcels that the read models did not know yet when
// they had come to a position. Of the others they know more: another process may
// have changed them since.
func unseen(parcels []recent, shown es.Position) []cadastre.Neighbour {
	return lo.FilterMap(parcels, func(p recent, _ int) (cadastre.Neighbour, bool) {
		return p.Neighbour, p.at.Compare(shown) > 0
	})
}

// newRegistering returns the act of a sheet that takes the ground of parcels, which
// have valid boundaries in the sheet's zone.
func newRegistering(sheet ladm.SheetID, srid int, parcels []cadastre.Neighbour) *registering {
	a := &registering{sheet: sheet, srid: srid, parcels: parcels, done: make(chan struct{})}
	for _, p := range parcels {
		a.box = union(a.box, p.Boundary.Bounds())
	}
	return a
}

// newcomers are measured parcels that a planned sheet will have, as others see them.
func newcomers(plan sheetPlan, parcels []cadastre.ParcelInput) []cadastre.Neighbour {
	return lo.Map(parcels, func(p cadastre.ParcelInput, _ int) cadastre.Neighbour {
		surface, _ := p.Surface()
		return cadastre.Neighbour{
			Parcel: p.ID, Number: p.Number, Sheet: plan.facts.Sheet, SheetNumber: plan.facts.Number,
			LandType: mainType(p.Purposes), Boundary: surface,
		}
	})
}

// begin lets an act begin as soon as none that it overlaps is in flight, and
// returns the parcels of other sheets that were registered lately around its own.
// Whoever begins must end. An act waits before it begins, so that no two wait for
// each other.
func (u *underway) begin(ctx context.Context, a *registering) ([]recent, error) {
	for {
		lately, rival := u.enter(a)
		if rival == nil {
			return lately, nil
		}
		select {
		case <-rival.done:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for an overlapping registration: %w", ctx.Err())
		}
	}
}

// enter notes an act as in flight, unless one that it overlaps is.
func (u *underway) enter(a *registering) (lately []recent, rival *registering) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, other := range u.acts {
		if !a.concerns(other) {
			continue
		}
		if !other.until.IsZero() {
			lately = append(lately, other.recent(a.box)...)
		} else if a.overlaps(other) {
			return nil, other
		}
	}
	u.acts = append(u.acts, a)
	return lately, nil
}

// end tells that an act is over, and at which place of the log its parcels stand;
// the zero position where they were not registered.
func (u *underway) end(a *registering, at es.Position, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	a.until, a.at = now, at
	registered := at != es.Position{}
	if registered {
		a.until = now.Add(recentTime)
		u.remember(a, a.parcels)
	}
	close(a.done)
	u.acts = slices.DeleteFunc(u.acts, func(other *registering) bool {
		if other.until.IsZero() || now.Before(other.until) && u.ended <= recentParcels {
			return false
		}
		if other != a || registered {
			u.forget(other)
		}
		return true
	})
}

// remember notes parcels of an act that has ended.
func (u *underway) remember(a *registering, parcels []cadastre.Neighbour) {
	if u.taken == nil {
		u.taken = map[ladm.ParcelID]*registering{}
	}
	for _, p := range parcels {
		u.taken[p.Parcel] = a
	}
	u.ended += len(parcels)
}

// forget undoes what remember did for all parcels of an act.
func (u *underway) forget(a *registering) {
	for _, p := range a.parcels {
		if u.taken[p.Parcel] == a {
			delete(u.taken, p.Parcel)
		}
	}
	u.ended -= len(a.parcels)
}

// concerns reports whether an act has to look at another one.
func (a *registering) concerns(other *registering) bool {
	return a.box.Intersects(other.box) && a.srid == other.srid && a.sheet != other.sheet && (a.family == nil || a.family != other.family)
}

// overlaps reports whether a parcel of an act overlaps one of another.
func (a *registering) overlaps(other *registering) bool {
	for _, n := range other.within(a.box) {
		for _, p := range a.parcels {
			if !p.Boundary.Bounds().Intersects(n.Boundary.Bounds()) {
				continue
			}
			if _, overlap := cadastre.Overlap(p.Boundary, n.Boundary); overlap {
				return true
			}
		}
	}
	return false
}

// within returns the act's parcels that reach into a box.
func (a *registering) within(box gis.Box) []cadastre.Neighbour {
	return lo.Filter(a.parcels, func(p cadastre.Neighbour, _ int) bool { return p.Boundary.Bounds().Intersects(box) })
}

// recent is within of an act that has ended.
func (a *registering) recent(box gis.Box) []recent {
	return lo.Map(a.within(box), func(p cadastre.Neighbour, _ int) recent { return recent{p, a.at} })
}

// lately returns the parcels of other sheets that took ground in a box lately.
func (u *underway) lately(own ladm.SheetID, srid int, box gis.Box) []recent {
	u.mu.Lock()
	defer u.mu.Unlock()
	var found []recent
	for _, a := range u.acts {
		if !a.until.IsZero() && a.sheet != own && a.srid == srid && a.box.Intersects(box) {
			found = append(found, a.recent(box)...)
		}
	}
	return found
}

// replace forgets parcels that are no more as they were, and remembers what stands
// in the place of those that were known, as a place of the log says.
func (u *underway) replace(gone []ladm.ParcelID, now []cadastre.Neighbour, at es.Position) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, parcel := range gone {
		a, known := u.taken[parcel]
		if !known {
			continue
		}
		delete(u.taken, parcel)
		a.parcels = slices.DeleteFunc(a.parcels, func(p cadastre.Neighbour) bool { return p.Parcel == parcel })
		u.ended--
		a.parcels, a.at = append(a.parcels, now...), later(a.at, at)
		u.remember(a, now)
		now = nil
	}
}

// gained gives parcels that are remembered the boundaries that they have with the
// points inserted on them, as a place of the log says.
func (u *underway) gained(insertions []cadastre.Insertion, at es.Position) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, in := range insertions {
		a, known := u.taken[in.Parcel]
		if !known {
			continue
		}
		i := slices.IndexFunc(a.parcels, func(p cadastre.Neighbour) bool { return p.Parcel == in.Parcel })
		a.parcels[i].Boundary, a.at = in.Boundary, later(a.at, at)
	}
}
