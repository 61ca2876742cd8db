package family

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/projections/read"
)

const registered = "parcel.registered.v1"

// act is what one event did to parcels of a family.
type act struct {
	event    read.Event
	day      ladm.Date
	recorded time.Time
	revision uint64
	// versions are the parcels as the act left them, one version each.
	versions []read.Parcel
	descents []read.Descent
}

// actsOf brings versions and descents together by the events that made them, in
// the order in which these were recorded.
func actsOf(versions []read.Parcel, descents []read.Descent) []*act {
	acts := map[uuid.UUID]*act{}
	began := map[ladm.ParcelID]*act{}
	for _, v := range versions {
		a, known := acts[v.Event.ID]
		if !known {
			a = &act{event: v.Event, day: v.ValidFrom, recorded: v.RecordedFrom, revision: v.Revision}
			acts[v.Event.ID] = a
		}
		if began[v.ID] == nil {
			began[v.ID] = a
		}
		a.leave(v)
	}
	for _, d := range descents {
		if a := began[d.Child.ID]; a != nil {
			a.descents = append(a.descents, d)
		}
	}
	return inOrder(lo.Values(acts))
}

// leave notes a version that the act left. A correction copies versions: of
// those that an act left of one parcel, the first recorded counts, and of these
// the last.
func (a *act) leave(v read.Parcel) {
	a.day = min(a.day, v.ValidFrom)
	if v.RecordedFrom.Before(a.recorded) {
		a.recorded, a.revision = v.RecordedFrom, v.Revision
	}
	at := slices.IndexFunc(a.versions, func(o read.Parcel) bool { return o.ID == v.ID })
	switch {
	case at < 0:
		a.versions = append(a.versions, v)
	case !v.RecordedFrom.After(a.versions[at].RecordedFrom):
		a.versions[at] = v
	}
}

func inOrder(acts []*act) []*act {
	slices.SortFunc(acts, func(a, b *act) int {
		return cmp.Or(a.recorded.Compare(b.recorded), cmp.Compare(a.revision, b.revision), bytes.Compare(a.event.ID[:], b.event.ID[:]))
	})
	for _, a := range acts {
		slices.SortStableFunc(a.versions, func(v, w read.Parcel) int { return cmp.Compare(v.Number, w.Number) })
		slices.SortStableFunc(a.descents, func(d, e read.Descent) int {
			return cmp.Or(cmp.Compare(d.Parent.Number, e.Parent.Number), cmp.Compare(d.Child.Number, e.Child.Number))
		})
	}
	return acts
}

// drawn are the parcels that stand on the picture, as they were drawn last.
type drawn map[ladm.ParcelID]read.Parcel

// draw returns what an act changes on the picture; nothing, where it changed
// only what is not drawn.
func (d drawn) draw(a *act) figure.Act {
	picture := figure.Act{
		Day: day(a.day), Name: ActName(a.event.Type), Code: a.event.Cause, Corrects: corrections[a.event.Type],
		Descents: lo.Map(a.descents, func(d read.Descent, _ int) figure.Descent {
			return figure.Descent{Parent: d.Parent.ID.String(), Child: d.Child.ID.String(), Area: d.Area.Float()}
		}),
	}
	if recorded := ladm.DateOf(a.recorded); recorded != a.day {
		picture.Recorded = day(recorded)
	}
	for _, v := range a.versions {
		key := v.ID.String()
		switch {
		case v.Annulled:
			picture.Annuls = append(picture.Annuls, key)
			delete(d, v.ID)
		case v.Status == read.Ended:
			picture.Ends = append(picture.Ends, key)
			delete(d, v.ID)
		case d.differs(v):
			picture.Shows = append(picture.Shows, shape(v))
			d[v.ID] = v
		}
	}
	return picture
}

// differs says whether a version looks other than the one drawn last. Points
// that a neighbour's act put on a boundary leave the revision as it was.
func (d drawn) differs(v read.Parcel) bool {
	last, there := d[v.ID]
	return !there || last.Revision != v.Revision && (last.Number != v.Number || last.LegalArea != v.LegalArea ||
		last.Recovered != v.Recovered || !slices.EqualFunc(last.Boundary.Rings, v.Boundary.Rings, slices.Equal))
}

func shape(v read.Parcel) figure.Parcel {
	return figure.Parcel{Key: v.ID.String(), Number: v.Number, Area: v.LegalArea.Float(), Recovered: v.Recovered, Boundary: v.Boundary}
}

// day writes a day as Vietnamese documents do.
func day(d ladm.Date) string { return d.Time().Format("02/01/2006") }
