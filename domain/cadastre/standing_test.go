package cadastre

import (
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
)

func TestPurposesThatOutlivedTheirTerm(t *testing.T) {
	t.Parallel()
	house := parcel(1, rectangle(0, 0, 20, 30))
	orchard := parcel(2, rectangle(20, 0, 20, 30))
	lapsed := func(area ladm.Area) []Purpose {
		return []Purpose{{Type: "CLN", Area: area, Until: today - 10, Origin: "CNQ-CTT"}}
	}
	then := registered(orchard)
	then.Purposes, then.EffectiveDate = lapsed(6000), today-30
	history := []Event{sheet15, registered(house), then}
	ref := Ref{orchard.ID, 2}
	shift := []Move{{at(20, 0), at(20.1, 0)}, {at(20, 30), at(20.1, 30)}}

	for name, cmd := range map[string]Command{
		"do not stand in the way of a survey of the boundary":     Resurvey{grounds(), []Reshape{{Ref: Ref{house.ID, 1}}}, shift},
		"do not stand in the way of a correction of the boundary": CorrectBoundary{grounds(), []Reshape{{Ref: ref}}, shift},
		"do not stand in the way of erosion":                      ChangeNaturally{Grounds: grounds(), Parcel: ref, Kind: Erosion, Boundary: rectangle(20, 0, 20, 29.9)},
		"do not stand in the way of a merger":                     merger(house, orchard),
		"do not stand in the way of another legal area":           ChangeLegalArea{grounds(), ref, 6010, lapsed(6010)},
		"do not stand in the way of the correction of an area":    Correct{Grounds: grounds(), Parcel: ref, LegalArea: 6010, Purposes: lapsed(6010)},
		"do not stand in the way of another purpose beside them":  ChangePurposes{grounds(), ref, append(lapsed(3000), Purpose{Type: "ONT", Area: 3000})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if events := after(t, history...).When(cmd).ThenEvents(); len(events) != 1 {
				t.Errorf("led to %+v", events)
			}
		})
	}
	for name, cmd := range map[string]Command{
		"are not given by a change":        ChangePurposes{grounds(), Ref{house.ID, 1}, lapsed(6000)},
		"are not given by a survey":        Resurvey{grounds(), []Reshape{{Ref: Ref{house.ID, 1}, Purposes: lapsed(6000)}}, shift},
		"are not given with another term":  ChangePurposes{grounds(), ref, []Purpose{{Type: "CLN", Area: 6000, Until: today - 9}}},
		"are not given to the parts of it": Subdivide{Grounds: grounds(), Parcel: ref, Parts: []ParcelInput{withPurposes(parcel(0, rectangle(20, 0, 20, 15)), lapsed(3000)), parcel(0, rectangle(20, 15, 20, 15))}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after(t, history...).When(cmd).ThenRefused("PURPOSE_TERM_ENDED")
		})
	}
}

func withPurposes(p ParcelInput, purposes []Purpose) ParcelInput {
	p.Purposes = purposes
	return p
}
