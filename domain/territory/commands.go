package territory

import (
	"encoding/json"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Command is a wish about one commune. The set is sealed.
type Command interface{ territoryCommand() }

// EstablishCommune enters a commune as the law made it. Entering one that exists
// does nothing.
type EstablishCommune struct {
	Code     string
	Kind     CommuneKind
	Name     string
	NameEN   string
	Province Province
	// Boundary is a GeoJSON Polygon or MultiPolygon in WGS84.
	Boundary  json.RawMessage
	ValidFrom ladm.Date
}

// ID returns the id that the commune's code and first day give it.
func (c EstablishCommune) ID() ladm.CommuneID { return ladm.NewCommuneID(c.Code, c.ValidFrom) }

// OpenSheet opens a map sheet in the commune. Opening it again under the same id
// and with the same facts does nothing.
type OpenSheet struct {
	Sheet  ladm.SheetID
	Number int
	// Scale is the denominator, one of ladm.Scales.
	Scale int
	// SRID is one of the 18 VN-2000 zones of 3°.
	SRID          int
	EffectiveDate ladm.Date
	// Today is the day on which the command is decided.
	Today ladm.Date
}

// RenumberSheet gives a sheet another number, another scale or both from a day on.
type RenumberSheet struct {
	Sheet  ladm.SheetID
	Number int
	// Scale is the denominator; 0 leaves the scale as it is.
	Scale         int
	EffectiveDate ladm.Date
	// Today is the day on which the command is decided.
	Today ladm.Date
}

func (EstablishCommune) territoryCommand() {}
func (OpenSheet) territoryCommand()        {}
func (RenumberSheet) territoryCommand()    {}
