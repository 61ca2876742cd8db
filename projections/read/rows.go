package read

import (
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// Parcel is one version of a parcel: what was registered about it over one span
// of valid time.
type Parcel struct {
	ID ladm.ParcelID
	// Version counts the parcel's versions from 1.
	Version int
	// Place is where the parcel stands in a list; see [Page].
	Place ParcelPlace
	// Code is the national parcel code, a GeoHash of 12 characters.
	Code string
	// Sheet is the parcel's map sheet, with its commune.
	Sheet        Sheet
	Number       int
	LegalArea    ladm.Area
	MeasuredArea ladm.Area
	// LandType is the type of the purpose with the largest area.
	LandType string
	Purposes []Purpose
	Status   Status
	// ValidFrom is the first day of the version; ValidTo the day after its
	// last, zero while it is open.
	ValidFrom, ValidTo ladm.Date
	// Recovered says that the State holds the parcel, having recovered it.
	Recovered bool
	// Annulled says that the act which began the parcel was undone: it never
	// existed, and is valid on no day.
	Annulled bool
	// RecordedFrom is when the registry learnt of the version; RecordedTo when
	// it learnt of its end, zero while the version is current; CorrectedAt when a
	// correction took its place, zero while it stands. All are zero unless
	// [Fields].Record.
	RecordedFrom, RecordedTo, CorrectedAt time.Time
	// Revision is the number, in the sheet's stream, of the last event that
	// touched the parcel: the object's revision in the API. Zero unless
	// [Fields].Record.
	Revision uint64
	// Inserted says that the version only has points more on its boundary, by an
	// act on another parcel, which Event then is: see [DB.Affecting]. False unless
	// [Fields].Record.
	Inserted bool
	// Boundary is in the sheet's zone; empty unless [Fields].Geometry.
	Boundary gis.Polygon
	// Surveyed names the survey points among the boundary's vertices; empty
	// unless [Fields].Geometry.
	Surveyed []SurveyedPoint
	// Event is the event that began the version; empty unless [Fields].Record.
	Event Event
}

// Status says whether a parcel still exists.
type Status string

const (
	// Active is a parcel that exists.
	Active Status = "active"
	// Ended is a parcel that was subdivided, merged or otherwise ended.
	Ended Status = "ended"
)

// Purpose is one use that a parcel, or a part of it, may be put to.
type Purpose struct {
	Type string    `json:"type"` // land type, e.g. ONT
	Area ladm.Area `json:"area_m2"`
	// Until is the last day of the term; zero means long-term (lâu dài).
	Until  ladm.Date `json:"until,omitzero"`
	Origin string    `json:"origin,omitempty"`
}

// SurveyedPoint tells which survey point a vertex of the boundary is.
type SurveyedPoint struct {
	Ring     int     `json:"ring"`
	Vertex   int     `json:"vertex"`
	Number   string  `json:"number,omitempty"`
	Accuracy float64 `json:"accuracy_m,omitempty"` // metres
}

// Event says by what a version came about. Officers appear by their id.
type Event struct {
	ID        uuid.UUID
	Type      string // wire name, e.g. parcel.registered.v1
	Actor     string
	Office    string
	Dossier   string // "" where no dossier led to it
	Procedure string
	// Cause is the code of the kind of change (mã biến động), e.g. CM; "" for
	// a first registration, and where points were inserted.
	Cause string
	// Sources are the documents that the act rested on.
	Sources []Source
	// Warnings are what the rules warned of.
	Warnings []rules.Finding
}

// Source is a document that an act rests on (LA_AdministrativeSource).
type Source struct {
	Kind   string `json:"kind"`
	Number string `json:"number,omitempty"`
	Date   string `json:"date,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // of the scanned document, in hex
}

// Sheet is a map sheet.
type Sheet struct {
	ID      ladm.SheetID
	Commune Commune
	Number  int
	Scale   int // denominator: 2000 for 1:2000
	SRID    int // VN-2000 zone
	Opened  ladm.Date
}

// Commune is a commune over one lifespan of its code.
type Commune struct {
	ID       ladm.CommuneID
	Code     string
	Kind     string // xa, phuong or dac_khu
	Name     string
	NameEN   string
	Province Province
	// ValidFrom is the first day on which the code means this commune; ValidTo
	// the day after the last, zero while it does.
	ValidFrom, ValidTo ladm.Date
}

// Province is a province or centrally run city.
type Province struct{ Code, Name string }

// ParcelShape is what the rules and the detectors need of a current parcel to
// compare its boundary with others.
type ParcelShape struct {
	ID          ladm.ParcelID
	Sheet       ladm.SheetID
	CommuneCode string
	SheetNumber int
	Scale       int // denominator of the sheet's scale
	Number      int
	LandType    string
	Boundary    gis.Polygon
	// Foreign says that the parcel is of another commune than the one asked for.
	Foreign bool
}

// Fields says what of a parcel a query shall bring beside its plain columns.
type Fields struct {
	Geometry bool      // Boundary and Surveyed
	Record   bool      // RecordedFrom, RecordedTo, CorrectedAt, Revision, Inserted and Event
	known    time.Time // as of whose knowledge rows are read; zero means now
}

// ParcelFilter says which parcels a list holds: of those that existed at the time
// asked for. Empty parts ask for nothing; Sheet and Scale count only together with
// CommuneCode.
type ParcelFilter struct {
	// OnSheet is the sheet that parcels are on, whatever its number is.
	OnSheet     ladm.SheetID
	CommuneCode string
	Sheet       int
	Scale       int
	// Within is a polygon's exterior ring in WGS84, or two opposite corners of
	// a box: parcels that touch it.
	Within []gis.LonLat
	// Near are parcels at most this far from a place.
	Near *Near
	// At is as of when; zero means now.
	At At
}

// Near is a circle on the ground.
type Near struct {
	Centre gis.LonLat
	Radius float64 // metres
}

// ParcelPlace is where a parcel stands in a list: lists of a commune or a sheet are
// in the order of sheet number, parcel number and row; all others in that of row.
type ParcelPlace struct {
	Sheet, Number int
	Row           int64 // key of the version
}

// Page is a part of an ordered list: the First after After, or the Last before
// Before. Exactly one of First and Last is above zero.
type Page[Place any] struct {
	First, Last   int
	After, Before *Place
}

// List is a part of an ordered list, always in the list's order.
type List[Row any] struct {
	Rows []Row
	// HasNext says whether rows follow; where the page was asked for from the
	// end it says only that there is a place that the page ends before.
	HasNext bool
	// HasPrevious is the same towards the beginning.
	HasPrevious bool
}
