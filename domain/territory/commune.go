package territory

import (
	"encoding/json"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Commune is what a commune's stream says: whether the commune exists, and its sheets.
type Commune struct {
	ID        ladm.CommuneID
	Code      string
	Kind      CommuneKind
	Name      string
	Province  Province
	ValidFrom ladm.Date
	// Boundary is a GeoJSON Polygon or MultiPolygon in WGS84.
	Boundary json.RawMessage

	sheets map[series]ladm.SheetID // as they are numbered now
	byID   map[ladm.SheetID]Sheet
	given  map[ladm.SheetID]ladm.Date // since when a sheet has its number and scale
	until  map[series]ladm.Date       // from which day on a number that was given up is free
	former map[series]ladm.SheetID    // which sheet gave it up last
}

// Sheet is a map sheet as its commune knows it now.
type Sheet struct {
	ID     ladm.SheetID
	Number int
	Scale  int
	SRID   int
	// EffectiveDate is the day on which the sheet was opened.
	EffectiveDate ladm.Date
}

// series is how a sheet is known in its commune: the 1:500 and the 1:1000 maps
// number their sheets apart, so that the numbers overlap after mergers.
type series struct{ scale, number int }

// Established reports whether the commune exists.
func (c *Commune) Established() bool { return c.Code != "" }

// Sheet finds a sheet by the scale and number that it has now.
func (c *Commune) Sheet(scale, number int) (Sheet, bool) {
	return c.SheetByID(c.sheets[series{scale, number}])
}

// SheetByID finds a sheet by its id.
func (c *Commune) SheetByID(id ladm.SheetID) (Sheet, bool) {
	sheet, found := c.byID[id]
	return sheet, found
}

// Numbered returns every sheet of a number, one a scale, from large scales to small.
func (c *Commune) Numbered(number int) []Sheet {
	var found []Sheet
	for _, scale := range ladm.Scales {
		if sheet, exists := c.Sheet(scale.Denominator, number); exists {
			found = append(found, sheet)
		}
	}
	return found
}

// Formerly finds the sheet, as it is now, that gave up a number last. Scale 0 is any
// scale, the largest first.
func (c *Commune) Formerly(scale, number int) (Sheet, bool) {
	if scale != 0 {
		return c.SheetByID(c.former[series{scale, number}])
	}
	for _, s := range ladm.Scales {
		if sheet, found := c.Formerly(s.Denominator, number); found {
			return sheet, true
		}
	}
	return Sheet{}, false
}

func initial() *Commune {
	return &Commune{
		sheets: map[series]ladm.SheetID{}, byID: map[ladm.SheetID]Sheet{},
		given: map[ladm.SheetID]ladm.Date{}, until: map[series]ladm.Date{}, former: map[series]ladm.SheetID{},
	}
}

func evolve(c *Commune, event Event) *Commune {
	switch e := event.(type) {
	case CommuneEstablished:
		c.ID, c.Code, c.Kind, c.Name, c.Province = e.Commune, e.Code, e.Kind, e.Name, e.Province
		c.ValidFrom, c.Boundary = e.ValidFrom, e.Boundary
	case SheetOpened:
		c.number(Sheet{e.Sheet, e.Number, e.Scale, e.SRID, e.EffectiveDate}, e.EffectiveDate)
	case SheetRenumbered:
		sheet := c.byID[e.Sheet]
		given := series{sheet.Scale, sheet.Number}
		delete(c.sheets, given)
		c.until[given], c.former[given] = e.EffectiveDate, sheet.ID
		sheet.Number, sheet.Scale = e.Number, e.Scale
		c.number(sheet, e.EffectiveDate)
	}
	return c
}

func (c *Commune) number(sheet Sheet, since ladm.Date) {
	c.sheets[series{sheet.Scale, sheet.Number}] = sheet.ID
	c.byID[sheet.ID], c.given[sheet.ID] = sheet, since
}
