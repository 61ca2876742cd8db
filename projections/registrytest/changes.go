package registrytest

import (
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
)

// Part is a parcel that a replacement begins.
type Part struct {
	Number   int
	Boundary gis.Polygon
}

// Subdivide ends a parcel and begins parts on its ground; it returns their ids.
func (r *Registry) Subdivide(sheet ladm.SheetID, parcel ladm.ParcelID, effective ladm.Date, parts ...Part) []ladm.ParcelID {
	event := cadastre.ParcelSubdivided{Replacement: r.Replacement(sheet, []ladm.ParcelID{parcel}, effective, parts...)}
	r.Append(cadastre.StreamName(sheet), event)
	return begunBy(event.Replacement)
}

// Merge ends parcels and begins one on their ground.
func (r *Registry) Merge(sheet ladm.SheetID, parcels []ladm.ParcelID, effective ladm.Date, result Part) ladm.ParcelID {
	event := cadastre.ParcelsMerged{Replacement: r.Replacement(sheet, parcels, effective, result)}
	r.Append(cadastre.StreamName(sheet), event)
	return begunBy(event.Replacement)[0]
}

// Replacement ends parcels and begins others, which descend from all of them in
// equal shares.
func (r *Registry) Replacement(sheet ladm.SheetID, parcels []ladm.ParcelID, effective ladm.Date, parts ...Part) cadastre.Replacement {
	e := cadastre.Replacement{Sheet: sheet, EffectiveDate: effective}
	for _, id := range parcels {
		e.Ended = append(e.Ended, cadastre.EndedParcel{Parcel: id})
	}
	for _, part := range parts {
		as := r.Registered(sheet, part.Number, part.Boundary)
		begun := cadastre.BegunParcel{
			Parcel: as.Parcel, Number: as.Number, Code: as.Code, LegalArea: as.LegalArea, MeasuredArea: as.MeasuredArea,
			Purposes: as.Purposes, Boundary: as.Boundary,
		}
		for _, id := range parcels {
			begun.From = append(begun.From, cadastre.Descent{Parcel: id, Area: as.MeasuredArea / ladm.Area(len(parcels))})
		}
		e.Begun = append(e.Begun, begun)
	}
	return e
}

func begunBy(e cadastre.Replacement) []ladm.ParcelID {
	ids := make([]ladm.ParcelID, len(e.Begun))
	for i, b := range e.Begun {
		ids[i] = b.Parcel
	}
	return ids
}

// Reinstate undoes an act of a day: a parcel stands again in its boundary, and
// what the act began is annulled.
func (r *Registry) Reinstate(sheet ladm.SheetID, effective ladm.Date, parcel ladm.ParcelID, boundary gis.Polygon, annulled ...ladm.ParcelID) {
	r.Append(cadastre.StreamName(sheet), cadastre.ParcelsReinstated{
		Sheet: sheet, EffectiveDate: effective, Annulled: annulled,
		Reinstated: []cadastre.ReinstatedParcel{{Parcel: parcel, Boundary: boundary, MeasuredArea: ladm.SquareMetres(boundary.Area())}},
	})
}

// Correct puts a parcel right; the correction names its sheet and parcel.
func (r *Registry) Correct(c cadastre.ParcelCorrected) { r.Append(cadastre.StreamName(c.Sheet), c) }

// End ends a parcel that nothing replaces.
func (r *Registry) End(sheet ladm.SheetID, parcel ladm.ParcelID, effective ladm.Date) {
	r.Append(cadastre.StreamName(sheet), cadastre.ParcelEnded{Parcel: parcel, Sheet: sheet, Cause: "SA", EffectiveDate: effective})
}

// Insert gives a parcel a boundary with more points, in answer to an act's command.
func (r *Registry) Insert(sheet ladm.SheetID, answers uuid.UUID, effective ladm.Date, parcel ladm.ParcelID, boundary gis.Polygon) {
	r.Append(cadastre.StreamName(sheet), cadastre.PointsInserted{
		Sheet: sheet, Answers: answers, EffectiveDate: effective,
		Inserted: []cadastre.Insertion{{Parcel: parcel, Boundary: boundary, MeasuredArea: ladm.SquareMetres(boundary.Area())}},
	})
}

// Renumber gives a sheet another number and scale, in its commune and in its own
// stream.
func (r *Registry) Renumber(commune ladm.CommuneID, sheet ladm.SheetID, number, scale int, effective ladm.Date) {
	r.Append(territory.StreamName(commune), territory.SheetRenumbered{
		Commune: commune, Sheet: sheet, Number: number, Scale: scale, EffectiveDate: effective,
	})
	r.Append(cadastre.StreamName(sheet), cadastre.SheetRenumbered{Sheet: sheet, Number: number, Scale: scale, EffectiveDate: effective})
}

// Halves cuts a rectangle of the grid in a western and an eastern part.
func Halves(column, row int) (west, east gis.Polygon) {
	whole := Rectangle(column, row)
	a, c := whole.Rings[0][0], whole.Rings[0][2]
	middle := (a.E + c.E) / 2
	return box(a.E, a.N, middle, c.N), box(middle, a.N, c.E, c.N)
}

// Rectangles is the rectangle of several columns of a row.
func Rectangles(from, to, row int) gis.Polygon {
	a, c := Rectangle(from, row).Rings[0][0], Rectangle(to, row).Rings[0][2]
	return box(a.E, a.N, c.E, c.N)
}

func box(west, south, east, north int64) gis.Polygon {
	return gis.Polygon{SRID: Zone, Rings: []gis.Ring{{
		{E: west, N: south}, {E: east, N: south}, {E: east, N: north}, {E: west, N: north}, {E: west, N: south},
	}}}
}
