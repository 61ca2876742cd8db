package cadastretest

import (
	"fmt"
	"slices"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// teller draws the steps of a story.
type teller struct {
	*rapid.T
	story *Story
	cells []gis.Polygon // the ground of the sheet, as it may be registered
	today ladm.Date
	made  int // parcels that were drawn
}

func newTeller(t *rapid.T) *teller {
	id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "story"))
	story := &Story{
		ID: id, Sheet: cadastre.Decider.Initial(), Model: NewModel(),
		Commune: cadastre.Commune{ID: ladm.NewCommuneID("09616", ladm.NewDate(2025, 7, 1)), Name: "Xã Đoài Phương", Kind: "xa", Province: "01"},
	}
	w := &teller{T: t, story: story, today: FirstDay}
	w.cells = w.ground()
	story.Neighbours = story.otherSheet()
	story.carryOut("open", cadastre.OpenSheet{
		Sheet: ladm.SheetID{UUID: story.id("sheet")}, Commune: story.Commune.ID, Number: 15, Scale: 2000, SRID: Zone, EffectiveDate: FirstDay,
	}, FirstDay)
	w.carryOut("register", w.register(8))
	return w
}

// act is a kind of command, how often it is drawn in proportion to others, and
// how. What finds nothing to act on draws nil.
type act struct {
	kind   string
	weight int
	draw   func(*teller) cadastre.Command
}

var acts = []act{
	{"register", 3, func(w *teller) cadastre.Command { return w.register(w.upTo(2)) }},
	{"subdivide", 7, (*teller).subdivide},
	{"merge", 5, (*teller).merge},
	{"readjust", 5, (*teller).readjust},
	{"resurvey", 6, (*teller).resurvey},
	{"correct boundary", 5, (*teller).correctBoundary},
	{"change naturally", 5, (*teller).changeNaturally},
	{"change purposes", 4, (*teller).changePurposes},
	{"change legal area", 4, (*teller).changeLegalArea},
	{"recover", 1, (*teller).recover},
	{"recover a part", 1, (*teller).recoverPart},
	{"end", 3, (*teller).end},
	{"reinstate", 6, (*teller).reinstate},
	{"correct", 5, (*teller).correct},
	{"insert points", 3, (*teller).insertPoints},
	{"renumber", 1, (*teller).renumber},
}

// drawn has each act as often as its weight says.
var drawn = func() []act {
	var all []act
	for _, a := range acts {
		all = append(all, slices.Repeat([]act{a}, a.weight)...)
	}
	return all
}()

// Kinds are the kinds of commands that stories have, the opening aside.
func Kinds() []string {
	kinds := make([]string, len(acts))
	for i, a := range acts {
		kinds[i] = a.kind
	}
	return kinds
}

// step lets some days pass and draws a command.
func (w *teller) step() {
	w.today = min(w.today+ladm.Date(w.upTo(3)-1), FirstDay+Days-1)
	a := drawn[w.upTo(len(drawn))-1]
	if command := a.draw(w); command != nil {
		w.carryOut(a.kind, command)
	}
}

func (w *teller) carryOut(kind string, command cadastre.Command) {
	w.story.carryOut(kind, command, w.today)
}

// upTo draws a number from 1.
func (w *teller) upTo(n int) int { return rapid.IntRange(1, n).Draw(w.T, "n") }

// between draws a number of millimetres.
func (w *teller) between(least, most int64) int64 {
	return rapid.Int64Range(least, most).Draw(w.T, "mm")
}

// once draws true one time in n.
func (w *teller) once(n int) bool { return w.upTo(n) == n }

// one draws one of several.
func one[E any](w *teller, of []E) E { return of[w.upTo(len(of))-1] }

// parcels lists how the parcels stand that have not ended, or those that have, in
// the order in which they began.
func (w *teller) parcels(ended bool) []cadastre.Parcel {
	ids := w.story.Model.Parcels()
	found := make([]cadastre.Parcel, 0, len(ids))
	for _, id := range ids {
		if p, _ := w.story.Sheet.Parcel(id); p.Ended == ended {
			found = append(found, p)
		}
	}
	return found
}

// parcel draws one that stands.
func (w *teller) parcel() (cadastre.Parcel, bool) {
	standing := w.parcels(false)
	if len(standing) == 0 {
		return cadastre.Parcel{}, false
	}
	return one(w, standing), true
}

// pair draws two parcels that adjoin.
func (w *teller) pair() (a, b cadastre.Parcel, found bool) {
	a, found = w.parcel()
	if !found {
		return a, b, false
	}
	var beside []cadastre.Parcel
	for _, p := range w.parcels(false) {
		if p.ID != a.ID && (p.Recovered == a.Recovered || w.once(10)) && gis.Adjoins(a.Boundary, p.Boundary) {
			beside = append(beside, p)
		}
	}
	if len(beside) == 0 {
		return a, b, false
	}
	return a, one(w, beside), true
}

// ref knows a parcel as it stands, or now and then as it did not.
func (w *teller) ref(p cadastre.Parcel) cadastre.Ref {
	if w.once(40) {
		return cadastre.Ref{Parcel: p.ID, Revision: p.Revision + 1}
	}
	return cadastre.Ref{Parcel: p.ID, Revision: p.Revision}
}

// grounds take effect on a day that the parcels' last changes allow, now and then
// on one that they do not.
func (w *teller) grounds(parcels ...cadastre.Parcel) cadastre.Grounds {
	least := FirstDay
	for _, p := range parcels {
		least = max(least, p.ChangedOn)
	}
	return w.since(least)
}

// since are grounds that take effect between two days: the given one and today.
func (w *teller) since(day ladm.Date) cadastre.Grounds {
	g := cadastre.Grounds{Commune: w.story.Commune, Neighbours: slices.Clone(w.story.Neighbours), Today: w.today}
	switch {
	case w.once(50):
		g.EffectiveDate = w.today + 1
	case w.once(50):
		g.EffectiveDate = max(FirstDay, day-1)
	default:
		g.EffectiveDate = day + ladm.Date(rapid.IntRange(0, int(w.today-day)).Draw(w.T, "day"))
	}
	return g
}

// newID names the next parcel that is drawn.
func (w *teller) newID() ladm.ParcelID {
	w.made++
	return ladm.Derive[ladm.ParcelKind](w.story.ID, fmt.Sprint("parcel ", w.made))
}

// number is mostly left to the sheet, sometimes a free one, seldom a used one.
func (w *teller) number() int {
	switch w.upTo(20) {
	case 20:
		return w.upTo(10)
	case 18, 19:
		return 1000 + w.upTo(5000)
	}
	return 0
}

// purposes sum to a legal area.
func (w *teller) purposes(legal ladm.Area) []cadastre.Purpose {
	types := []string{"ONT", "CLN", "HNK", "NTS"}
	first := w.upTo(len(types)) - 1
	if legal < 100 || w.once(2) {
		return []cadastre.Purpose{{Type: types[first], Area: legal}}
	}
	part := legal * ladm.Area(w.upTo(9)) / 10
	return []cadastre.Purpose{{Type: types[first], Area: part}, {Type: types[(first+1)%len(types)], Area: legal - part}}
}

// input is a new parcel with the legal area that its boundary measures, or nearly.
func (w *teller) input(boundary gis.Polygon) cadastre.ParcelInput {
	legal := ladm.SquareMetres(boundary.Area())
	if w.once(8) {
		legal += ladm.Area(w.upTo(5) - 3)
	}
	return cadastre.ParcelInput{
		ID: w.newID(), Number: w.number(), LegalArea: legal, Purposes: w.purposes(legal), Boundary: boundary,
	}.Measure()
}
