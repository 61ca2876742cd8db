package office

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
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
	acts  []*registering // in the order in which they began
	ended int            // parcels of acts that have ended
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
func (u *underway) begin(ctx context.Context, a *registering) ([]cadastre.Neighbour, error) {
	for {
		neighbours, rival := u.enter(a)
		if rival == nil {
			return neighbours, nil
		}
		select {
		case <-rival.done:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for an overlapping registration: %w", ctx.Err())
		}
	}
}

// enter notes an act as in flight, unless one that it overlaps is.
func (u *underway) enter(a *registering) (neighbours []cadastre.Neighbour, rival *registering) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, other := range u.acts {
		if !a.concerns(other) {
			continue
		}
		if !other.until.IsZero() {
			neighbours = append(neighbours, other.within(a.box)...)
		} else if a.overlaps(other) {
			return nil, other
		}
	}
	u.acts = append(u.acts, a)
	return neighbours, nil
}

// end tells that an act is over, and whether its parcels are registered.
func (u *underway) end(a *registering, registered bool, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	a.until = now
	if registered {
		a.until = now.Add(recentTime)
		u.ended += len(a.parcels)
	}
	close(a.done)
	u.acts = slices.DeleteFunc(u.acts, func(other *registering) bool {
		if other.until.IsZero() || now.Before(other.until) && u.ended <= recentParcels {
			return false
		}
		if other != a || registered {
			u.ended -= len(other.parcels)
		}
		return true
	})
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

// lately returns the parcels of other sheets that took ground in a box lately.
func (u *underway) lately(own ladm.SheetID, srid int, box gis.Box) []cadastre.Neighbour {
	u.mu.Lock()
	defer u.mu.Unlock()
	var found []cadastre.Neighbour
	for _, a := range u.acts {
		if !a.until.IsZero() && a.sheet != own && a.srid == srid && a.box.Intersects(box) {
			found = append(found, a.within(box)...)
		}
	}
	return found
}

// replace forgets parcels of a sheet that are no more as they were, and remembers
// what stands in the place of those that were known.
func (u *underway) replace(sheet ladm.SheetID, gone []ladm.ParcelID, now []cadastre.Neighbour) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, a := range u.acts {
		if a.sheet != sheet || a.until.IsZero() {
			continue
		}
		kept := lo.Reject(a.parcels, func(p cadastre.Neighbour, _ int) bool { return slices.Contains(gone, p.Parcel) })
		if len(kept) == len(a.parcels) {
			continue
		}
		u.ended -= len(a.parcels)
		a.parcels, now = append(kept, now...), nil
		u.ended += len(a.parcels)
	}
}
