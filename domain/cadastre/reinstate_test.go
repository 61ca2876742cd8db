package cadastre

import (
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
)

func TestReinstatement(t *testing.T) {
	t.Parallel()
	house, beside := parcel(1, rectangle(0, 0, 20, 30)), parcel(2, rectangle(0, 30, 20, 30))
	ended := ParcelEnded{Parcel: house.ID, Sheet: sheet15.Sheet, Cause: "SN", EffectiveDate: today}
	reinstatement := Reinstate{Grounds: Grounds{Commune: commune, Today: today}, Parcel: Ref{house.ID, 3}}
	// The house was divided into west and east.
	division := Subdivide{Grounds: grounds(), Parcel: Ref{house.ID, 1}, Parts: []ParcelInput{
		parcel(0, rectangle(0, 0, 10, 30)), parcel(0, rectangle(10, 0, 10, 30))}}
	west := division.Parts[0].ID
	divided := func(t *testing.T, more ...Event) []Event {
		t.Helper()
		history := []Event{sheet15, registered(house), registered(beside)}
		return append(append(history, after(t, history...).When(division).ThenEvents()...), more...)
	}

	t.Run("gives an ended parcel back, with the points that neighbours have", func(t *testing.T) {
		t.Parallel()
		corner := parcel(3, rectangle(20, 0, 10, 15))
		cmd := reinstatement
		event := after(t, sheet15, registered(house), registered(beside), ended, registered(corner)).When(cmd).ThenEvents()[0].(ParcelsReinstated)
		if len(event.Reinstated) != 1 || len(event.Annulled) != 0 || event.EffectiveDate != today || !hasVertex(event.Reinstated[0].Boundary, at(20, 15)) {
			t.Errorf("reinstated %+v", event)
		}
	})
	t.Run("undoes a whole subdivision: the parts never were", func(t *testing.T) {
		t.Parallel()
		history := divided(t)
		event := after(t, history...).When(reinstatement).ThenEvents()[0].(ParcelsReinstated)
		if len(event.Reinstated) != 1 || len(event.Annulled) != 2 || !hasVertex(event.Reinstated[0].Boundary, at(10, 30)) {
			t.Errorf("reinstated %+v", event)
		}
		sheet := initial()
		for _, e := range append(history, event) {
			sheet = evolve(sheet, e)
		}
		parent, _ := sheet.Parcel(house.ID)
		child, _ := sheet.Parcel(west)
		if sheet.Len() != 2 || parent.Ended || !child.Ended || parent.Revision != 4 || child.Number != 3 {
			t.Errorf("the parent is %+v, a part %+v", parent, child)
		}
		if used, _ := sheet.Numbered(3); used.ID != west {
			t.Error("the number of an annulled part is no longer known")
		}
	})
	t.Run("is refused where a part has changed since", func(t *testing.T) {
		t.Parallel()
		changed := ParcelRecovered{Parcel: west, Sheet: sheet15.Sheet, EffectiveDate: today}
		after(t, divided(t, changed)...).When(reinstatement).ThenRefused("CHILD_CHANGED")
	})
	t.Run("undoes an act after a later one on its parts was undone", func(t *testing.T) {
		t.Parallel()
		history := divided(t)
		tell := func(cmd Command) { history = append(history, after(t, history...).When(cmd).ThenEvents()...) }
		undo := func(parcel ladm.ParcelID, revision uint64) Reinstate {
			return Reinstate{Grounds: Grounds{Commune: commune, Today: today}, Parcel: Ref{parcel, revision}}
		}
		tell(Subdivide{Grounds: grounds(), Parcel: Ref{west, 3}, Parts: []ParcelInput{
			parcel(0, rectangle(0, 0, 10, 15)), parcel(0, rectangle(0, 15, 10, 15))}})
		after(t, history...).When(undo(house.ID, 3)).ThenRefused("CHILD_CHANGED")
		tell(undo(west, 4))
		tell(End{Grounds: grounds(), Parcel: Ref{west, 5}, Cause: "SN"})
		tell(undo(west, 6))
		event := after(t, history...).When(undo(house.ID, 3)).ThenEvents()[0].(ParcelsReinstated)
		if len(event.Reinstated) != 1 || len(event.Annulled) != 2 {
			t.Errorf("reinstated %+v", event)
		}
		tell(Recover{Grounds: grounds(), Parcel: Ref{west, 7}})
		tell(End{Grounds: grounds(), Parcel: Ref{west, 8}, Cause: "SN"})
		tell(undo(west, 9))
		after(t, history...).When(undo(house.ID, 3)).ThenRefused("CHILD_CHANGED")
	})
	t.Run("is refused where others stand on the ground", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, registered(house), registered(beside), ended, registered(parcel(3, rectangle(10, 0, 20, 20)))).
			When(reinstatement).ThenRefused("GROUND_TAKEN")
	})
	t.Run("is for ended parcels", func(t *testing.T) {
		t.Parallel()
		cmd := reinstatement
		cmd.Parcel.Revision = 1
		given(t, house).When(cmd).ThenRefused("NOT_ENDED")
	})
	t.Run("is not for parcels that never should have begun", func(t *testing.T) {
		t.Parallel()
		undone := after(t, divided(t)...).When(reinstatement).ThenEvents()
		after(t, divided(t, undone...)...).When(Reinstate{Parcel: Ref{west, 4}}).ThenRefused("PARCEL_ANNULLED")
	})
	t.Run("is refused to whoever does not know that the parcel ended", func(t *testing.T) {
		t.Parallel()
		cmd := reinstatement
		cmd.Parcel = Ref{Parcel: ladm.ParcelID(house.ID), Revision: 1}
		after(t, divided(t)...).When(cmd).ThenRefused("REVISION_CONFLICT")
	})
}
