package view

import (
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/projections/read"
)

// ParcelConnection is a page of parcels.
type ParcelConnection struct {
	Nodes      []*Parcel
	PageInfo   *PageInfo
	TotalCount int // 0 unless asked for
	cursor     func(read.ParcelPlace) string
}

// NewParcelConnection shows a page; cursor signs its places.
func NewParcelConnection(list read.List[read.Parcel], total int, cursor func(read.ParcelPlace) string) *ParcelConnection {
	return &ParcelConnection{
		Nodes:      Shown(list.Rows, NewParcel),
		PageInfo:   pageInfo(list, func(row read.Parcel) string { return cursor(row.Place) }),
		TotalCount: total,
		cursor:     cursor,
	}
}

// Edges returns the page's parcels with their cursors.
func (c *ParcelConnection) Edges() []*ParcelEdge {
	return lo.Map(c.Nodes, func(node *Parcel, _ int) *ParcelEdge {
		return &ParcelEdge{Node: node, Cursor: c.cursor(node.row.Place)}
	})
}

// ParcelEdge is a parcel in a list.
type ParcelEdge struct {
	Node   *Parcel
	Cursor string
}

// CommuneConnection is a page of communes.
type CommuneConnection struct {
	Nodes      []*Commune
	PageInfo   *PageInfo
	TotalCount int // 0 unless asked for
	cursor     func(code string) string
}

// NewCommuneConnection shows a page; cursor signs its places, which are codes.
func NewCommuneConnection(list read.List[read.Commune], total int, cursor func(code string) string) *CommuneConnection {
	return &CommuneConnection{
		Nodes:      Shown(list.Rows, NewCommune),
		PageInfo:   pageInfo(list, func(row read.Commune) string { return cursor(row.Code) }),
		TotalCount: total,
		cursor:     cursor,
	}
}

// Edges returns the page's communes with their cursors.
func (c *CommuneConnection) Edges() []*CommuneEdge {
	return lo.Map(c.Nodes, func(node *Commune, _ int) *CommuneEdge {
		return &CommuneEdge{Node: node, Cursor: c.cursor(node.row.Code)}
	})
}

// CommuneEdge is a commune in a list.
type CommuneEdge struct {
	Node   *Commune
	Cursor string
}

// Shown shows each of several rows, which stay where they are.
func Shown[Row, View any](rows []Row, show func(*Row) View) []View {
	views := make([]View, len(rows))
	for i := range rows {
		views[i] = show(&rows[i])
	}
	return views
}
