package territory

import (
	"encoding/json"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Commune is what a commune's stream says: whether the commune exists, and its sheets.
type Commune struct {
	ID        ladm.CommuneID
	Code      string
	Name      string
	Province  Province
	ValidFrom ladm.Date
	// Boundary is a GeoJSON Polygon or MultiPolygon in WGS84.
	Boundary json.RawMessage

	sheets map[series]Sheet
	byID   map[ladm.SheetID]series
}

// Sheet is a map sheet as its commune knows it.
type Sheet struct {
	ID            ladm.SheetID
	Number        int
	Scale         int
	SRID          int
	EffectiveDate ladm.Date
}

// series is how a sheet is known in its commune: the 1:500 and the 1:1000 maps
// number their sheets apart, so that the numbers overlap after mergers.
type series struct{ scale, number int }

// Established reports whether the commune exists.
func (c *Commune) Established() bool { return c.Code != "" }

// Sheet finds a sheet by its scale and number.
func (c *Commune) Sheet(scale, number int) (Sheet, bool) {
	sheet, found := c.sheets[series{scale, number}]
	return sheet, found
}

// SheetByID finds a sheet by its id.
func (c *Commune) SheetByID(id ladm.SheetID) (Sheet, bool) {
	known, found := c.byID[id]
	return c.sheets[known], found
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

func initial() *Commune {
	return &Commune{sheets: map[series]Sheet{}, byID: map[ladm.SheetID]series{}}
}

func evolve(c *Commune, event Event) *Commune {
	switch e := event.(type) {
	case CommuneEstablished:
		c.ID, c.Code, c.Name, c.Province = e.Commune, e.Code, e.Name, e.Province
		c.ValidFrom, c.Boundary = e.ValidFrom, e.Boundary
	case SheetOpened:
		key := series{e.Scale, e.Number}
		c.sheets[key] = Sheet{e.Sheet, e.Number, e.Scale, e.SRID, e.EffectiveDate}
		c.byID[e.Sheet] = key
	}
	return c
}
