package projections_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestChanges(t *testing.T) {
	t.Parallel()

	t.Run("a replacement ends parcels, begins others, and neighbours gain points without being revised", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		beside := h.Parcel(h.sheet, 8, 1, 0)
		h.ChangePurposes(h.sheet, beside, "ONT", day(time.February, 20)) // later than the act
		west, east := registrytest.Halves(0, 0)
		e := h.Replacement(h.sheet, []ladm.ParcelID{h.parcel}, day(time.February, 1), registrytest.Part{Number: 9, Boundary: west}, registrytest.Part{Number: 10, Boundary: east})
		e.Begun[1].Recovered = true
		e.Warnings = []rules.Finding{{Code: "NO_FRONTAGE", Severity: rules.Warn}}
		e.Inserted = []cadastre.Insertion{{Parcel: beside, Boundary: registrytest.Rectangle(1, 0), MeasuredArea: 6000}}
		h.Append(cadastre.StreamName(h.sheet), cadastre.ParcelPartlyRecovered{Replacement: e})
		h.Project()
		compare(t, texts(t, h.URL, `
			select concat_ws('|', number, version, valid_from, status, recovered, cause, revision, warnings is not null, sources is not null, inserted)
			  from registry.parcel_version
			 where recorded_to = 'infinity'
			 order by key`), []string{
			"7|2|2026-02-01|ended|f|TH|4|t|f|f",
			"9|1|2026-02-01|active|f|TH|4|t|f|f",
			"10|1|2026-02-01|active|t|TH|4|t|f|f",
			"8|3|2026-02-20|active|f|3|f|f|t",
		})
		compare(t, texts(t, h.URL, `select concat_ws('|', event, cause, area, effective, corrected_at) from registry.parcel_lineage order by key`), []string{
			"parcel.partly_recovered.v1|TH|300.0|2026-02-01|infinity",
			"parcel.partly_recovered.v1|TH|300.0|2026-02-01|infinity",
		})
	})

	t.Run("changes of the record set what they name, and keep the documents", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		stream := cadastre.StreamName(h.sheet)
		h.Sources = []es.Source{{Kind: "decision", Number: "12/QĐ-UBND"}}
		h.Append(stream, cadastre.LegalAreaChanged{Parcel: h.parcel, Sheet: h.sheet, LegalArea: 6010, EffectiveDate: day(time.February, 1), Purposes: []cadastre.Purpose{{Type: "LUC", Area: 6010}}})
		h.Append(stream, cadastre.ParcelRecovered{Parcel: h.parcel, Sheet: h.sheet, EffectiveDate: day(time.February, 2)})
		h.Append(stream, cadastre.ParcelNaturallyChanged{Kind: cadastre.Erosion, Reshaping: cadastre.Reshaping{
			Sheet: h.sheet, EffectiveDate: day(time.February, 3), Parcels: []cadastre.ReshapedParcel{{
				Parcel: h.parcel, LegalArea: 5000, MeasuredArea: 5000, Boundary: registrytest.Rectangle(0, 0), Purposes: []cadastre.Purpose{{Type: "LUC", Area: 5000}},
			}},
		}})
		h.Project()
		compare(t, texts(t, h.URL, `
			select concat_ws('|', version, legal_area, measured_area, land_type, recovered, cause, sources)
			  from registry.parcel_version
			 order by version`), []string{
			`1|600.0|600.0|CLN|f`,
			`2|601.0|600.0|LUC|f|TD|[{"kind": "decision", "number": "12/QĐ-UBND"}]`,
			`3|601.0|600.0|LUC|t|TH|[{"kind": "decision", "number": "12/QĐ-UBND"}]`,
			`4|500.0|500.0|LUC|t|SA|[{"kind": "decision", "number": "12/QĐ-UBND"}]`,
		})
	})

	t.Run("an insertion on another sheet is pending until that sheet answers, also within a batch", func(t *testing.T) {
		t.Parallel()
		h := newHistory(t)
		commune := h.Commune("00004", "Ba Đình")
		across, beyond := h.Sheet(commune, 1, 500), h.Sheet(commune, 2, 500)
		one, other := h.Parcel(across, 1, 1, 0), h.Parcel(across, 2, 2, 0)
		at := gis.PointOf(549_020, 2_329_015)
		act := func() uuid.UUID {
			e := cadastre.ParcelsResurveyed{Reshaping: cadastre.Reshaping{Sheet: h.sheet, EffectiveDate: day(time.February, 1)}}
			e.Pending = []cadastre.PendingInsertion{
				{Sheet: across, Parcel: one, Points: []gis.Point{at}}, {Sheet: beyond, Parcel: uuidParcel(), Points: []gis.Point{at}},
				{Sheet: across, Parcel: other, Points: []gis.Point{at}},
			}
			h.Append(cadastre.StreamName(h.sheet), e)
			return h.Command
		}
		pending := func() []string {
			return texts(t, h.URL, `
				select concat_ws('|', s.number, cardinality(parcels), points, effective, actor)
				  from registry.pending_insertion i join registry.sheet s on s.id = i.sheet_id
				 order by i.key`)
		}
		first := act()
		h.Project()
		compare(t, pending(), []string{"1|2|[[549020.000, 2329015.000]]|2026-02-01|officer-1", "2|1|[[549020.000, 2329015.000]]|2026-02-01|officer-1"})
		second := act()
		h.Append(cadastre.StreamName(across), cadastre.PointsInserted{Sheet: across, Answers: first}, cadastre.PointsInserted{Sheet: across, Answers: second})
		h.Append(cadastre.StreamName(beyond), cadastre.PointsInserted{Sheet: beyond, Answers: first})
		h.Project()
		compare(t, pending(), []string{"2|1|[[549020.000, 2329015.000]]|2026-02-01|officer-1"})
		before := rows(t, h.URL, "registry")
		rebuild(t, h.Registry)
		compare(t, rows(t, h.URL, "registry"), before)
	})
}

func TestSheets(t *testing.T) {
	t.Parallel()

	t.Run("sheets keep the numbers that they had, with their days", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		commune := r.Commune("09616", "Đoài Phương")
		a, b := r.Sheet(commune, 1, 2000), r.Sheet(commune, 2, 2000)
		r.Project()
		// They swap their numbers, which takes one of them two steps.
		r.Renumber(commune, a, 3, 2000, day(time.February, 1))
		r.Renumber(commune, b, 1, 2000, day(time.February, 1))
		r.Renumber(commune, a, 2, 1000, day(time.February, 1))
		c := r.Sheet(commune, 4, 500)
		r.Renumber(commune, c, 5, 500, day(time.March, 1))
		r.Project()
		compare(t, texts(t, r.URL, `select number || ' 1:' || scale from registry.sheet order by key`), []string{"2 1:1000", "1 1:2000", "5 1:500"})
		want := []string{
			"2|1|2000|2025-07-01|2026-02-01", "2|3|2000|2026-02-01|2026-02-01", "2|2|1000|2026-02-01|infinity",
			"4|2|2000|2025-07-01|2026-02-01", "4|1|2000|2026-02-01|infinity",
			"12|4|500|2025-07-01|2026-03-01", "12|5|500|2026-03-01|infinity",
		}
		numbers := `select concat_ws('|', s.key >> 13, n.number, n.scale, n.valid_from, n.valid_to)
			from registry.sheet_number n join registry.sheet s on s.id = n.sheet_id order by s.key, n.key`
		compare(t, texts(t, r.URL, numbers), want)
		before := rows(t, r.URL, "registry")
		rebuild(t, r)
		compare(t, rows(t, r.URL, "registry"), before)
	})
}

func TestSheetsOfThePast(t *testing.T) {
	t.Parallel()
	r := registrytest.New(t)
	commune := r.Commune("09616", "Đoài Phương")
	sheet := r.Sheet(commune, 15, 2000)
	r.Parcel(sheet, 7, 0, 0)
	r.Renumber(commune, sheet, 16, 1000, day(time.February, 1))
	r.Project()
	login := analyst(t, r.URL)
	asked := func(valid string) []string {
		return texts(t, login, fmt.Sprintf(`select concat_ws('/', sheet_number, sheet_scale, number) from cadastre.parcel_as_of('%s')`, valid))
	}
	t.Run("are shown to analysts with the numbers of the day asked for, and today's otherwise", func(t *testing.T) {
		compare(t, asked("2026-01-31"), []string{"15/2000/7"})
		compare(t, asked("2026-02-01"), []string{"16/1000/7"})
		compare(t, texts(t, login, `select concat_ws('/', sheet_number, sheet_scale) from cadastre.parcel_version`), []string{"16/1000"})
	})
	t.Run("are so after a rebuild", func(t *testing.T) {
		rebuild(t, r)
		compare(t, asked("2026-01-31"), []string{"15/2000/7"})
	})
}

func uuidParcel() ladm.ParcelID { return ladm.ParcelID{UUID: uuid.New()} }
