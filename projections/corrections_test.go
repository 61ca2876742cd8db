package projections_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

// history is a parcel registered on 5 January as number 7, with the instants at
// which its sheet's story was told so far.
type history struct {
	*registrytest.Registry
	sheet  ladm.SheetID
	parcel ladm.ParcelID
	knew   []time.Time
}

func newHistory(t *testing.T) *history {
	r := registrytest.New(t)
	h := &history{Registry: r, sheet: r.Sheet(r.Commune("09616", "Đoài Phương"), 15, 2000)}
	h.parcel = r.Parcel(h.sheet, 7, 0, 0)
	h.remember()
	return h
}

// remember ends a chapter: what was known now is asked for later.
func (h *history) remember() { h.knew = append(h.knew, h.Now) }

// told projects the log, a second time too, and returns for each instant what is
// answered for each day.
func (h *history) told(t *testing.T, parcel ladm.ParcelID, days ...ladm.Date) []string {
	t.Helper()
	h.Project()
	before := rows(t, h.URL, "registry")
	h.Project()
	compare(t, rows(t, h.URL, "registry"), before)
	rebuild(t, h.Registry)
	compare(t, rows(t, h.URL, "registry"), before)
	pool, err := read.Connect(t.Context(), h.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var told []string
	for i, known := range h.knew {
		var line []string
		for _, valid := range days {
			p, err := read.New(pool).ParcelByID(context.Background(), parcel, read.At{Valid: valid, Known: known}, read.Fields{Geometry: true})
			switch {
			case errors.Is(err, read.ErrNotFound):
				line = append(line, "-")
				continue
			case err != nil:
				t.Fatal(err)
			}
			line = append(line, fmt.Sprintf("%d/%s/%s/%d%s", p.Number, p.LandType, p.LegalArea, len(p.Boundary.Rings[0]),
				map[bool]string{true: "", false: "/ended"}[p.Status == read.Active]))
		}
		told = append(told, fmt.Sprintf("%d: %s", i, strings.Join(line, " ")))
	}
	return told
}

func TestCorrections(t *testing.T) {
	t.Parallel()

	t.Run("a correction holds from its day on in every version, and what was known before is kept", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		h.ChangePurposes(h.sheet, h.parcel, "ONT", day(time.February, 1))
		h.remember()
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, LegalArea: 6010, EffectiveDate: day(time.January, 20)})
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 4), day(time.January, 19), day(time.January, 20), day(time.February, 1)), []string{
			"0: - 7/CLN/600.0/5 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: - 7/CLN/600.0/5 7/CLN/600.0/5 7/ONT/600.0/5",
			"2: - 7/CLN/600.0/5 7/CLN/601.0/5 7/ONT/601.0/5",
		})
		compare(t, versions(t, h, h.parcel), []string{
			"1|2026-01-05|2026-02-01|past|corrected|1|parcel.registered.v1|",
			"2|2026-02-01|infinity|past|corrected|2|parcel.purposes_changed.v1|CM",
			"3|2026-01-05|2026-01-20|past|stands|1|parcel.registered.v1|",
			"4|2026-01-20|2026-02-01|past|stands|3|parcel.corrected.v1|SN",
			"5|2026-02-01|infinity|current|stands|3|parcel.corrected.v1|SN",
		})
	})

	t.Run("corrections of different things, one after the other, leave each other alone", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, LegalArea: 6010, EffectiveDate: day(time.February, 1)})
		h.remember()
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, Number: 9, EffectiveDate: day(time.January, 5)})
		h.remember()
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, LegalArea: 6020, EffectiveDate: day(time.February, 10)})
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 5), day(time.February, 1), day(time.February, 10)), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 7/CLN/601.0/5 7/CLN/601.0/5",
			"2: 9/CLN/600.0/5 9/CLN/601.0/5 9/CLN/601.0/5",
			"3: 9/CLN/600.0/5 9/CLN/601.0/5 9/CLN/602.0/5",
		})
	})

	t.Run("a chain of changes on one day keeps its order, and a correction touches what is valid on a day", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		for _, landType := range []string{"ONT", "LUC", "CLN"} {
			h.ChangePurposes(h.sheet, h.parcel, landType, day(time.February, 1))
			h.remember()
		}
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, Number: 8, EffectiveDate: day(time.February, 1)})
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 31), day(time.February, 1)), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 7/ONT/600.0/5",
			"2: 7/CLN/600.0/5 7/LUC/600.0/5",
			"3: 7/CLN/600.0/5 7/CLN/600.0/5",
			"4: 7/CLN/600.0/5 8/CLN/600.0/5",
		})
	})

	t.Run("a corrected boundary repeats areas and purposes: what is not other stays as it was on earlier days", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		h.ChangePurposes(h.sheet, h.parcel, "ONT", day(time.February, 1))
		h.remember()
		corner := registrytest.Rectangle(0, 0)
		ring := append(corner.Rings[0][:4:4], corner.Rings[0][3], corner.Rings[0][4])
		ring[4].N -= 5000
		corner.Rings[0] = ring
		h.Append(cadastre.StreamName(h.sheet), cadastre.BoundaryCorrected{Reshaping: cadastre.Reshaping{
			Sheet: h.sheet, EffectiveDate: day(time.January, 5), Parcels: []cadastre.ReshapedParcel{{
				Parcel: h.parcel, LegalArea: 6000, MeasuredArea: 6000, Boundary: corner, Purposes: []cadastre.Purpose{{Type: "ONT", Area: 6000}},
			}},
		}})
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 5), day(time.February, 1)), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 7/ONT/600.0/5",
			"2: 7/CLN/600.0/6 7/ONT/600.0/6",
		})
	})

	t.Run("a change after a correction goes on from it", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, Number: 9, EffectiveDate: day(time.January, 10)})
		h.ChangePurposes(h.sheet, h.parcel, "ONT", day(time.January, 20))
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 9), day(time.January, 10), day(time.January, 20)), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 9/CLN/600.0/5 9/ONT/600.0/5",
		})
	})
}

func TestEndings(t *testing.T) {
	t.Parallel()

	t.Run("an ended parcel keeps a current row with its last shape", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		h.End(h.sheet, h.parcel, day(time.February, 1))
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 31), day(time.February, 1)), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 7/CLN/600.0/5/ended",
		})
		compare(t, texts(t, h.URL, `select cause || status from registry.parcel_version where recorded_to = 'infinity'`), []string{"SAended"})
		compare(t, texts(t, h.URL, `select number::text from cadastre.parcel union all select number::text from cadastre.parcel_5897
			union all select number::text from cadastre.parcel_as_of('2026-02-01')`), nil)
	})

	t.Run("a reinstated parcel has existed all along, and its children never have", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		west, east := registrytest.Halves(0, 0)
		children := h.Subdivide(h.sheet, h.parcel, day(time.February, 1), registrytest.Part{Number: 8, Boundary: west}, registrytest.Part{Number: 9, Boundary: east})
		h.remember()
		h.Insert(h.sheet, uuid.New(), day(time.February, 3), children[0], west) // does not count as a change of the child
		h.Reinstate(h.sheet, day(time.February, 1), h.parcel, registrytest.Rectangle(0, 0), children...)
		h.remember()
		days := []ladm.Date{day(time.January, 31), day(time.February, 1), day(time.February, 5)}
		compare(t, h.told(t, h.parcel, days...), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 7/CLN/600.0/5/ended 7/CLN/600.0/5/ended",
			"2: 7/CLN/600.0/5 7/CLN/600.0/5 7/CLN/600.0/5",
		})
		compare(t, h.told(t, children[0], days...), []string{
			"0: - - -",
			"1: - 8/ONT/300.0/5 8/ONT/300.0/5",
			"2: - 8/ONT/300.0/5/ended 8/ONT/300.0/5/ended",
		})
		compare(t, versions(t, h, children[0]), []string{
			"1|2026-02-01|2026-02-03|past|corrected|2|parcel.subdivided.v1|TN",
			"2|2026-02-03|infinity|past|corrected|2|sheet.points_inserted.v1|",
			"3|2026-02-01|2026-02-01|current|stands|4|parcels.reinstated.v1|SN",
		})
		compare(t, texts(t, h.URL, `select number || ' ' || annulled from registry.parcel_version where recorded_to = 'infinity' order by number`),
			[]string{"7 false", "8 true", "9 true"})
		compare(t, texts(t, h.URL, `select event || ' ' || area || ' ' || (corrected_at < 'infinity') from cadastre.parcel_lineage`),
			[]string{"parcel.subdivided.v1 300.0 true", "parcel.subdivided.v1 300.0 true"})
	})

	t.Run("a parcel that ends on the day of its change stands again as it was last", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		h.ChangePurposes(h.sheet, h.parcel, "ONT", day(time.February, 1))
		h.End(h.sheet, h.parcel, day(time.February, 1))
		h.Reinstate(h.sheet, day(time.February, 1), h.parcel, registrytest.Rectangle(0, 0))
		h.remember()
		h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, LegalArea: 6010, EffectiveDate: day(time.January, 10)})
		h.remember()
		compare(t, h.told(t, h.parcel, day(time.January, 5), day(time.January, 31), day(time.February, 1)), []string{
			"0: 7/CLN/600.0/5 7/CLN/600.0/5 7/CLN/600.0/5",
			"1: 7/CLN/600.0/5 7/CLN/600.0/5 7/ONT/600.0/5",
			"2: 7/CLN/600.0/5 7/CLN/601.0/5 7/ONT/601.0/5",
		})
	})
}

// versions tells a parcel's rows, the oldest first.
func versions(t *testing.T, h *history, parcel ladm.ParcelID) []string {
	t.Helper()
	return texts(t, h.URL, fmt.Sprintf(`
		select concat_ws('|', version, valid_from, valid_to,
		                 case recorded_to when 'infinity' then 'current' else 'past' end,
		                 case corrected_at when 'infinity' then 'stands' else 'corrected' end,
		                 revision, event, coalesce(cause, ''))
		  from registry.parcel_version
		 where parcel_id = '%s'
		 order by version`, parcel))
}
