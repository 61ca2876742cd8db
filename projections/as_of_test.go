package projections_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestAnalystsAskForThePast(t *testing.T) {
	t.Parallel()
	h := newHistory(t)
	h.ChangePurposes(h.sheet, h.parcel, "ONT", day(time.February, 1))
	h.remember()
	h.Correct(cadastre.ParcelCorrected{Parcel: h.parcel, Sheet: h.sheet, LegalArea: 6010, EffectiveDate: day(time.January, 20)})
	h.remember()
	h.Project()
	login := analyst(t, h.URL)
	asked := func(known int) []string {
		return texts(t, login, fmt.Sprintf(`
			select concat_ws(' ', land_type, legal_area, valid_from, valid_to, upper(valid),
			                 case when recorded_to > '%[1]s' then 'open' else 'ended' end, corrected_at)
			  from cadastre.parcel_as_of('2026-01-20', '%[1]s')`, h.knew[known].Format(time.RFC3339Nano)))
	}

	t.Run("an end that was learnt later is not told", func(t *testing.T) {
		compare(t, asked(0), []string{"CLN 600.0 2026-01-05 infinity infinity open infinity"})
	})
	t.Run("an end that was known is told, and a correction that was not is not", func(t *testing.T) {
		compare(t, asked(1), []string{"CLN 600.0 2026-01-05 2026-02-01 2026-02-01 ended infinity"})
	})
	t.Run("a correction is told from when it was learnt", func(t *testing.T) {
		compare(t, asked(2), []string{"CLN 601.0 2026-01-20 2026-02-01 2026-02-01 ended infinity"})
	})
	t.Run("every layer of parcels joins its sheet", func(t *testing.T) {
		for _, layer := range []string{"parcel", "parcel_5897", "parcel_version", "parcel_as_of('2026-01-20')"} {
			compare(t, texts(t, login, `
				select distinct s.number || ' ' || n.scale
				  from cadastre.`+layer+` p
				  join cadastre.map_sheet s on s.id = p.map_sheet_id
				  join cadastre.map_sheet_number n on n.map_sheet_id = p.map_sheet_id`), []string{"15 2000"})
		}
	})
	t.Run("what is open ends at infinity in every view but that of communes", func(t *testing.T) {
		compare(t, texts(t, login, `
			select valid_to::text from cadastre.map_sheet_number
			 union all select corrected_at::text from cadastre.parcel_version where corrected_at = 'infinity' group by 1
			 union all select coalesce(valid_to::text, 'null') from cadastre.commune`), []string{"infinity", "infinity", "null"})
	})
}

func TestNeighboursOfAnAct(t *testing.T) {
	t.Parallel()
	h := newHistory(t)
	beside := h.Parcel(h.sheet, 8, 1, 0)
	west, east := registrytest.Halves(0, 0)
	e := h.Replacement(h.sheet, []ladm.ParcelID{h.parcel}, day(time.February, 1), registrytest.Part{Number: 9, Boundary: west}, registrytest.Part{Number: 10, Boundary: east})
	e.Inserted = []cadastre.Insertion{{Parcel: beside, Boundary: registrytest.Rectangle(1, 0), MeasuredArea: 6000}}
	h.Append(cadastre.StreamName(h.sheet), cadastre.ParcelPartlyRecovered{Replacement: e})
	h.Correct(cadastre.ParcelCorrected{Parcel: beside, Sheet: h.sheet, LegalArea: 6010, EffectiveDate: day(time.February, 10)})
	h.Project()

	t.Run("are not counted among what the State recovered", func(t *testing.T) {
		compare(t, texts(t, h.URL, `select distinct number::text from cadastre.parcel_version where cause = 'TH' order by 1`), []string{"10", "7", "9"})
	})
	t.Run("are known to have only gained points, until something else happens to them", func(t *testing.T) {
		compare(t, texts(t, h.URL, `
			select concat_ws('|', version, event, cause, inserted) from cadastre.parcel_version where number = 8 order by version`), []string{
			"1|parcel.registered.v1|f", "2|parcel.partly_recovered.v1|t",
			"3|parcel.partly_recovered.v1|t", "4|parcel.corrected.v1|SN|f",
		})
	})
	t.Run("are told whose act it was", func(t *testing.T) {
		pool, err := read.Connect(t.Context(), h.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		models := read.New(pool)
		versions, err := models.History(context.Background(), []ladm.ParcelID{beside}, read.At{}, read.Fields{Record: true})
		if err != nil {
			t.Fatal(err)
		}
		inserted := versions[beside][1]
		by, err := models.Affecting(context.Background(), versions[beside])
		if err != nil || !inserted.Inserted || len(by) != 1 || len(by[inserted.Event.ID]) != 1 || by[inserted.Event.ID][0].Number != 7 {
			t.Errorf("got %+v, %v", by, err)
		}
	})
}
