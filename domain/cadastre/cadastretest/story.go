package cadastretest

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// Zone is the coordinate system of every drawn sheet.
const Zone = 5897

// FirstDay is the day on which every drawn sheet is opened. Everything that is
// drawn happens within the Days that follow.
var FirstDay = ladm.NewDate(2026, time.January, 5)

// Days is how many days a story takes at most.
const Days = 100

// steps is how many commands a story tries.
const steps = 60

// Story is a sheet from its opening on: what was asked for, what came of it, and
// what is to be known about it.
type Story struct {
	ID    uuid.UUID
	Sheet *cadastre.Sheet
	Model *Model
	Steps []Step
	// Events are those of all steps, in their order: the place of an event is its
	// revision in the sheet's stream.
	Events []cadastre.Event
	// Commune is that of the sheet; Neighbours are parcels of another sheet, which
	// have the points that were left pending for them.
	Commune    cadastre.Commune
	Neighbours []cadastre.Neighbour
}

// Step is one command and its answer: events, a refusal, or neither where nothing
// was to do.
type Step struct {
	ID uuid.UUID
	// Kind names the command in the words of the trade.
	Kind    string
	Command cadastre.Command
	Events  []cadastre.Event
	Err     error
	// Today is the day on which the command was decided.
	Today ladm.Date
}

// Stories draws stories. The same seed of Example tells the same story.
func Stories() *rapid.Generator[*Story] {
	return rapid.Custom(func(t *rapid.T) *Story {
		teller := newTeller(t)
		for range steps {
			teller.step()
		}
		return teller.story
	})
}

// carryOut decides a command on the sheet and notes what came of it.
func (s *Story) carryOut(kind string, command cadastre.Command, today ladm.Date) {
	step := Step{
		ID: s.id(fmt.Sprint("command ", len(s.Steps))), Kind: kind, Command: command, Today: today,
	}
	step.Events, step.Err = cadastre.Decider.Decide(s.Sheet, command)
	for _, event := range step.Events {
		s.Sheet = cadastre.Decider.Evolve(s.Sheet, event)
		s.Model.Note(event)
		s.pass(event)
	}
	s.Events = append(s.Events, step.Events...)
	s.Steps = append(s.Steps, step)
}

// pass gives neighbours on the other sheet the points that are pending for them.
func (s *Story) pass(event cadastre.Event) {
	for _, pending := range effectsOf(event).Pending {
		for i, n := range s.Neighbours {
			if n.Parcel == pending.Parcel {
				s.Neighbours[i].Boundary, _ = n.Boundary.Insert(pending.Points)
			}
		}
	}
}

// id names something of the story, always by the same id.
func (s *Story) id(name string) uuid.UUID { return uuid.NewSHA1(s.ID, []byte(name)) }

// Accepted counts the commands that led to events, by their kinds.
func (s *Story) Accepted() map[string]int {
	counts := map[string]int{}
	for _, step := range s.Steps {
		if len(step.Events) > 0 {
			counts[step.Kind]++
		}
	}
	return counts
}

// effectsOf are what an event does to parcels that are not its own.
func effectsOf(event cadastre.Event) cadastre.Effects {
	switch e := event.(type) {
	case cadastre.ParcelSubdivided:
		return e.Effects
	case cadastre.ParcelsMerged:
		return e.Effects
	case cadastre.ParcelsReadjusted:
		return e.Effects
	case cadastre.ParcelPartlyRecovered:
		return e.Effects
	case cadastre.ParcelsResurveyed:
		return e.Effects
	case cadastre.BoundaryCorrected:
		return e.Effects
	case cadastre.ParcelNaturallyChanged:
		return e.Effects
	case cadastre.ParcelsReinstated:
		return e.Effects
	case cadastre.PointsInserted:
		return cadastre.Effects{Inserted: e.Inserted}
	case cadastre.SheetOpened, cadastre.SheetRenumbered, cadastre.ParcelRegistered, cadastre.PurposesChanged,
		cadastre.LegalAreaChanged, cadastre.ParcelRecovered, cadastre.ParcelEnded, cadastre.ParcelCorrected:
	}
	return cadastre.Effects{}
}
