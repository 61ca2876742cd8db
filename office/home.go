package office

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/projections/read"
)

// knownHomes is how many parcels' sheets are kept: many more than begin before the
// read models show them.
const knownHomes = 50_000

// homes knows on which sheets parcels are that began, or changed, a moment ago. A
// parcel's sheet never changes.
type homes struct {
	mu     sync.Mutex
	sheets *simplelru.LRU[ladm.ParcelID, ladm.SheetID]
}

func newHomes() *homes {
	sheets, err := simplelru.NewLRU[ladm.ParcelID, ladm.SheetID](knownHomes, nil)
	if err != nil {
		panic(err) // a negative number of parcels
	}
	return &homes{sheets: sheets}
}

func (h *homes) add(parcel ladm.ParcelID, sheet ladm.SheetID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sheets.Add(parcel, sheet)
}

func (h *homes) of(parcel ladm.ParcelID) (ladm.SheetID, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sheets.Get(parcel)
}

// patience is how long an act waits for the read models to find a parcel.
const patience = 5 * time.Second

// awaitModels waits until the read models show all that the log holds now, or for
// as long as an act may take.
func (r *Registry) awaitModels(ctx context.Context) error {
	for last, err := range r.store.ReadAll(ctx, es.Backwards, nil) {
		if err != nil {
			return fmt.Errorf("end of the log: %w", err)
		}
		soon, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := r.visible(soon, last.Position); err != nil && soon.Err() == nil {
			return err
		}
		break
	}
	return ctx.Err()
}

// home finds the sheet of an act by its first parcel; see refuseOthers.
func (r *Registry) home(ctx context.Context, refs []ParcelRef) (ladm.SheetID, error) {
	if len(refs) == 0 {
		return ladm.SheetID{}, r.refuse("PARCELS_TOO_FEW", cadastre.WholeCommand, nil)
	}
	parcel := refs[0].Parcel
	sheet, err := r.sheetOf(ctx, parcel)
	if errors.Is(err, read.ErrNotFound) && r.visible != nil {
		// Another process may have registered it a moment ago.
		if err := r.awaitModels(ctx); err != nil {
			return sheet, err
		}
		sheet, err = r.sheetOf(ctx, parcel)
	}
	if errors.Is(err, read.ErrNotFound) {
		return sheet, r.refuse("PARCEL_UNKNOWN", 0, rules.Values{"parcel": parcel.String()})
	}
	return sheet, err
}

// sheetOf returns the sheet that a parcel is on, or read.ErrNotFound.
func (r *Registry) sheetOf(ctx context.Context, parcel ladm.ParcelID) (ladm.SheetID, error) {
	if sheet, known := r.homes.of(parcel); known {
		return sheet, nil
	}
	sheet, err := r.models.SheetOf(ctx, parcel)
	if err == nil {
		r.homes.add(parcel, sheet)
	}
	return sheet, err
}
