package cadastretest

import (
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// Model keeps every state that ever was known. It is as simple as can be: for each
// event that touched a parcel a list of what held on each day, as known from then on.
type Model struct {
	events int
	lives  map[ladm.ParcelID]*life
	order  []*life // as they began
}

// State is what holds about a parcel on a day.
type State struct {
	Ended     bool
	Recovered bool
	Number    int
	LegalArea ladm.Area
	Purposes  []cadastre.Purpose
	Boundary  gis.Polygon
}

// days is what holds on each day from FirstDay on; nil where the parcel is not yet.
type days [Days]*State

// life is a parcel and all that was ever known about it.
type life struct {
	id       ladm.ParcelID
	begun    int // the event that began it
	revision int // the last event that touched it
	changed  ladm.Date
	annulled bool
	known    []knowledge
	last     *State // what it was before it ended, or is
}

// knowledge is what was known from an event on.
type knowledge struct {
	since int
	days  days
}

// NewModel returns the model of a sheet without events.
func NewModel() *Model { return &Model{lives: map[ladm.ParcelID]*life{}} }

// Parcels lists every parcel that ever began, in that order.
func (m *Model) Parcels() []ladm.ParcelID {
	ids := make([]ladm.ParcelID, len(m.order))
	for i, l := range m.order {
		ids[i] = l.id
	}
	return ids
}

// AsOf tells what held about a parcel on a day as far as the events up to a
// revision knew; false if it was not there: not yet begun or known, or annulled.
func (m *Model) AsOf(parcel ladm.ParcelID, day ladm.Date, revision int) (State, bool) {
	l := m.lives[parcel]
	if l == nil || day < FirstDay || day >= FirstDay+Days {
		return State{}, false
	}
	for _, k := range slices.Backward(l.known) {
		if k.since <= revision {
			if state := k.days[day-FirstDay]; state != nil {
				return *state, true
			}
			return State{}, false
		}
	}
	return State{}, false
}

// Now tells how a parcel stands after all events; an ended one as it stood last.
func (m *Model) Now(parcel ladm.ParcelID) State {
	l := m.lives[parcel]
	state := *l.last
	state.Ended = l.ended()
	return state
}

// Annulled reports whether a parcel turned out never to have begun.
func (m *Model) Annulled(parcel ladm.ParcelID) bool { return m.lives[parcel].annulled }

// Revision is that of the last event which touched a parcel.
func (m *Model) Revision(parcel ladm.ParcelID) uint64 { return uint64(m.lives[parcel].revision) }

func (l *life) ended() bool {
	if l.annulled {
		return true
	}
	last := l.known[len(l.known)-1].days[Days-1]
	return last != nil && last.Ended
}

// from changes what holds from a day on, on every day apart as it was.
func (m *Model) from(id ladm.ParcelID, day ladm.Date, change func(*State)) *life {
	l := m.lives[id]
	next := knowledge{since: m.events, days: l.known[len(l.known)-1].days}
	changed := map[*State]*State{}
	for i := max(0, int(day-FirstDay)); i < Days; i++ {
		before := next.days[i]
		if before == nil {
			continue
		}
		if changed[before] == nil {
			after := *before
			change(&after)
			changed[before] = &after
		}
		next.days[i] = changed[before]
	}
	l.known = append(l.known, next)
	if after := next.days[Days-1]; after != nil && !after.Ended {
		l.last = after
	}
	return l
}

// touch is from, by an event that was about the parcel.
func (m *Model) touch(id ladm.ParcelID, day ladm.Date, change func(*State)) {
	l := m.from(id, day, change)
	l.revision, l.changed = m.events, max(l.changed, day)
}

func (m *Model) begin(id ladm.ParcelID, day ladm.Date, state State) {
	state.Boundary = copied(state.Boundary)
	l := &life{id: id, begun: m.events, revision: m.events, changed: day, last: &state}
	first := knowledge{since: m.events}
	for i := int(day - FirstDay); i < Days; i++ {
		first.days[i] = &state
	}
	l.known = []knowledge{first}
	m.lives[id] = l
	m.order = append(m.order, l)
}

// copied shares nothing with the boundary, so that nobody changes it unseen.
func copied(boundary gis.Polygon) gis.Polygon {
	rings := make([]gis.Ring, len(boundary.Rings))
	for i, ring := range boundary.Rings {
		rings[i] = slices.Clone(ring)
	}
	return gis.Polygon{SRID: boundary.SRID, Rings: rings}
}
