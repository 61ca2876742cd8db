package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// Command is a wish about one sheet. The set is sealed. What a command needs
// from outside its sheet, the day included, comes with it as facts.
type Command interface{ cadastreCommand() }

// OpenSheet begins a sheet that its commune has opened. Opening it again as it
// was opened does nothing.
type OpenSheet struct {
	Sheet         ladm.SheetID
	Commune       ladm.CommuneID
	Number        int
	Scale         int
	SRID          int
	EffectiveDate ladm.Date
}

// RegisterParcels registers parcels for the first time, all or none.
type RegisterParcels struct {
	Commune Commune
	Parcels []ParcelInput
	// Neighbours are the parcels of other sheets around the new ones, as far as
	// the read models know them.
	Neighbours    []Neighbour
	EffectiveDate ladm.Date
	Today         ladm.Date
	// Rules are those of the province on the effective date; nil means the
	// national ones.
	Rules *rules.Set
}

// Commune is what the rules of a sheet need to know of its commune.
type Commune struct {
	ID   ladm.CommuneID
	Name string
	// Region is where the commune lies; nil if nobody knows.
	Region *gis.Region
	// Kind (xa, phuong, dac_khu) and Province (code) say which rules apply.
	Kind, Province string
}

// Neighbour is a parcel of another sheet.
type Neighbour struct {
	Parcel      ladm.ParcelID
	SheetNumber int
	Number      int
	// Sheet and LandType are for acts on parcels that there are; a registration
	// does without.
	Sheet    ladm.SheetID
	LandType string
	Boundary gis.Polygon
}

// ParcelInput is one parcel to register.
type ParcelInput struct {
	ID ladm.ParcelID
	// Row is where the parcel stands in the file that it comes from, from 1; 0 if
	// it comes from none.
	Row int64
	// Number is the parcel's number in the sheet; 0 asks for the next free one.
	Number    int
	LegalArea ladm.Area
	Purposes  []Purpose
	// Boundary may turn either way and must close its rings.
	Boundary gis.Polygon
	// Surveyed refers to the vertices of Boundary as it is given.
	Surveyed []SurveyedPoint
	// Recovered says that the State recovers the part; only in a recovery.
	Recovered bool

	survey *survey
}

func (OpenSheet) cadastreCommand()       {}
func (RegisterParcels) cadastreCommand() {}
