package office

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/territory"
)

func TestEstablishingTheCommunes(t *testing.T) {
	t.Parallel()
	store := memory.New()
	r := newRegistry(store, shapes(nil), time.Now)

	t.Run("may be interrupted, then completed, then has nothing to do", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		stopping := &failing{Store: store, cancel: cancel}
		stopping.left.Store(500)
		if err := newRegistry(stopping, shapes(nil), time.Now).EstablishCommunes(ctx, officer, nil); !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted with %v", err)
		}
		var last Progress
		if err := r.EstablishCommunes(t.Context(), officer, func(p Progress) { last = p }); err != nil {
			t.Fatal(err)
		}
		if n := events(t, store); n != territory.DatasetSize {
			t.Errorf("%d communes", n)
		}
		if last != (Progress{Establishing, territory.DatasetSize, territory.DatasetSize}) {
			t.Errorf("progress ended at %+v", last)
		}
		again := func(p Progress) { t.Errorf("something was done again: %+v", p) }
		if err := r.EstablishCommunes(t.Context(), officer, again); err != nil {
			t.Error(err)
		}
		commune, err := r.commune(t.Context(), "09616")
		if err != nil || commune.Name != "Xã Đoài Phương" || commune.Region == nil {
			t.Errorf("09616 is %+v, %v", commune, err)
		}
	})
}
