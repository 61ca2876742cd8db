package office

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// wish asks for parcel `number` of sheet 15, which is opened if need be.
func wish(number int, e float64) RegisterParcel {
	return RegisterParcel{
		Commune: "09616", Sheet: 15, Scale: 2000, SRID: 5897, Number: number, LegalArea: 600,
		Purposes:      []cadastre.Purpose{{Type: "ONT", Area: 6000}},
		Boundary:      plot(15, number, e, 0, 20, 30).Rings,
		EffectiveDate: ladm.DateOf(noon), Dossier: "G09.20-20260302-0000001", Procedure: "1.012753",
		Sources: []es.Source{{Kind: "survey", Number: "12/TĐ", SHA256: strings.Repeat("5f", 32)}},
	}
}

func refusedWith(t *testing.T, err error, codes ...string) []rules.Finding {
	t.Helper()
	var refused *rules.Refusal
	if !errors.As(err, &refused) || !slices.Equal(refused.Codes(), codes) {
		t.Fatalf("got %v, want a refusal with %v", err, codes)
	}
	return refused.Findings
}

func register(t *testing.T, r *Registry, key string, in RegisterParcel) Registered {
	t.Helper()
	registered, err := r.RegisterParcel(t.Context(), officer, key, in)
	if err != nil {
		t.Fatal(err)
	}
	return registered
}

func TestRegisteringAParcel(t *testing.T) {
	t.Parallel()

	t.Run("opens its sheet in the commune, begins the sheet, and registers", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		got := register(t, r, "k1", wish(7, 0))
		var types []string
		for recorded, err := range store.ReadAll(t.Context(), es.Forwards, nil) {
			if err != nil {
				t.Fatal(err)
			}
			types = append(types, recorded.Type)
		}
		if want := []string{"commune.established.v1", "key.claimed.v1", "commune.sheet_opened.v1", "sheet.opened.v1", "parcel.registered.v1"}; !slices.Equal(types, want) {
			t.Errorf("events %v", types)
		}
		if p := registeredParcels(t, store); p[0].Parcel != got.Parcel || p[0].Number != 7 {
			t.Errorf("registered %+v as %+v", got, p)
		}
	})
	t.Run("warns of a zone that its new sheet's province has no maps in", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		in := wish(7, 0)
		in.SRID = 9210
		for i := range in.Boundary[0] {
			in.Boundary[0][i][0] -= 77_900 // the same place, seen from another meridian
		}
		got := register(t, r, "k1", in)
		if len(got.Warnings) == 0 || got.Warnings[0].Code != "ZONE_UNUSUAL" {
			t.Errorf("warned of %+v", got.Warnings)
		}
	})
	t.Run("again with the same key answers the first result", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		first := register(t, r, "k1", wish(7, 0))
		written := events(t, store)
		restarted := newRegistry(store, shapes(nil), r.now)
		for _, registry := range []*Registry{r, restarted} {
			second := register(t, registry, "k1", wish(7, 0))
			if !second.Resent || second.Parcel != first.Parcel || second.Position != first.Position || events(t, store) != written {
				t.Errorf("first %+v, second %+v", first, second)
			}
		}
	})
	t.Run("again with the same key and another wish is an error", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		elsewhere := wish(7, 50)
		elsewhere.Sheet = 16
		for _, other := range []RegisterParcel{wish(8, 50), elsewhere} {
			if _, err := r.RegisterParcel(t.Context(), officer, "k1", other); !errors.Is(err, es.ErrKeyReused) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("again with the same key goes to the first sheet, though the number now means two", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		unsaid := wish(8, 50)
		unsaid.Scale = 0
		first := register(t, r, "k2", unsaid)
		large := wish(1, 100)
		large.Scale = 500
		register(t, r, "k3", large)
		second := register(t, newRegistry(store, shapes(nil), r.now), "k2", unsaid)
		if !second.Resent || second.Parcel != first.Parcel || second.Position != first.Position {
			t.Errorf("first %+v, second %+v", first, second)
		}
	})
	t.Run("twice at once registers one parcel and answers both alike", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		answers := make([]Registered, 8)
		var group sync.WaitGroup
		for i := range answers {
			group.Go(func() {
				var err error
				if answers[i], err = newRegistry(store, shapes(nil), r.now).RegisterParcel(t.Context(), officer, "k1", wish(0, 0)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, answer := range answers {
			if answer.Parcel != answers[0].Parcel || answer.Position != answers[0].Position {
				t.Errorf("%+v and %+v", answer, answers[0])
			}
		}
		if p := registeredParcels(t, store); len(p) != 1 || p[0].Parcel != answers[0].Parcel {
			t.Errorf("registered %+v", p)
		}
	})
	t.Run("may use the key of a refused wish, corrected", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		wrong := wish(7, 0)
		wrong.LegalArea = 900
		_, err := r.RegisterParcel(t.Context(), officer, "k1", wrong)
		refusedWith(t, err, "AREA_DEVIATION", "PURPOSES_SUM")
		register(t, r, "k1", wish(7, 0))
	})
	t.Run("gives the next number where none is asked for", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		register(t, r, "k2", wish(0, 50))
		if p := registeredParcels(t, store); p[1].Number != 8 {
			t.Errorf("number %d", p[1].Number)
		}
	})
	t.Run("needs neither scale nor zone where the sheet is known", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		in := wish(8, 50)
		in.Scale, in.SRID = 0, 0
		register(t, r, "k2", in)
	})
	t.Run("tells its warnings once", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		in := wish(7, 0)
		in.LegalArea, in.Purposes[0].Area = 612, 6120
		first := register(t, r, "k1", in)
		if len(first.Warnings) != 1 || first.Warnings[0].Code != "AREA_DEVIATION" {
			t.Errorf("warnings %+v", first.Warnings)
		}
		if second := register(t, r, "k1", in); len(second.Warnings) != 0 {
			t.Errorf("warnings of the resend %+v", second.Warnings)
		}
	})
	t.Run("records dossier, procedure, sources, officer and office", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		for recorded, err := range store.ReadAll(t.Context(), es.Backwards, nil) {
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{`"actor":"officer-7"`, `"office":"hanoi-09"`, `"dossier":"G09.20-20260302-0000001"`, `"procedure":"1.012753"`, `"number":"12/TĐ"`, `"rule_set":"diachinh/2"`} {
				if !bytes.Contains(recorded.Metadata, []byte(want)) {
					t.Errorf("metadata %s lacks %s", recorded.Metadata, want)
				}
			}
			break
		}
	})
}

func TestARegistrationThatIsRefused(t *testing.T) {
	t.Parallel()

	t.Run("opens no sheet", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		in := wish(7, 0)
		in.Purposes = nil
		_, err := r.RegisterParcel(t.Context(), officer, "k1", in)
		refusedWith(t, err, "PURPOSE_MISSING")
		if n := events(t, store); n != 1 {
			t.Errorf("%d events", n)
		}
	})
	t.Run("speaks about its one parcel", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		in := wish(8, 50)
		in.EffectiveDate = 0
		_, err := r.RegisterParcel(t.Context(), officer, "k2", in)
		if findings := refusedWith(t, err, "EFFECTIVE_DATE_MISSING"); findings[0].Item != 0 {
			t.Errorf("item %d", findings[0].Item)
		}
	})
	for name, c := range map[string]struct {
		edit func(*RegisterParcel)
		code string
	}{
		"for an unknown commune":             {func(in *RegisterParcel) { in.Commune = "99999" }, "COMMUNE_UNKNOWN"},
		"for an unknown sheet without scale": {func(in *RegisterParcel) { in.Scale = 0 }, "SHEET_UNKNOWN"},
		"for an unknown sheet without zone":  {func(in *RegisterParcel) { in.SRID = 0 }, "SHEET_UNKNOWN"},
		"for a scale that maps do not have":  {func(in *RegisterParcel) { in.Scale = 1500 }, "SCALE_UNKNOWN"},
		"for a zone that is none":            {func(in *RegisterParcel) { in.SRID = 4326 }, "ZONE_UNKNOWN"},
		"for coordinates that are no number": {func(in *RegisterParcel) { in.Boundary[0][1][0] = math.NaN() }, "OUT_OF_RANGE"},
		"for an area that is no number":      {func(in *RegisterParcel) { in.LegalArea = math.Inf(1) }, "LEGAL_AREA_INVALID"},
		"for a sheet before its commune":     {func(in *RegisterParcel) { in.EffectiveDate = territory.Reorganisation - 1 }, "EFFECTIVE_DATE_BEFORE_COMMUNE"},
	} {
		t.Run("is so "+name, func(t *testing.T) {
			t.Parallel()
			r, store := testRegistry(t)
			in := wish(7, 0)
			c.edit(&in)
			_, err := r.RegisterParcel(t.Context(), officer, "k1", in)
			refusedWith(t, err, c.code)
			if n := events(t, store); n != 1 {
				t.Errorf("%d events", n)
			}
		})
	}
	t.Run("is so for a number of sheets in several scales", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		large := wish(7, 50)
		large.Scale = 500
		register(t, r, "k2", large)
		unsaid := wish(8, 100)
		unsaid.Scale = 0
		_, err := r.RegisterParcel(t.Context(), officer, "k3", unsaid)
		refusedWith(t, err, "SHEET_AMBIGUOUS")
	})
	t.Run("is so for another zone than the sheet's", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		in := wish(8, 50)
		in.SRID = 9210
		_, err := r.RegisterParcel(t.Context(), officer, "k2", in)
		refusedWith(t, err, "WRONG_ZONE")
	})
	t.Run("is so for coordinates in no zone, whatever the sheets around could say", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		register(t, r, "k1", wish(7, 0))
		strict := newRegistry(store, vietnamese{}, r.now)
		for _, srid := range []int{4326, 12345} {
			in := wish(8, 50)
			in.SRID = srid
			_, err := strict.RegisterParcel(t.Context(), officer, "k2", in)
			refusedWith(t, err, "WRONG_ZONE")
		}
	})
	t.Run("tells all that is wrong at once", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		in := wish(-3, 0)
		in.Commune, in.Scale, in.SRID, in.LegalArea = "99999", 300, 4326, -5
		in.EffectiveDate = ladm.DateOf(noon) + 1
		_, err := r.RegisterParcel(t.Context(), officer, "k1", in)
		for _, f := range refusedWith(t, err, "COMMUNE_UNKNOWN", "SCALE_UNKNOWN", "ZONE_UNKNOWN", "EFFECTIVE_DATE_FUTURE",
			"NUMBER_INVALID", "LEGAL_AREA_INVALID") {
			if f.Item != 0 || f.Message == "" {
				t.Errorf("finding %+v", f)
			}
		}
	})
	t.Run("is so for an overlap with another sheet", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t, read.ParcelShape{
			Sheet: ladm.SheetID{UUID: uuid.New()}, SheetNumber: 16, Number: 3, Boundary: polygon(5897, wish(3, 10).Boundary),
		})
		_, err := r.RegisterParcel(t.Context(), officer, "k1", wish(7, 0))
		refusedWith(t, err, "PARCEL_OVERLAP")
	})
	long := strings.Repeat("ơ", 201)
	for name, c := range map[string]struct {
		edit func(*RegisterParcel)
		code string
	}{
		"for a dossier too long":            {func(in *RegisterParcel) { in.Dossier = long }, "TEXT_MALFORMED"},
		"for a procedure of two lines":      {func(in *RegisterParcel) { in.Procedure = "1\n2" }, "TEXT_MALFORMED"},
		"for a document's number too long":  {func(in *RegisterParcel) { in.Sources[0].Number = long }, "TEXT_MALFORMED"},
		"for a hash that is none":           {func(in *RegisterParcel) { in.Sources[0].SHA256 = "zz" }, "SOURCE_HASH_MALFORMED"},
		"for a hash that is too short":      {func(in *RegisterParcel) { in.Sources[0].SHA256 = "abcd" }, "SOURCE_HASH_MALFORMED"},
		"for a document of no kind":         {func(in *RegisterParcel) { in.Sources[0].Kind = " " }, "SOURCE_KIND_MISSING"},
		"for more documents than may stand": {func(in *RegisterParcel) { in.Sources = slices.Repeat([]es.Source{{Kind: "BIEN_BAN"}}, 21) }, "SOURCES_TOO_MANY"},
	} {
		t.Run("is so "+name, func(t *testing.T) {
			t.Parallel()
			r, _ := testRegistry(t)
			in := wish(7, 0)
			c.edit(&in)
			_, err := r.RegisterParcel(t.Context(), officer, "k1", in)
			refusedWith(t, err, c.code)
		})
	}
	t.Run("is so for a key that is none", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		for _, key := range []string{"a\x00b", long, "\xff"} {
			_, err := r.RegisterParcel(t.Context(), officer, key, wish(7, 0))
			refusedWith(t, err, "IDEMPOTENCY_KEY_MALFORMED")
		}
	})
	t.Run("is so without a key, and without an officer", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		_, err := r.RegisterParcel(t.Context(), officer, "", wish(7, 0))
		refusedWith(t, err, "IDEMPOTENCY_KEY_MISSING")
		if _, err := r.RegisterParcel(t.Context(), access.Principal{}, "k", wish(7, 0)); !errors.Is(err, access.ErrNoPrincipal) {
			t.Errorf("got %v", err)
		}
	})
}

// vietnamese knows nothing outside the zones, as read models do.
type vietnamese struct{ shapes }

func (vietnamese) ParcelsWithin(_ context.Context, srid int, _ gis.Box) ([]read.ParcelShape, error) {
	if _, known := gis.ZoneBySRID(srid); !known {
		return nil, errors.New("no zone")
	}
	return nil, nil
}

func TestAnInterruptedRegistration(t *testing.T) {
	t.Parallel()
	for appends := range int64(4) {
		t.Run("is completed by sending it again", func(t *testing.T) {
			t.Parallel()
			r, store := testRegistry(t)
			stopping := &failing{Store: store, cancel: func() {}}
			stopping.left.Store(appends)
			if _, err := newRegistry(stopping, shapes(nil), r.now).RegisterParcel(t.Context(), officer, "k1", wish(7, 0)); !errors.Is(err, context.Canceled) {
				t.Fatalf("interrupted with %v", err)
			}
			register(t, r, "k1", wish(7, 0))
			if n := events(t, store); n != 5 {
				t.Errorf("%d events, want 5", n)
			}
		})
	}
}

func TestTwoOfficesAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("open one sheet, and each registers its parcel", func(t *testing.T) {
		t.Parallel()
		r, store := testRegistry(t)
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				other := newRegistry(store, shapes(nil), r.now) // another process
				who := access.Principal{Actor: "a", Office: "office-" + string(rune('a'+i))}
				if _, err := other.RegisterParcel(t.Context(), who, "k", wish(0, float64(50*i))); err != nil {
					t.Errorf("office %d: %v", i, err)
				}
			})
		}
		group.Wait()
		if n := events(t, store); n != 3+2*8 {
			t.Errorf("%d events, want 19", n)
		}
	})
}
