package graph

import (
	"context"
	"encoding/json"

	"github.com/diachinh/diachinh/graph/cursor"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

// page reads a page of parcels and, if asked for, the length of its list.
func (r *resolver) page(ctx context.Context, filter read.ParcelFilter, asked view.Page, plan *pagePlan) (*view.ParcelConnection, error) {
	places := places[read.ParcelPlace]{r.signer, r.scope("parcels", string(plain(filter)))}
	page, err := places.page(asked)
	if err != nil {
		return nil, err
	}
	var list read.List[read.Parcel]
	if plan.rows {
		if list, err = r.reader.Parcels(ctx, filter, page, plan.parcel.fields); err != nil {
			return nil, err
		}
	}
	var total int
	if plan.total {
		if total, err = r.reader.CountParcels(ctx, filter); err != nil {
			return nil, err
		}
	}
	return view.NewParcelConnection(list, total, places.cursor), nil
}

// communePage reads a page of communes and, if asked for, the length of its list.
func (r *resolver) communePage(ctx context.Context, search string, asked view.Page, plan *pagePlan) (*view.CommuneConnection, error) {
	places := places[string]{r.signer, r.scope("communes", search)}
	page, err := places.page(asked)
	if err != nil {
		return nil, err
	}
	var list read.List[read.Commune]
	if plan.rows {
		if list, err = r.reader.Communes(ctx, search, page); err != nil {
			return nil, err
		}
	}
	var total int
	if plan.total {
		if total, err = r.reader.CountCommunes(ctx, search); err != nil {
			return nil, err
		}
	}
	return view.NewCommuneConnection(list, total, places.cursor), nil
}

// scope names a list for its cursors: what of, by which filters, of which log.
func (r *resolver) scope(what, filters string) string {
	return what + " " + r.log.String() + " " + filters
}

// places turns the places of one list into cursors and back.
type places[Place any] struct {
	signer *cursor.Signer
	scope  string // names the list, see resolver.scope
}

func (p places[Place]) cursor(place Place) string {
	return p.signer.Sign(p.scope, plain(place))
}

// plain writes a place or a filter, which are numbers and text.
func plain(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return data
}

func (p places[Place]) place(cursor string) (*Place, error) {
	if cursor == "" {
		return nil, nil
	}
	data, err := p.signer.Open(p.scope, cursor)
	var place Place
	if err == nil {
		err = json.Unmarshal(data, &place)
	}
	if err != nil {
		return nil, fault.New(fault.BadCursor,
			"Con trỏ không thuộc danh sách này. Hãy dùng con trỏ mà chính danh sách này, với cùng điều kiện, đã trả về; nếu kho sự kiện vừa được chuyển hoặc khôi phục thì đọc lại danh sách từ đầu.")
	}
	return &place, nil
}

// page reads a connection's arguments. Errors: BAD_PAGE, BAD_CURSOR.
func (p places[Place]) page(asked view.Page) (page read.Page[Place], err error) {
	if page.First, page.Last, err = asked.Counts(); err != nil {
		return page, err
	}
	if page.After, err = p.place(asked.After); err != nil {
		return page, err
	}
	page.Before, err = p.place(asked.Before)
	return page, err
}
