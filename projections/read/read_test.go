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

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

var (
	now     ladm.Date
	present read.At
	plain   read.Fields
	whole   = read.Fields{Geometry: true, Record: true}
)

// town is two sheets side by side: sheet 1 holds the columns 0 to 4 and sheet 2
// the columns 5 to 9, each in two rows, numbered row by row; and another commune
// whose sheet 1 exists in two scale series.
type town struct {
	*read.DB
	sheets [2]ladm.SheetID
	// parcels are in the order of sheet and number.
	parcels []ladm.ParcelID
	other   ladm.CommuneID
	// beyond is the other commune's parcel of another zone.
	beyond ladm.ParcelID
}

func newTown(t *testing.T) town {
	t.Helper()
	r := registrytest.New(t)
	var town town
	commune := r.Commune("09616", "Xã Đoài Phương")
	for s := range town.sheets {
		town.sheets[s] = r.Sheet(commune, s+1, 2000)
		for n := range 10 {
			town.parcels = append(town.parcels, r.Parcel(town.sheets[s], n+1, 5*s+n%5, n/5))
		}
	}
	r.ChangePurposes(town.sheets[0], town.parcels[2], "ONT", ladm.NewDate(2026, time.February, 1))
	town.other = r.Commune("00004", "Phường Ba Đình")
	small, large := r.Sheet(town.other, 1, 500), r.Sheet(town.other, 1, 1000)
	r.Parcel(small, 1, 100, 100)
	r.Parcel(large, 1, 200, 200)
	r.Parcel(large, 2, 201, 200)
	zone, _ := gis.ZoneBySRID(9209)
	beyond := r.Registered(large, 3, registrytest.Rectangle(99, 100).In(zone))
	r.Append(cadastre.StreamName(large), beyond)
	town.beyond = beyond.Parcel
	r.Project()
	pool, err := read.Connect(context.Background(), r.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	town.DB = read.New(pool)
	return town
}

func TestParcels(t *testing.T) {
	t.Parallel()
	town := newTown(t)
	ctx := t.Context()

	t.Run("a parcel is found by its id, whole", func(t *testing.T) {
		t.Parallel()
		p, err := town.ParcelByID(ctx, town.parcels[2], present, whole)
		if err != nil {
			t.Fatal(err)
		}
		want := registrytest.Rectangle(2, 0)
		switch {
		case p.Number != 3, p.Version != 2, p.Revision != 11, p.Status != read.Active, p.LandType != "ONT":
			t.Errorf("got %+v", p)
		case p.Sheet.ID != town.sheets[0], p.Sheet.SRID != 5897, p.Sheet.Commune.Code != "09616", p.Sheet.Commune.Province.Name != "Hà Nội":
			t.Errorf("sheet %+v", p.Sheet)
		case p.LegalArea != 6000, p.Purposes[0].Area != 6000, !p.ValidTo.IsZero(), !p.RecordedTo.IsZero(), p.Event.Cause != "CM", p.Event.Actor != "officer-1":
			t.Errorf("got %+v", p)
		case p.Boundary.SRID != want.SRID, !slices.Equal(p.Boundary.Rings[0], want.Rings[0]), p.Surveyed[0].Number != "GD-7":
			t.Errorf("boundary %+v, surveyed %+v", p.Boundary, p.Surveyed)
		}
	})

	t.Run("a parcel is found by its code as of a day", func(t *testing.T) {
		t.Parallel()
		today, err := town.ParcelByID(ctx, town.parcels[2], present, plain)
		if err != nil {
			t.Fatal(err)
		}
		january, err := town.ParcelByCode(ctx, today.Code, read.At{Valid: ladm.NewDate(2026, time.January, 31)}, plain)
		if err != nil || january.LandType != "CLN" || january.ID != today.ID {
			t.Errorf("on 31 January: %+v, %v", january, err)
		}
		if _, err := town.ParcelByCode(ctx, today.Code, read.At{Valid: ladm.NewDate(2026, time.January, 4)}, plain); !errors.Is(err, read.ErrNotFound) {
			t.Errorf("before its registration: %v", err)
		}
	})

	t.Run("a number that several scale series have asks for the scale", func(t *testing.T) {
		t.Parallel()
		_, err := town.ParcelByNumber(ctx, "00004", 1, 1, 0, present, plain)
		var ambiguous *read.AmbiguousScaleError
		if !errors.As(err, &ambiguous) || !slices.Equal(ambiguous.Scales, []int{500, 1000}) {
			t.Fatalf("error %v; want the scales 500 and 1000", err)
		}
		p, err := town.ParcelByNumber(ctx, "00004", 1, 1, 1000, present, plain)
		if err != nil || p.Sheet.Scale != 1000 {
			t.Errorf("with its scale: %+v, %v", p, err)
		}
		if p, err = town.ParcelByNumber(ctx, "00004", 1, 2, 0, present, plain); err != nil || p.Sheet.Scale != 1000 {
			t.Errorf("a number that only one series has: %+v, %v", p, err)
		}
	})

	t.Run("what is not there is not found", func(t *testing.T) {
		t.Parallel()
		_, byID := town.ParcelByID(ctx, ladm.ParcelID{UUID: uuid.New()}, present, plain)
		_, byCode := town.ParcelByCode(ctx, "w7epb0g3n2f0", present, plain)
		_, byNumber := town.ParcelByNumber(ctx, "09616", 1, 99, 0, present, plain)
		_, sheet := town.Sheet(ctx, "09616", 99, 0)
		_, commune := town.CommuneByCode(ctx, "99999", now)
		_, before := town.CommuneByCode(ctx, "09616", ladm.NewDate(2025, time.June, 30))
		for _, err := range []error{byID, byCode, byNumber, sheet, commune, before} {
			if !errors.Is(err, read.ErrNotFound) {
				t.Errorf("error %v; want ErrNotFound", err)
			}
		}
	})

	t.Run("history tells all versions, the oldest first", func(t *testing.T) {
		t.Parallel()
		history, err := town.History(ctx, town.parcels[1:3], read.At{}, whole)
		if err != nil || len(history[town.parcels[1]]) != 1 || len(history[town.parcels[2]]) != 2 {
			t.Fatalf("history %v, %v", history, err)
		}
		first := history[town.parcels[2]][0]
		if first.Version != 1 || first.ValidTo != ladm.NewDate(2026, time.February, 1) || first.RecordedTo.IsZero() || first.Event.Type != "parcel.registered.v1" {
			t.Errorf("first version %+v", first)
		}
	})
}

func TestLists(t *testing.T) {
	t.Parallel()
	town := newTown(t)
	ctx := t.Context()
	commune := read.ParcelFilter{CommuneCode: "09616"}

	for _, filter := range []read.ParcelFilter{commune, {Within: []gis.LonLat{{Lon: 105, Lat: 20}, {Lon: 105.4753, Lat: 22}}}} {
		t.Run(fmt.Sprintf("pages forwards and backwards meet every parcel once, filter %+v", filter), func(t *testing.T) {
			t.Parallel()
			total, err := town.CountParcels(ctx, filter)
			if err != nil || total == 0 {
				t.Fatal(total, err)
			}
			forwards := walk(t, town, filter, func(l read.List[read.Parcel]) (read.Page[read.ParcelPlace], bool) {
				return read.Page[read.ParcelPlace]{First: 3, After: lo.ToPtr(lo.LastOrEmpty(l.Rows).Place)}, len(l.Rows) == 0 || l.HasNext
			})
			backwards := walk(t, town, filter, func(l read.List[read.Parcel]) (read.Page[read.ParcelPlace], bool) {
				return read.Page[read.ParcelPlace]{Last: 3, Before: lo.ToPtr(lo.FirstOrEmpty(l.Rows).Place)}, len(l.Rows) == 0 || l.HasPrevious
			})
			slices.SortStableFunc(backwards, func(a, b ladm.ParcelID) int { return slices.Index(forwards, a) - slices.Index(forwards, b) })
			if len(forwards) != total || len(lo.Uniq(forwards)) != total || !slices.Equal(forwards, backwards) {
				t.Errorf("forwards %d, backwards %d, counted %d", len(forwards), len(backwards), total)
			}
		})
	}

	t.Run("a commune's parcels come in the order of sheet and number", func(t *testing.T) {
		t.Parallel()
		all, err := town.Parcels(ctx, commune, read.Page[read.ParcelPlace]{First: 100}, plain)
		ids := lo.Map(all.Rows, func(p read.Parcel, _ int) ladm.ParcelID { return p.ID })
		if err != nil || !slices.Equal(ids, town.parcels) || all.HasNext || all.HasPrevious {
			t.Errorf("%d rows, %v", len(all.Rows), err)
		}
		last, err := town.Parcels(ctx, commune, read.Page[read.ParcelPlace]{Last: 2}, plain)
		if err != nil || len(last.Rows) != 2 || last.Rows[1].ID != town.parcels[19] || !last.HasPrevious || last.HasNext {
			t.Errorf("the last two: %+v, %v", last, err)
		}
	})

	t.Run("filters narrow the list", func(t *testing.T) {
		t.Parallel()
		at := gis.LonLat{Lon: 105.47348, Lat: 21.0541} // within column 0, row 0
		for name, c := range map[string]struct {
			filter read.ParcelFilter
			want   int
		}{
			"sheet":              {read.ParcelFilter{CommuneCode: "09616", Sheet: 2}, 10},
			"scale":              {read.ParcelFilter{CommuneCode: "00004", Sheet: 1, Scale: 1000}, 3},
			"a day before all":   {read.ParcelFilter{CommuneCode: "09616", At: read.At{Valid: ladm.NewDate(2026, time.January, 4)}}, 0},
			"a day of all":       {read.ParcelFilter{CommuneCode: "09616", At: read.At{Valid: ladm.NewDate(2026, time.January, 31)}}, 20},
			"an unknown commune": {read.ParcelFilter{CommuneCode: "99999"}, 0},
			"near one":           {read.ParcelFilter{Near: &read.Near{Centre: at, Radius: 1}}, 1},
			"near, 25 m":         {read.ParcelFilter{Near: &read.Near{Centre: at, Radius: 25}}, 4},
			"everything":         {read.ParcelFilter{}, 24},
		} {
			n, err := town.CountParcels(ctx, c.filter)
			if err != nil || n != c.want {
				t.Errorf("%s: %d parcels, %v; want %d", name, n, err, c.want)
			}
		}
	})

	t.Run("neighbours share a stretch of boundary, across sheets, and not a corner", func(t *testing.T) {
		t.Parallel()
		// Column 4, row 0 is the last of sheet 1's first row.
		found, err := town.Neighbours(ctx, []ladm.ParcelID{town.parcels[4], town.parcels[0]}, 10, read.At{}, plain)
		if err != nil {
			t.Fatal(err)
		}
		numbers := lo.Map(found[town.parcels[4]].Rows, func(p read.Parcel, _ int) [2]int { return [2]int{p.Sheet.Number, p.Number} })
		if want := [][2]int{{1, 4}, {1, 10}, {2, 1}}; !slices.Equal(numbers, want) {
			t.Errorf("neighbours %v; want %v", numbers, want)
		}
		if n := len(found[town.parcels[0]].Rows); n != 2 {
			t.Errorf("the corner has %d neighbours; want 2", n)
		}
		first, err := town.Neighbours(ctx, town.parcels[4:5], 2, read.At{}, plain)
		if err != nil || len(first[town.parcels[4]].Rows) != 2 || !first[town.parcels[4]].HasNext {
			t.Errorf("the first two: %+v, %v", first, err)
		}
	})

	t.Run("shapes within a box are those whose boxes meet it", func(t *testing.T) {
		t.Parallel()
		shapes, err := town.ParcelsWithin(ctx, 5897, registrytest.Rectangle(4, 0).Bounds())
		numbers := lo.Map(shapes, func(s read.ParcelShape, _ int) int { return 100*s.SheetNumber + s.Number })
		slices.Sort(numbers)
		if want := []int{104, 105, 109, 110, 201, 206}; err != nil || !slices.Equal(numbers, want) {
			t.Errorf("shapes %v, %v; want %v", numbers, err, want)
		}
		if none, err := town.ParcelsWithin(ctx, 5898, registrytest.Rectangle(4, 0).Bounds()); err != nil || len(none) != 0 {
			t.Errorf("with the same numbers in another zone: %d, %v", len(none), err)
		}
		zone, _ := gis.ZoneBySRID(9209)
		there := registrytest.Rectangle(4, 0).In(zone)
		shapes, err = town.ParcelsWithin(ctx, 9209, there.Bounds())
		own, found := lo.Find(shapes, func(s read.ParcelShape) bool { return s.ID == town.parcels[4] })
		if err != nil || !found || own.Boundary.SRID != 9209 || !slices.Equal(own.Boundary.Rings[0], there.Rings[0]) {
			t.Errorf("seen from the neighbouring zone: %+v, %v", shapes, err)
		}
	})

	t.Run("parcels of two zones are neighbours on both sides of the meridian", func(t *testing.T) {
		t.Parallel()
		// Column 99 of the other commune, drawn in another zone, adjoins column 100.
		found, err := town.Neighbours(ctx, []ladm.ParcelID{town.beyond}, 10, read.At{}, plain)
		if err != nil || len(found[town.beyond].Rows) != 1 {
			t.Fatalf("neighbours %+v, %v", found, err)
		}
		west := found[town.beyond].Rows[0].ID
		back, err := town.Neighbours(ctx, []ladm.ParcelID{west}, 10, read.At{}, whole)
		if err != nil || len(back[west].Rows) != 1 || back[west].Rows[0].ID != town.beyond || back[west].Rows[0].Boundary.SRID != 9209 {
			t.Errorf("and back: %+v, %v", back, err)
		}
	})

	t.Run("communes are searched with and without accents, and by code", func(t *testing.T) {
		t.Parallel()
		for search, want := range map[string]int{"": 2, "doai": 1, "Đoài": 1, "đoai": 0, "PHUONG": 2, "phường": 1, "0961": 1, "huế": 0, "%": 0} {
			list, err := town.Communes(ctx, search, read.Page[string]{First: 10})
			n, countErr := town.CountCommunes(ctx, search)
			if err != nil || countErr != nil || len(list.Rows) != want || n != want {
				t.Errorf("%q finds %d, counts %d, %v; want %d", search, len(list.Rows), n, err, want)
			}
		}
	})

	t.Run("communes and sheets come one by one", func(t *testing.T) {
		t.Parallel()
		c, err := town.CommuneByCode(ctx, "00004", now)
		if err != nil || c.ID != town.other || c.Name != "Phường Ba Đình" {
			t.Errorf("commune %+v, %v", c, err)
		}
		sheet, err := town.Sheet(ctx, "00004", 1, 500)
		if err != nil || sheet.Scale != 500 || sheet.Commune.ID != town.other {
			t.Errorf("sheet %+v, %v", sheet, err)
		}
		var ambiguous *read.AmbiguousScaleError
		if _, err := town.Sheet(ctx, "00004", 1, 0); !errors.As(err, &ambiguous) {
			t.Errorf("sheet of two series: %v", err)
		}
	})

	t.Run("a cancelled request costs the pool no connection", func(t *testing.T) {
		t.Parallel()
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := town.CountParcels(cancelled, commune); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

func TestAbsence(t *testing.T) {
	t.Parallel()
	server := testdb.New(t)
	connect := func(url string) *read.DB {
		pool, err := read.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(pool.Close)
		return read.New(pool)
	}

	t.Run("a server that is not there is unavailable", func(t *testing.T) {
		t.Parallel()
		db := connect("postgres://nobody@127.0.0.1:1/nothing?sslmode=disable")
		if _, err := db.CommuneByCode(t.Context(), "09616", now); !errors.Is(err, read.ErrUnavailable) {
			t.Errorf("error %v", err)
		}
	})

	t.Run("a server that ends the connection is unavailable, until the next question", func(t *testing.T) {
		t.Parallel()
		db := connect(server)
		if _, err := db.CountCommunes(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		conn, err := pgx.Connect(t.Context(), server)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if _, err := conn.Exec(t.Context(), `select pg_terminate_backend(pid, 10000) from pg_stat_activity
			where datname = current_database() and application_name = 'diachinh queries'`); err != nil {
			t.Fatal(err)
		}
		if _, err := db.CountCommunes(t.Context(), ""); !errors.Is(err, read.ErrUnavailable) {
			t.Errorf("error %v", err)
		}
		if _, err := db.CountCommunes(t.Context(), ""); err != nil {
			t.Errorf("and then: %v", err)
		}
	})
}

// walk pages through a list, each page asked for by the one before.
func walk(t *testing.T, town town, filter read.ParcelFilter, next func(read.List[read.Parcel]) (read.Page[read.ParcelPlace], bool)) []ladm.ParcelID {
	t.Helper()
	var ids []ladm.ParcelID
	page, more := next(read.List[read.Parcel]{})
	page.After, page.Before = nil, nil
	for more {
		l, err := town.Parcels(t.Context(), filter, page, plain)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, lo.Map(l.Rows, func(p read.Parcel, _ int) ladm.ParcelID { return p.ID })...)
		page, more = next(l)
	}
	return ids
}
