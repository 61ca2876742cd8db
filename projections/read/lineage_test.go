package read_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestLineage(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	ctx := t.Context()
	told := func(descents []read.Descent) []string {
		return lo.Map(descents, func(d read.Descent, _ int) string {
			return fmt.Sprintf("%d>%d %d %s %s", v.named(d.Parent.ID), v.named(d.Child.ID), d.Depth, d.Cause, d.Area)
		})
	}
	ids := func(numbers ...int) []ladm.ParcelID {
		return lo.Map(numbers, func(n int, _ int) ladm.ParcelID { return v.parcels[n] })
	}

	t.Run("descendants are found generation by generation, of several parcels at once", func(t *testing.T) {
		t.Parallel()
		found, err := v.Descendants(ctx, ids(1, 2, 3), 0, read.At{}, whole)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, told(found[v.parcels[1]]), []string{"1>3 1 TN 300.0", "1>4 1 TN 300.0", "4>5 2 TN 450.0"})
		equal(t, told(found[v.parcels[2]]), []string{"2>5 1 TN 450.0"})
		equal(t, told(found[v.parcels[3]]), nil)
		first := found[v.parcels[1]][0]
		if first.Kind != "parcel.subdivided.v1" || first.Effective != february(1) || first.RecordedAt.IsZero() || !first.CorrectedAt.IsZero() ||
			first.Parent.Status != read.Ended || first.Child.Number != 6 || len(first.Child.Boundary.Rings) != 1 || first.Parent.Sheet.Number != 10 {
			t.Errorf("first descent %+v", first)
		}
	})

	t.Run("ancestors are found back to a depth, or all", func(t *testing.T) {
		t.Parallel()
		all, err := v.Ancestors(ctx, ids(5), 0, read.At{}, plain)
		near, nearErr := v.Ancestors(ctx, ids(5), 1, read.At{}, plain)
		if err != nil || nearErr != nil {
			t.Fatal(err, nearErr)
		}
		equal(t, told(all[v.parcels[5]]), []string{"4>5 1 TN 450.0", "2>5 1 TN 450.0", "1>4 2 TN 300.0"})
		equal(t, told(near[v.parcels[5]]), []string{"4>5 1 TN 450.0", "2>5 1 TN 450.0"})
	})

	t.Run("a family is all that descents join, with the versions of each", func(t *testing.T) {
		t.Parallel()
		members, descents, err := v.Family(ctx, v.parcels[2], read.At{}, whole)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, told(descents), []string{"1>3 0 TN 300.0", "1>4 0 TN 300.0", "4>5 0 TN 450.0", "2>5 0 TN 450.0"})
		of := lo.CountValues(lo.Map(members, func(p read.Parcel, _ int) int { return v.named(p.ID) }))
		if want := map[int]int{1: 2, 2: 2, 3: 2, 4: 2, 5: 1}; fmt.Sprint(of) != fmt.Sprint(want) {
			t.Errorf("versions %v; want %v", of, want)
		}
		if _, _, err := v.Family(ctx, ladm.ParcelID{UUID: uuid.New()}, read.At{}, plain); !errors.Is(err, read.ErrNotFound) {
			t.Errorf("the family of nobody: %v", err)
		}
	})

	t.Run("a descent that was undone says when", func(t *testing.T) {
		t.Parallel()
		found, err := v.Descendants(ctx, ids(7), 0, read.At{}, plain)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, told(found[v.parcels[7]]), []string{"7>8 1 TN 300.0", "7>9 1 TN 300.0"})
		if d := found[v.parcels[7]][0]; !d.CorrectedAt.Equal(v.reinstated) || !d.Child.Annulled {
			t.Errorf("descent %+v", d)
		}
	})

	t.Run("what stands instead: children, or what was reinstated", func(t *testing.T) {
		t.Parallel()
		found, err := v.Replacements(ctx, ids(1, 4, 7, 8, 5), read.At{}, plain)
		if err != nil {
			t.Fatal(err)
		}
		for number, want := range map[int][]int{1: {4, 3}, 4: {5}, 7: nil, 8: {7}, 5: nil} {
			got := lo.Map(found[v.parcels[number]], func(p read.Parcel, _ int) int { return v.named(p.ID) })
			if !slices.Equal(got, want) && len(got)+len(want) > 0 {
				t.Errorf("instead of %d stand %v; want %v", number, got, want)
			}
		}
	})
}

func TestTimes(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	ctx := t.Context()
	march := ladm.NewDate(2026, time.March, 1)

	t.Run("numbers of sheets and parcels mean what they meant on the day, and old ones lead on", func(t *testing.T) {
		t.Parallel()
		for name, c := range map[string]struct {
			sheet, number int
			at            read.At
			want          int
			status        read.Status
		}{
			"today's address":                    {1, 1, present, 101, read.Active},
			"an ended parcel":                    {10, 1, present, 1, read.Ended},
			"the address of before the ending":   {1, 1, read.At{Valid: ladm.NewDate(2026, time.January, 31)}, 1, read.Active},
			"the sheet's old number":             {1, 5, present, 5, read.Active},
			"the sheet's number on the day":      {1, 5, read.At{Valid: february(15)}, 5, read.Active},
			"a number that was wrong":            {10, 3, present, 3, read.Active},
			"wrong, on the sheet's old number":   {1, 3, read.At{Valid: february(15)}, 3, read.Active},
			"known before the correction":        {1, 3, read.At{Valid: february(15), Known: v.corrected.Add(-time.Second)}, 3, read.Active},
			"the day follows from what is known": {10, 1, read.At{Known: v.corrected}, 1, read.Ended},
			"annulled":                           {10, 8, present, 8, read.Ended},
			"not annulled yet":                   {10, 8, read.At{Known: v.corrected}, 8, read.Active},
			"reinstated":                         {10, 7, present, 7, read.Active},
			"not reinstated yet":                 {10, 7, read.At{Known: v.corrected}, 7, read.Ended},
		} {
			p, err := v.ParcelByNumber(ctx, "09616", c.sheet, c.number, 0, c.at, plain)
			if err != nil || v.named(p.ID) != c.want || p.Status != c.status {
				t.Errorf("%s: parcel %d, %s, %v; want %d, %s", name, v.named(p.ID), p.Status, err, c.want, c.status)
			}
		}
		if _, err := v.ParcelByNumber(ctx, "09616", 10, 5, 0, read.At{Valid: february(9)}, plain); !errors.Is(err, read.ErrNotFound) {
			t.Errorf("before it began: %v", err)
		}
		if _, err := v.ParcelByNumber(ctx, "09616", 10, 99, 0, present, plain); !errors.Is(err, read.ErrNotFound) {
			t.Errorf("a number of nobody: %v", err)
		}
	})

	t.Run("an ended parcel is found by its id and code", func(t *testing.T) {
		t.Parallel()
		p, err := v.ParcelByID(ctx, v.parcels[1], present, whole)
		if err != nil || p.Status != read.Ended || p.Event.Cause != "TN" || len(p.Boundary.Rings) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
		again, err := v.ParcelByCode(ctx, p.Code, present, plain)
		if err != nil || again.ID != p.ID {
			t.Errorf("by code: %+v, %v", again, err)
		}
		before, err := v.ParcelByID(ctx, v.parcels[1], read.At{Valid: ladm.NewDate(2026, time.January, 31)}, plain)
		if err != nil || before.Status != read.Active {
			t.Errorf("before: %+v, %v", before, err)
		}
	})

	t.Run("lists hold what existed, as it was known", func(t *testing.T) {
		t.Parallel()
		for name, c := range map[string]struct {
			filter read.ParcelFilter
			want   []int
		}{
			"now":                           {read.ParcelFilter{CommuneCode: "09616", Sheet: 10}, []int{5, 3, 7}},
			"on a day, by its sheet number": {read.ParcelFilter{CommuneCode: "09616", Sheet: 1, At: read.At{Valid: february(5)}}, []int{2, 4, 3, 7}},
			"as known before":               {read.ParcelFilter{CommuneCode: "09616", Sheet: 1, At: read.At{Valid: february(5), Known: v.corrected.Add(-time.Second)}}, []int{2, 3, 4, 8, 9}},
			"in a box":                      {read.ParcelFilter{Within: box(2), At: read.At{Valid: february(5), Known: v.corrected}}, []int{8, 9}},
			"in a box now":                  {read.ParcelFilter{Within: box(2)}, []int{7}},
		} {
			list, err := v.Parcels(ctx, c.filter, read.Page[read.ParcelPlace]{First: 50}, plain)
			got := lo.Map(list.Rows, func(p read.Parcel, _ int) int { return v.named(p.ID) })
			n, countErr := v.CountParcels(ctx, c.filter)
			if err != nil || countErr != nil || !slices.Equal(got, c.want) || n != len(c.want) {
				t.Errorf("%s: %v, %d counted, %v %v; want %v", name, got, n, err, countErr, c.want)
			}
		}
	})

	t.Run("aliases are the addresses of before, with their days", func(t *testing.T) {
		t.Parallel()
		found, err := v.Aliases(ctx, []ladm.ParcelID{v.parcels[3], v.parcels[101]}, read.At{})
		if err != nil {
			t.Fatal(err)
		}
		told := lo.Map(found[v.parcels[3]], func(a read.Alias, _ int) string {
			return fmt.Sprintf("%s/%d/%d/%d %s %s", a.CommuneCode, a.Sheet, a.Scale, a.Number, a.From, a.To)
		})
		equal(t, told, []string{
			"09616/1/2000/3 2026-02-01 2026-03-01",
			"09616/1/2000/6 2026-02-01 2026-03-01",
			"09616/10/2000/3 2026-03-01 2026-03-02",
		})
		if n := len(found[v.parcels[101]]); n != 1 { // registered on 5 January, when its sheet was 2
			t.Errorf("the other sheet's parcel has %d aliases", n)
		}
	})

	t.Run("a sheet is found by its number of today, else by an old one", func(t *testing.T) {
		t.Parallel()
		for number, want := range map[int]ladm.SheetID{1: v.other, 10: v.sheet, 2: v.other} {
			sheet, err := v.Sheet(ctx, "09616", number, 0)
			if err != nil || sheet.ID != want {
				t.Errorf("sheet %d is %+v, %v", number, sheet, err)
			}
		}
		numbers, err := v.SheetNumbers(ctx, []ladm.SheetID{v.sheet})
		if err != nil || len(numbers[v.sheet]) != 2 || numbers[v.sheet][0].To != march || numbers[v.sheet][1].Number != 10 {
			t.Errorf("numbers %+v, %v", numbers, err)
		}
		of, err := v.SheetOf(ctx, v.parcels[1])
		if err != nil || of != v.sheet {
			t.Errorf("sheet of an ended parcel: %v, %v", of, err)
		}
	})

	t.Run("pending insertions are listed with who left them", func(t *testing.T) {
		t.Parallel()
		all, err := v.PendingInsertions(ctx, "")
		for code, want := range map[string]int{"09616": 1, "00004": 1, "99999": 0} { // that of the act, that of the other sheet, none
			of, ofErr := v.PendingInsertions(ctx, code)
			if err != nil || ofErr != nil || len(all) != 1 || len(of) != want {
				t.Fatal(code, all, of, err, ofErr)
			}
		}
		p := all[0]
		if p.Command != v.act || p.From != v.sheet || p.Sheet.ID != v.next || p.Sheet.Commune.Code != "00004" || p.Parcels[0] != v.parcels[201] ||
			p.Points[0] != gis.PointOf(549_060, 2_329_015) || p.SRID != registrytest.Zone || p.Effective != february(20) || p.Actor != "officer-1" || p.RecordedAt.IsZero() {
			t.Errorf("pending %+v", p)
		}
	})

	t.Run("the shapes of a commune come with those of others that touch it", func(t *testing.T) {
		t.Parallel()
		var own, foreign []int
		err := v.ShapesOfCommune(ctx, "09616", func(s read.ParcelShape) error {
			if s.Foreign {
				foreign = append(foreign, v.named(s.ID))
			} else {
				own = append(own, v.named(s.ID))
			}
			if len(s.Boundary.Rings) != 1 || s.Scale == 0 || s.CommuneCode == "" || s.LandType == "" {
				t.Errorf("shape %+v", s)
			}
			return nil
		})
		if err != nil || !slices.Equal(own, []int{101, 5, 3, 7}) || !slices.Equal(foreign, []int{201}) {
			t.Errorf("own %v, foreign %v, %v", own, foreign, err)
		}
		enough := errors.New("enough")
		if err := v.ShapesOfCommune(ctx, "09616", func(read.ParcelShape) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("ended with %v", err)
		}
	})
}

// box is well within a column of the grid's first row, in WGS84.
func box(column int) []gis.LonLat {
	zone, _ := gis.ZoneBySRID(registrytest.Zone)
	bounds := registrytest.Rectangle(column, 0).Bounds()
	inset := func(p gis.Point, by int64) gis.LonLat { return zone.ToWGS84(gis.Point{E: p.E + by, N: p.N + by}) }
	return []gis.LonLat{inset(bounds.Min, 2000), inset(bounds.Max, -2000)}
}

func TestVersionsOverlapping(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	none, err := v.VersionsOverlapping(t.Context(), "09616")
	if err != nil || len(none) != 0 {
		t.Fatalf("%v overlap, %v", none, err)
	}
	conn, err := pgx.Connect(t.Context(), v.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), `update registry.parcel_version set corrected_at = 'infinity' where parcel_id = $1`, v.parcels[3].UUID); err != nil {
		t.Fatal(err)
	}
	if one, err := v.VersionsOverlapping(t.Context(), "09616"); err != nil || !slices.Equal(one, []ladm.ParcelID{v.parcels[3]}) {
		t.Errorf("%v overlap, %v", one, err)
	}
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
