package projections_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/cadastre/cadastretest"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

// told is a story in the log of a registry: its sheet's number, and when each of
// its events was recorded.
type told struct {
	*cadastretest.Story
	number int
	at     []time.Time
}

// TestStories tells many random stories of sheets, and asks for days and instants
// all over them. The model keeps every state that ever was known.
func TestStories(t *testing.T) {
	t.Parallel()
	count := 50
	if os.Getenv("DIACHINH_TEST_LONG") == "1" {
		count = 500
	}
	const together = 25 // stories of one log
	for first := 0; first < count; first += together {
		t.Run(fmt.Sprintf("the read models answer as the model does, live and rebuilt, from story %d on", first), func(t *testing.T) {
			t.Parallel()
			r := registrytest.New(t)
			stories := tell(r, first, together)
			live := rows(t, r.URL, "registry")
			compareStories(t, r, stories)
			rebuild(t, r)
			compare(t, rows(t, r.URL, "registry"), live)
		})
	}
}

// tell writes stories into the log, and projects it now and then, so that rows
// come of many batches and one batch changes a parcel several times.
func tell(r *registrytest.Registry, first, count int) []told {
	commune := r.Commune("09616", "Đoài Phương")
	stories := make([]told, count)
	for i := range stories {
		s := told{Story: cadastretest.Stories().Example(first + i), number: i + 1}
		r.Append(territory.StreamName(commune), territory.SheetOpened{
			Commune: commune, Sheet: s.Sheet.ID, Number: s.number, Scale: 2000, SRID: s.Sheet.SRID, EffectiveDate: s.Sheet.OpenedOn,
		})
		for n, event := range s.Events {
			r.Append(cadastre.StreamName(s.Sheet.ID), event)
			s.at = append(s.at, r.Now)
			if n%20 == i%20 {
				r.Project()
			}
		}
		stories[i] = s
	}
	r.Project()
	return stories
}

func compareStories(t *testing.T, r *registrytest.Registry, stories []told) {
	t.Helper()
	pool, err := read.Connect(t.Context(), r.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	db := read.New(pool)
	asked := 0
	for _, s := range stories {
		for revision := 0; revision < len(s.Events); revision += 5 {
			for day := ladm.Date(0); day < cadastretest.Days; day += 9 {
				s.compare(t, db, cadastretest.FirstDay+day, revision)
				asked++
			}
		}
		s.compareNow(t, db)
	}
	t.Logf("%d days and instants of %d stories asked for", asked, len(stories))
	if overlapping, err := db.VersionsOverlapping(t.Context(), "09616"); err != nil || len(overlapping) > 0 {
		t.Errorf("versions of %v overlap, %v", overlapping, err)
	}
}

// compare asks which parcels existed on a day, as known after an event.
func (s told) compare(t *testing.T, db *read.DB, day ladm.Date, revision int) {
	t.Helper()
	var want []string
	for _, id := range s.Model.Parcels() {
		if state, there := s.Model.AsOf(id, day, revision); there && !state.Ended {
			want = append(want, tellState(id, state))
		}
	}
	filter := read.ParcelFilter{CommuneCode: "09616", Sheet: s.number, At: read.At{Valid: day, Known: s.at[revision]}}
	list, err := db.Parcels(t.Context(), filter, read.Page[read.ParcelPlace]{First: 500}, whole)
	if err != nil {
		t.Fatal(err)
	}
	got := lo.Map(list.Rows, func(p read.Parcel, _ int) string { return tellParcel(p) })
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("sheet %d on %s, as known after event %d (%T)\ngot  %q\nwant %q", s.number, day, revision, s.Events[revision], got, want)
	}
}

// compareNow finds every parcel that ever was, with what there is of it now.
func (s told) compareNow(t *testing.T, db *read.DB) {
	t.Helper()
	for _, id := range s.Model.Parcels() {
		state := s.Model.Now(id)
		p, err := db.ParcelByID(t.Context(), id, read.At{}, whole)
		if err != nil {
			t.Fatalf("parcel %s: %v", id, err)
		}
		if got, want := tellParcel(p), tellState(id, state); got != want {
			t.Fatalf("sheet %d now\ngot  %s\nwant %s", s.number, got, want)
		}
		if p.Revision != s.Model.Revision(id) || p.Annulled != s.Model.Annulled(id) || (p.Status == read.Ended) != state.Ended {
			t.Fatalf("sheet %d now: %+v; want revision %d", s.number, p, s.Model.Revision(id))
		}
		byNumber, err := db.ParcelByNumber(t.Context(), "09616", s.number, state.Number, 0, read.At{}, plain)
		if err != nil || byNumber.ID != id {
			t.Fatalf("sheet %d: by number %d comes %s, %v; want %s", s.number, state.Number, byNumber.ID, err, id)
		}
	}
}

var (
	plain read.Fields
	whole = read.Fields{Geometry: true, Record: true}
)

func tellState(id ladm.ParcelID, s cadastretest.State) string {
	purposes := lo.Map(s.Purposes, func(p cadastre.Purpose, _ int) read.Purpose { return read.Purpose(p) })
	return fmt.Sprint(id, s.Number, s.LegalArea, s.Recovered, s.Ended, purposes, s.Boundary)
}

func tellParcel(p read.Parcel) string {
	return fmt.Sprint(p.ID, p.Number, p.LegalArea, p.Recovered, p.Status == read.Ended, p.Purposes, p.Boundary)
}
