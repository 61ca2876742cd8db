package view

import (
	"strings"
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/projections/read"
)

// Parcel is a parcel in one of its versions.
type Parcel struct {
	row   *read.Parcel
	sheet *MapSheet

	adjoining              read.List[*Parcel]
	versions               []*ParcelVersion
	replacedBy             []*Parcel
	successors             []*Parcel
	ancestors, descendants []*LineageEdge
	aliases                []*ParcelAlias
	family                 string
}

// NewParcel shows a row. The row has its geometry and its record if a field asks
// for them.
func NewParcel(row *read.Parcel) *Parcel {
	return &Parcel{row: row, sheet: NewMapSheet(&row.Sheet)}
}

// Key returns the parcel's id.
func (p *Parcel) Key() ladm.ParcelID { return p.row.ID }

// Adjoin gives the parcel its neighbours, as many as any field asks for.
func (p *Parcel) Adjoin(neighbours read.List[*Parcel]) { p.adjoining = neighbours }

// Remember gives the parcel its versions.
func (p *Parcel) Remember(versions []*ParcelVersion) { p.versions = versions }

// Replace gives the parcel what replaced it.
func (p *Parcel) Replace(by []*Parcel) { p.replacedBy = by }

// Succeed gives the parcel what stands on its ground today.
func (p *Parcel) Succeed(by []*Parcel) { p.successors = by }

// Descend gives the parcel its ancestors, of as many generations as any field
// asks for, the nearest first.
func (p *Parcel) Descend(from []*LineageEdge) { p.ancestors = from }

// Beget gives the parcel its descendants in the same way.
func (p *Parcel) Beget(children []*LineageEdge) { p.descendants = children }

// Name gives the parcel the names that it has or had.
func (p *Parcel) Name(aliases []*ParcelAlias) { p.aliases = aliases }

// Portray gives the parcel the picture of its family.
func (p *Parcel) Portray(svg string) { p.family = svg }

// ID returns the parcel's id.
func (p *Parcel) ID() string { return p.row.ID.String() }

// Code returns the national parcel code.
func (p *Parcel) Code() string { return p.row.Code }

// Commune returns the commune of the parcel's sheet.
func (p *Parcel) Commune() *Commune { return p.sheet.Commune() }

// Sheet returns the parcel's map sheet.
func (p *Parcel) Sheet() *MapSheet { return p.sheet }

// Number returns the parcel's number in its sheet.
func (p *Parcel) Number() int { return p.row.Number }

// LegalArea returns the area on the certificate, in m².
func (p *Parcel) LegalArea() float64 { return p.row.LegalArea.Float() }

// MeasuredArea returns the boundary's area, in m².
func (p *Parcel) MeasuredArea() float64 { return p.row.MeasuredArea.Float() }

// Purposes returns the land purposes.
func (p *Parcel) Purposes() []*LandPurpose { return purposes(p.row) }

// Status says whether the parcel still exists.
func (p *Parcel) Status() model.ParcelStatus { return status(p.row) }

// ValidFrom returns the version's first day.
func (p *Parcel) ValidFrom() ladm.Date { return p.row.ValidFrom }

// ValidTo returns the day after the version's last.
func (p *Parcel) ValidTo() *ladm.Date { return orNil(p.row.ValidTo) }

// RecordedAt returns when the registry learnt of the version.
func (p *Parcel) RecordedAt() time.Time { return p.row.RecordedFrom }

// Revision returns the number of the last event that touched the parcel.
func (p *Parcel) Revision() int { return int(p.row.Revision) }

// Recovered says whether the State recovered the parcel.
func (p *Parcel) Recovered() bool { return p.row.Recovered }

// Annulled says whether the parcel is as if it had never begun.
func (p *Parcel) Annulled() bool { return p.row.Annulled }

// Geometry returns the boundary.
func (p *Parcel) Geometry(srid *int) (scalar.GeoJSON, error) { return geometry(p.row, srid) }

// Centroid returns the boundary's centre of gravity.
func (p *Parcel) Centroid(srid *int) (scalar.GeoJSON, error) {
	in, err := spaceOf(p.row.Sheet.SRID, srid)
	if err != nil {
		return nil, err
	}
	return in.point(in.project(centroid(p.row.Boundary))), nil
}

// BoundaryPoints returns the boundary's vertices.
func (p *Parcel) BoundaryPoints(srid *int) ([]*BoundaryPoint, error) {
	in, err := spaceOf(p.row.Sheet.SRID, srid)
	if err != nil {
		return nil, err
	}
	return boundaryPoints(p.row.Boundary, p.row.Surveyed, in), nil
}

// Neighbours returns the first neighbours.
func (p *Parcel) Neighbours(first *int) (*ParcelNeighbours, error) {
	count, err := Count(first)
	if err != nil {
		return nil, err
	}
	nodes := p.adjoining.Rows
	more := p.adjoining.HasNext || len(nodes) > count
	return &ParcelNeighbours{Nodes: nodes[:min(count, len(nodes))], HasMore: more}, nil
}

// History returns every version, from old to new.
func (p *Parcel) History() []*ParcelVersion { return p.versions }

// ReplacedBy returns what replaced an ended parcel.
func (p *Parcel) ReplacedBy() []*Parcel { return p.replacedBy }

// StandsInstead returns what stands today on the ground of an ended parcel.
func (p *Parcel) StandsInstead() []*Parcel { return p.successors }

// Ancestors returns what the parcel descends from, the nearest generation first.
func (p *Parcel) Ancestors(depth *int) ([]*LineageEdge, error) { return within(p.ancestors, depth) }

// Descendants returns what descends from the parcel, the nearest generation first.
func (p *Parcel) Descendants(depth *int) ([]*LineageEdge, error) {
	return within(p.descendants, depth)
}

// Aliases returns the names that the parcel has or had.
func (p *Parcel) Aliases() []*ParcelAlias { return p.aliases }

// LineageSvg returns the picture of the parcel's family.
func (p *Parcel) LineageSvg() string { return p.family }

// ParcelNeighbours are parcels that adjoin another.
type ParcelNeighbours struct {
	Nodes   []*Parcel
	HasMore bool
}

func geometry(row *read.Parcel, srid *int) (scalar.GeoJSON, error) {
	in, err := spaceOf(row.Sheet.SRID, srid)
	if err != nil {
		return nil, err
	}
	return in.polygon(row.Boundary), nil
}

func status(row *read.Parcel) model.ParcelStatus {
	return model.ParcelStatus(strings.ToUpper(string(row.Status)))
}
