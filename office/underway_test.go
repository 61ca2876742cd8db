package office

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// onSheet is the wish for a parcel on a sheet of its own.
func onSheet(sheet int, e float64) RegisterParcel {
	in := wish(1, e)
	in.Sheet = sheet
	return in
}

// The read models of these tests know no parcel: they are far behind.
func TestRegistrationsOnSeveralSheetsAtOnce(t *testing.T) {
	t.Parallel()

	t.Run("that overlap register one parcel", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		errs := make([]error, 8)
		var group sync.WaitGroup
		for i := range errs {
			group.Go(func() {
				_, errs[i] = r.RegisterParcel(t.Context(), officer, fmt.Sprint("k", i), onSheet(1+i, float64(i)))
			})
		}
		group.Wait()
		refusals := 0
		for _, err := range errs {
			var refused *rules.Refusal
			if errors.As(err, &refused) && refused.Codes()[0] == "PARCEL_OVERLAP" {
				refusals++
			}
		}
		if p := registeredParcels(t, store); len(p) != 1 || refusals != 7 {
			t.Errorf("%d registered, %d refused: %v", len(p), refusals, errs)
		}
	})
	t.Run("that adjoin register all", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() { register(t, r, fmt.Sprint("k", i), onSheet(1+i, float64(20*i))) })
		}
		group.Wait()
		if p := registeredParcels(t, store); len(p) != 8 {
			t.Errorf("%d registered", len(p))
		}
	})
	t.Run("are seen by an import, and see it", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		register(t, r, "k1", onSheet(9, 10))
		report := importAll(t, r, mapOf(plot(1, 1, 0, 0, 20, 30), plot(1, 2, 100, 0, 20, 30)), ImportOptions{})
		if got := foundIn(report); !reflect.DeepEqual(got, []found{{1, 1, "PARCEL_OVERLAP"}}) || report.Registered != 1 {
			t.Errorf("report %+v", report)
		}
		_, err := r.RegisterParcel(t.Context(), officer, "k2", onSheet(10, 110))
		if f := refusedWith(t, err, "PARCEL_OVERLAP"); !strings.Contains(f[0].Message, "thửa 2 đã đăng ký của tờ 1 ") {
			t.Errorf("message %q", f[0].Message)
		}
	})
	t.Run("leave no trace where they are refused", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		bad := onSheet(1, 0)
		bad.Purposes = nil
		_, err := r.RegisterParcel(t.Context(), officer, "k1", bad)
		refusedWith(t, err, "PURPOSE_MISSING")
		register(t, r, "k2", onSheet(2, 0))
	})
}

func TestActsUnderWay(t *testing.T) {
	t.Parallel()
	act := func(e float64) *registering {
		p := cadastre.ParcelInput{ID: ladm.ParcelID{UUID: uuid.New()}, Boundary: polygon(5897, plot(1, 1, e, 0, 20, 30).Rings)}.Measure()
		plan := sheetPlan{facts: cadastre.SheetOpened{Sheet: ladm.SheetID{UUID: uuid.New()}, SRID: 5897}}
		return newRegistering(plan.facts.Sheet, plan.facts.SRID, newcomers(plan, []cadastre.ParcelInput{p}))
	}
	begin := func(t *testing.T, u *underway, a *registering) []recent {
		t.Helper()
		neighbours, err := u.begin(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		return neighbours
	}

	t.Run("wait no longer than they may", func(t *testing.T) {
		t.Parallel()
		u := &underway{}
		begin(t, u, act(0))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := u.begin(ctx, act(10)); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("are remembered for a while", func(t *testing.T) {
		t.Parallel()
		u := &underway{}
		first := act(0)
		begin(t, u, first)
		u.end(first, es.Position{Commit: 1}, noon)
		second := act(10)
		if n := begin(t, u, second); len(n) != 1 || n[0].Parcel != first.parcels[0].Parcel {
			t.Errorf("neighbours %+v", n)
		}
		u.end(second, es.Position{}, noon.Add(recentTime+time.Second))
		if n := begin(t, u, act(10)); len(n) != 0 || u.ended != 0 {
			t.Errorf("neighbours %+v, %d kept", n, u.ended)
		}
	})
	t.Run("are forgotten, the oldest first, where there are many", func(t *testing.T) {
		t.Parallel()
		u := &underway{}
		first, many := act(0), act(100)
		for len(many.parcels) < recentParcels {
			many.parcels = append(many.parcels, many.parcels[0])
		}
		for _, a := range []*registering{first, many} {
			begin(t, u, a)
			u.end(a, es.Position{Commit: 1}, noon)
		}
		if len(u.acts) != 1 || u.acts[0] != many || u.ended != recentParcels {
			t.Errorf("%d acts of %d parcels are kept", len(u.acts), u.ended)
		}
	})
}
