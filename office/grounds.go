package office

import (
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// Grounds is what every act brings beside its own content: the day from which it
// holds, the dossier, the procedure and the documents that it rests on.
type Grounds struct {
	EffectiveDate ladm.Date   `json:"effective_date"`
	Dossier       string      `json:"dossier"`
	Procedure     string      `json:"procedure"`
	Sources       []es.Source `json:"sources"`
	// DryRun asks what the act would do: it is decided on the newest state, claims
	// no key and writes nothing.
	DryRun bool `json:"-"`
}

// ParcelRef names a parcel as whoever asks for a change knew it. If anything else
// touched it since, the act is refused with REVISION_CONFLICT.
type ParcelRef struct {
	Parcel   ladm.ParcelID `json:"parcel"`
	Revision uint64        `json:"revision"`
}

// Part is one of the parcels that an act begins on the ground of others.
type Part struct {
	// Number is the parcel's number; 0 asks for the next free one.
	Number int `json:"number"`
	// LegalArea is in m², and rounded to a tenth; 0 means as measured.
	LegalArea float64            `json:"legal_area"`
	Purposes  []cadastre.Purpose `json:"purposes"`
	// Boundary has the closed rings, each point easting and northing in metres of
	// the sheet's zone.
	Boundary [][][2]float64 `json:"boundary"`
	// Recovered says that the State recovers the part; only in RecoverParcel.
	Recovered bool `json:"recovered"`
}

// Reshape is a parcel whose boundary points move. What is empty stands.
type Reshape struct {
	ParcelRef
	LegalArea float64            `json:"legal_area"` // m²
	Purposes  []cadastre.Purpose `json:"purposes"`
}

// Move takes a boundary point from one place to another, each easting and northing
// in metres of the sheet's zone.
type Move struct {
	From [2]float64 `json:"from"`
	To   [2]float64 `json:"to"`
}
