package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/gis/figure/family"
	"github.com/diachinh/diachinh/projections/read"
)

// parcelChange is one act on a parcel.
type parcelChange struct {
	ID    uuid.UUID `json:"event_id"`
	Event string    `json:"event"` // wire name
	Name  string    `json:"name"`
	Cause string    `json:"cause,omitempty"` // mã biến động
	// Inserted says that the parcel only gained points, by an act on another.
	Inserted  bool          `json:"inserted,omitempty"`
	Effective ladm.Date     `json:"effective_date"`
	Recorded  time.Time     `json:"recorded_at"`
	Corrected *time.Time    `json:"corrected_at,omitempty"` // when it was learnt to have been wrong
	Actor     string        `json:"actor"`
	Office    string        `json:"office"`
	Dossier   string        `json:"dossier,omitempty"`
	Procedure string        `json:"procedure,omitempty"`
	Sources   []read.Source `json:"sources,omitempty"`
	// Differences say in Vietnamese what is other than before.
	Differences []string `json:"differences"`
}

// changesOf tells a parcel's versions as acts, in the order in which they were
// recorded. Affecting are the parcels whose acts put points on its boundary, by
// event.
func changesOf(versions []read.Parcel, affecting map[uuid.UUID][]read.Parcel) []parcelChange {
	var changes []parcelChange
	var before *read.Parcel
	for _, act := range actsOn(versions) {
		after := act[0]
		changes = append(changes, parcelChange{
			ID: after.Event.ID, Event: after.Event.Type, Name: nameOfAct(after, affecting[after.Event.ID]), Cause: after.Event.Cause, Inserted: after.Inserted,
			Effective: lo.MinBy(act, func(a, b read.Parcel) bool { return a.ValidFrom < b.ValidFrom }).ValidFrom,
			Recorded:  after.RecordedFrom, Corrected: correctedBy(act), Actor: after.Event.Actor, Office: after.Event.Office,
			Dossier: after.Event.Dossier, Procedure: after.Event.Procedure, Sources: after.Event.Sources,
			Differences: differences(before, &after),
		})
		before = &after
	}
	return changes
}

// nameOfAct says what an act was for a parcel: of one that only gained points, by
// what happened to which parcels.
func nameOfAct(after read.Parcel, affecting []read.Parcel) string {
	if !after.Inserted {
		return family.ActName(after.Event.Type)
	}
	return family.InsertionName(after.Event.Type, lo.Map(affecting, func(p read.Parcel, _ int) int { return p.Number }))
}

// actsOn brings together the versions that one event made. A correction copies
// versions: the first recorded comes first, and of these the last.
func actsOn(versions []read.Parcel) [][]read.Parcel {
	acts := lo.Values(lo.GroupBy(versions, func(v read.Parcel) uuid.UUID { return v.Event.ID }))
	for _, act := range acts {
		slices.SortFunc(act, func(a, b read.Parcel) int {
			return cmp.Or(a.RecordedFrom.Compare(b.RecordedFrom), cmp.Compare(b.Version, a.Version))
		})
	}
	slices.SortFunc(acts, func(a, b []read.Parcel) int {
		return cmp.Or(a[0].RecordedFrom.Compare(b[0].RecordedFrom), cmp.Compare(a[0].Revision, b[0].Revision), cmp.Compare(a[0].Version, b[0].Version))
	})
	return acts
}

// correctedBy is when all that an act said of the parcel was corrected, or nil.
func correctedBy(act []read.Parcel) *time.Time {
	last := time.Time{}
	for _, v := range act {
		if v.CorrectedAt.IsZero() {
			return nil
		}
		last = lo.Latest(last, v.CorrectedAt)
	}
	return &last
}

// differences say what of a parcel is other than before; of a first version, what
// it is.
func differences(before, after *read.Parcel) []string {
	if before == nil {
		return []string{fmt.Sprintf("thửa %d, diện tích pháp lý %s, %s", after.Number, area(after.LegalArea), purposesText(after))}
	}
	var found []string
	note := func(differs bool, format string, args ...any) {
		if differs {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	note(after.Number != before.Number, "số thửa %d → %d", before.Number, after.Number)
	note(after.LegalArea != before.LegalArea, "diện tích pháp lý %s → %s", area(before.LegalArea), area(after.LegalArea))
	note(after.MeasuredArea != before.MeasuredArea, "diện tích đo đạc %s → %s", area(before.MeasuredArea), area(after.MeasuredArea))
	note(purposesText(after) != purposesText(before), "mục đích %s → %s", purposesText(before), purposesText(after))
	gained, lost := vertices(after.Boundary, before.Boundary), vertices(before.Boundary, after.Boundary)
	note(gained+lost > 0, "ranh giới thêm %d đỉnh, bớt %d đỉnh", gained, lost)
	note(after.Recovered && !before.Recovered, "Nhà nước đã thu hồi")
	note(after.Status == read.Active && before.Status == read.Ended, "thửa tồn tại trở lại")
	note(after.Status == read.Ended && before.Status == read.Active && !after.Annulled, "thửa kết thúc")
	note(after.Annulled && !before.Annulled, "thửa bị hủy: chưa từng tồn tại")
	return append([]string{}, found...)
}

// vertices counts those that one boundary has and another lacks.
func vertices(has, lacks gis.Polygon) int {
	there := map[gis.Point]bool{}
	for _, ring := range lacks.Rings {
		for _, point := range ring {
			there[point] = true
		}
	}
	missing := map[gis.Point]bool{}
	for _, ring := range has.Rings {
		for _, point := range ring {
			if !there[point] {
				missing[point] = true
			}
		}
	}
	return len(missing)
}

func area(a ladm.Area) string { return figure.SquareMetres(a.Float()) }

func purposesText(p *read.Parcel) string {
	return strings.Join(lo.Map(p.Purposes, func(u read.Purpose, _ int) string { return u.Type + " " + area(u.Area) }), ", ")
}
