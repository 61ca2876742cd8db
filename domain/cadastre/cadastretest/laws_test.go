package cadastretest

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// laws hold a story against what must be true of every story: it is told again,
// and after each step the sheet stands as the model says, whatever was decided.
func laws(s *Story) error {
	told := telling{
		sheet: cadastre.Decider.Initial(), model: NewModel(), numbers: map[int]ladm.ParcelID{}, begun: map[ladm.ParcelID]int{},
	}
	for i, step := range s.Steps {
		if err := told.step(step); err != nil {
			return fmt.Errorf("step %d, %s: %w", i, step.Kind, err)
		}
	}
	if err := told.asModelled(told.sheet); err != nil {
		return fmt.Errorf("in the end the sheet is not as modelled: %w", err)
	}
	if err := told.end(); err != nil {
		return err
	}
	if err := told.apart(); err != nil {
		return err
	}
	return told.foldedAgain(s.Events)
}

// telling is a story as far as it has been told again.
type telling struct {
	sheet   *cadastre.Sheet
	model   *Model
	numbers map[int]ladm.ParcelID // every number ever given, and to whom
	begun   map[ladm.ParcelID]int // which event began a parcel
	ground  float64               // m² that all parcels should have together
	doubt   float64               // m² by which points within 1 mm may have changed it
}

func (t *telling) step(step Step) error {
	events, err := cadastre.Decider.Decide(t.sheet, step.Command)
	if !reflect.DeepEqual(events, step.Events) || (err == nil) != (step.Err == nil) || (err != nil && len(events) > 0) {
		return fmt.Errorf("decided again it led to %v, %v", events, err)
	}
	if err := t.asModelled(t.sheet); err != nil {
		return fmt.Errorf("after the step before, or by deciding, the sheet is not as modelled: %w", err)
	}
	for _, event := range events {
		before := t.boundaries(event)
		if err := t.numbered(event); err != nil {
			return err
		}
		t.sheet = cadastre.Decider.Evolve(t.sheet, event)
		t.model.Note(event)
		if err := t.keepsGround(event, before); err != nil {
			return err
		}
		if err := t.descends(event, before); err != nil {
			return err
		}
	}
	return nil
}

// asModelled holds every parcel of a sheet against the model.
func (t *telling) asModelled(sheet *cadastre.Sheet) error {
	standing := 0
	for _, id := range t.model.Parcels() {
		want := t.model.Now(id)
		p, _ := sheet.Parcel(id)
		got := State{p.Ended, p.Recovered, p.Number, p.LegalArea, p.Purposes, p.Boundary}
		if !got.equals(want) || p.Revision != t.model.Revision(id) {
			return fmt.Errorf("parcel %d is at revision %d %+v, and not at %d %+v", p.Number, p.Revision, got, t.model.Revision(id), want)
		}
		if !p.Ended {
			standing++
		}
		if numbered, _ := sheet.Numbered(want.Number); numbered.ID != id {
			return fmt.Errorf("number %d leads to another parcel", want.Number)
		}
	}
	if sheet.Len() != standing {
		return fmt.Errorf("%d parcels stand, and not %d", sheet.Len(), standing)
	}
	return nil
}

func (s State) equals(o State) bool {
	return s.Ended == o.Ended && s.Recovered == o.Recovered && s.Number == o.Number && s.LegalArea == o.LegalArea &&
		slices.Equal(s.Purposes, o.Purposes) && slices.EqualFunc(s.Boundary.Rings, o.Boundary.Rings, slices.Equal[gis.Ring])
}

// numbered demands that no number is given twice.
func (t *telling) numbered(event cadastre.Event) error {
	give := func(number int, id ladm.ParcelID) error {
		if other, given := t.numbers[number]; given {
			return fmt.Errorf("number %d was given to %s and to %s", number, other, id)
		}
		t.numbers[number] = id
		return nil
	}
	if e, registers := event.(cadastre.ParcelRegistered); registers {
		return give(e.Number, e.Parcel)
	}
	if e, corrects := event.(cadastre.ParcelCorrected); corrects && e.Number != 0 {
		return give(e.Number, e.Parcel)
	}
	for _, p := range replacementOf(event).Begun {
		if err := give(p.Number, p.Parcel); err != nil {
			return err
		}
	}
	return nil
}

// descends demands that parcels descend from parcels that began before them, and
// that the areas add up on either side.
func (t *telling) descends(event cadastre.Event, before map[ladm.ParcelID]gis.Polygon) error {
	revision := len(t.begun)
	if e, registers := event.(cadastre.ParcelRegistered); registers {
		t.begun[e.Parcel] = revision
	}
	e := replacementOf(event)
	given := map[ladm.ParcelID]ladm.Area{}
	for _, p := range e.Begun {
		sum := ladm.Area(0)
		for _, from := range p.From {
			if _, earlier := t.begun[from.Parcel]; !earlier || from.Area <= 0 {
				return fmt.Errorf("parcel %d descends with %v from a parcel that is not older", p.Number, from.Area)
			}
			given[from.Parcel] += from.Area
			sum += from.Area
		}
		if !near(sum, p.MeasuredArea, len(p.From), p.Boundary) {
			return fmt.Errorf("parcel %d of %v descends from %v", p.Number, p.MeasuredArea, sum)
		}
	}
	for _, p := range e.Begun {
		t.begun[p.Parcel] = revision
	}
	for _, p := range e.Ended {
		if area := ladm.SquareMetres(before[p.Parcel].Area()); !near(given[p.Parcel], area, len(e.Begun), before[p.Parcel]) {
			return fmt.Errorf("parcel %d of %v gave %v", p.Number, area, given[p.Parcel])
		}
	}
	return nil
}

// near allows each of several areas a rounding, and the boundary 1 mm.
func near(a, b ladm.Area, several int, boundary gis.Polygon) bool {
	return math.Abs(a.Float()-b.Float()) <= 0.05*float64(several+1)+0.001*boundary.Perimeter()+1e-9
}

// end demands that in the end no parcels overlap, that none lacks a point of
// another, and that together they have the ground that they should have.
func (t *telling) end() error {
	var standing []cadastre.Parcel
	area := 0.0
	for _, id := range t.model.Parcels() {
		if p, _ := t.sheet.Parcel(id); !p.Ended {
			standing = append(standing, p)
			area += p.Boundary.Area()
		}
	}
	if math.Abs(area-t.ground) > t.doubt+1e-6 {
		return fmt.Errorf("the parcels have %f m² together, and not %f ± %f", area, t.ground, t.doubt)
	}
	for i, a := range standing {
		for j, b := range standing {
			if i == j || !a.Boundary.Bounds().Grow(1).Intersects(b.Boundary.Bounds()) {
				continue
			}
			if i < j {
				if at, overlap := cadastre.Overlap(a.Boundary, b.Boundary); overlap {
					return fmt.Errorf("parcels %d and %d overlap at %v", a.Number, b.Number, at)
				}
			}
			for _, point := range a.Boundary.Lacks(b.Boundary.Rings[0]) {
				if !besideVertex(a.Boundary, point) && !breaks(a.Boundary, point) {
					return fmt.Errorf("parcel %d lacks %v of parcel %d", a.Number, point, b.Number)
				}
			}
		}
	}
	return nil
}

// besideVertex reports whether a point is so near to a corner that a side which
// was drawn anew from there may run by it within 1 mm, as the old one did not.
func besideVertex(boundary gis.Polygon, point gis.Point) bool {
	return slices.ContainsFunc(boundary.Rings[0], func(vertex gis.Point) bool {
		return abs(vertex.E-point.E)+abs(vertex.N-point.N) <= 4
	})
}

// breaks reports whether a point would make a boundary invalid, as in the tip of a
// needle: acts leave it out.
func breaks(boundary gis.Polygon, point gis.Point) bool {
	with, _ := boundary.Insert([]gis.Point{point})
	return len(with.Validate()) > 0
}

// foldedAgain demands that the events, written and read, fold to the same sheet.
func (t *telling) foldedAgain(events []cadastre.Event) error {
	sheet := cadastre.Decider.Initial()
	for _, event := range events {
		name, data, err := cadastre.Catalogue.Encode(event)
		if err != nil {
			return err
		}
		read, err := cadastre.Catalogue.Decode(name, data)
		if err != nil {
			return err
		}
		sheet = cadastre.Decider.Evolve(sheet, read.(cadastre.Event))
	}
	if err := t.asModelled(sheet); err != nil {
		return fmt.Errorf("folded again: %w", err)
	}
	return nil
}
