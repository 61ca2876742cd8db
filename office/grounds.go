package office

import (
	"fmt"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
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

func (g Grounds) grounds() Grounds { return g }

// parcels and drawn serve inputs about one parcel that bring no boundary, check
// those that bring nothing but names and dates.
func (p ParcelRef) parcels() []ParcelRef         { return []ParcelRef{p} }
func (p ParcelRef) drawn() (none [][][2]float64) { return none }
func (p ParcelRef) check(*checklist)             {}
func (p ParcelRef) ref() cadastre.Ref            { return cadastre.Ref(p) }

func refs(parcels []ParcelRef) []cadastre.Ref {
	return lo.Map(parcels, func(p ParcelRef, _ int) cadastre.Ref { return p.ref() })
}

func drawnBy(parts []Part) [][][2]float64 {
	return lo.FlatMap(parts, func(p Part, _ int) [][][2]float64 { return p.Boundary })
}

func checkParts(c *checklist, parts []Part) {
	for i, part := range parts {
		c.area(i, part.LegalArea)
		c.rings(i, part.Boundary)
	}
}

// parts measures what an act begins, under ids of the act.
func (m making) parts(parts []Part) []cadastre.ParcelInput {
	return lo.Map(parts, func(p Part, i int) cadastre.ParcelInput {
		return cadastre.ParcelInput{
			ID:     ladm.Derive[ladm.ParcelKind](m.act.id, fmt.Sprintf("part/%d", i)),
			Number: p.Number, LegalArea: ladm.SquareMetres(p.LegalArea), Purposes: p.Purposes,
			Boundary: polygon(m.srid, p.Boundary), Recovered: p.Recovered,
		}.Measure()
	})
}

func refsOf(parcels []Reshape) []ParcelRef {
	return lo.Map(parcels, func(p Reshape, _ int) ParcelRef { return p.ParcelRef })
}

func reshapes(parcels []Reshape) []cadastre.Reshape {
	return lo.Map(parcels, func(p Reshape, _ int) cadastre.Reshape {
		return cadastre.Reshape{Ref: p.ref(), LegalArea: ladm.SquareMetres(p.LegalArea), Purposes: p.Purposes}
	})
}

func checkReshapes(c *checklist, parcels []Reshape, moved []Move) {
	for i, p := range parcels {
		c.area(i, p.LegalArea)
	}
	c.rings(cadastre.WholeCommand, ends(moved))
}

// ends are the places between which points move, as rings of one point each.
func ends(moved []Move) [][][2]float64 {
	return lo.FlatMap(moved, func(m Move, _ int) [][][2]float64 { return [][][2]float64{{m.From}, {m.To}} })
}

func moves(moved []Move) []cadastre.Move {
	place := func(metres [2]float64) gis.Point { return gis.PointOf(metres[0], metres[1]) }
	return lo.Map(moved, func(m Move, _ int) cadastre.Move { return cadastre.Move{From: place(m.From), To: place(m.To)} })
}
