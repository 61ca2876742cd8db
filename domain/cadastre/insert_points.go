package cadastre

import (
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// insertPoints answers an act on another sheet, always, with the parcels that
// lack its points: whoever waits for the answer learns that there is none left.
func insertPoints(sheet *Sheet, cmd InsertPoints) ([]Event, error) {
	if !sheet.Open() {
		return nil, rules.Refused([]rules.Finding{find(rulesOn(nil, cmd.EffectiveDate), "SHEET_NOT_OPEN", WholeCommand, nil)})
	}
	event := PointsInserted{Sheet: sheet.ID, Answers: cmd.Answers, Points: cmd.Points, EffectiveDate: cmd.EffectiveDate}
	places := make([]gis.Polygon, len(cmd.Points))
	for i, point := range cmd.Points {
		places[i] = gis.Polygon{SRID: sheet.SRID, Rings: []gis.Ring{{point}}}
	}
	for _, p := range around(sheet, nil, places) {
		if insertion, gains := inserted(p, cmd.Points); gains {
			event.Inserted = append(event.Inserted, insertion)
		}
	}
	return []Event{event}, nil
}
