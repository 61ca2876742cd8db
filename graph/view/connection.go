package view

import "github.com/diachinh/diachinh/projections/read"

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
		Nodes:      mapped(list.Rows, NewParcel),
		PageInfo:   pageInfo(list, func(row read.Parcel) string { return cursor(row.Place) }),
		TotalCount: total,
		cursor:     cursor,
	}
}

// Edges returns the page's parcels with their cursors.
func (c *ParcelConnection) Edges() []*ParcelEdge {
	return mapped(c.Nodes, func(node *Parcel) *ParcelEdge {
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
		Nodes:      mapped(list.Rows, NewCommune),
		PageInfo:   pageInfo(list, func(row read.Commune) string { return cursor(row.Code) }),
		TotalCount: total,
		cursor:     cursor,
	}
}

// Edges returns the page's communes with their cursors.
func (c *CommuneConnection) Edges() []*CommuneEdge {
	return mapped(c.Nodes, func(node *Commune) *CommuneEdge {
		return &CommuneEdge{Node: node, Cursor: c.cursor(node.row.Code)}
	})
}

// CommuneEdge is a commune in a list.
type CommuneEdge struct {
	Node   *Commune
	Cursor string
}

func mapped[Row, Shown any](rows []Row, show func(Row) Shown) []Shown {
	shown := make([]Shown, len(rows))
	for i, row := range rows {
		shown[i] = show(row)
	}
	return shown
}
