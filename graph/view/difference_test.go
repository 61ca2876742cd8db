package view_test

import (
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	first := ladm.NewDate(2025, 8, 1)
	later := ladm.NewDate(2026, 2, 1)
	learnt := time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)
	square := func(corner gis.Point) gis.Polygon {
		return gis.Polygon{SRID: 5897, Rings: []gis.Ring{{{E: 0, N: 0}, {E: 10_000, N: 0}, corner, {E: 0, N: 10_000}, {E: 0, N: 0}}}}
	}
	before := read.Parcel{
		Version: 1, Number: 7, LegalArea: 1000, MeasuredArea: 1000, Status: read.Active, ValidFrom: first,
		Purposes: []read.Purpose{{Type: "ONT", Area: 600}, {Type: "CLN", Area: 400}},
		Boundary: square(gis.Point{E: 10_000, N: 10_000}),
	}
	next := func(change func(*read.Parcel)) read.Parcel {
		after := before
		after.Version, after.ValidFrom, after.RecordedFrom = 2, later, learnt
		change(&after)
		return after
	}

	for name, c := range map[string]struct {
		change func(*read.Parcel)
		want   string
	}{
		"nothing": {func(*read.Parcel) {}, "Không có gì thay đổi."},
		"a number and a legal area": {func(p *read.Parcel) { p.Number, p.LegalArea = 9, 1014 },
			"Số thửa từ 7 thành 9; diện tích pháp lý từ 100,0 m² thành 101,4 m²."},
		"purposes": {func(p *read.Parcel) {
			p.Purposes = []read.Purpose{{Type: "ONT", Area: 700}, {Type: "HNK", Area: 300, Until: ladm.NewDate(2070, 1, 1)}}
		}, "Mục đích ONT từ 60,0 m² thành 70,0 m²; bỏ mục đích CLN 40,0 m²; thêm mục đích HNK 30,0 m², đến 01/01/2070."},
		"a large area": {func(p *read.Parcel) { p.LegalArea = 69_008 }, "Diện tích pháp lý từ 100,0 m² thành 6.900,8 m²."},
		"a corner": {func(p *read.Parcel) { p.Boundary = square(gis.Point{E: 11_000, N: 10_000}) },
			"Thêm 1 đỉnh ranh giới; bỏ 1 đỉnh ranh giới."},
		"its end":      {func(p *read.Parcel) { p.Status = read.Ended }, "Thửa kết thúc."},
		"its recovery": {func(p *read.Parcel) { p.Recovered = true }, "Nhà nước thu hồi thửa."},
		"its annulment": {func(p *read.Parcel) { p.Status, p.Annulled = read.Ended, true },
			"Thửa bị hủy, coi như chưa từng hình thành."},
	} {
		t.Run("a sentence says what changed: "+name, func(t *testing.T) {
			t.Parallel()
			versions := view.NewParcelVersions([]read.Parcel{before, next(c.change)}, nil)
			if versions[0].Changes() != nil {
				t.Error("the first version differs from something")
			}
			if got := versions[1].Changes().Summary(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}

	t.Run("a correction is held against the version whose place it took", func(t *testing.T) {
		t.Parallel()
		wrong := before
		wrong.ValidTo, wrong.CorrectedAt = later, learnt
		after := next(func(p *read.Parcel) { p.LegalArea, p.RecordedFrom = 2000, time.Time{} })
		after.CorrectedAt = learnt
		right := before
		right.Version, right.Number, right.ValidTo, right.RecordedFrom = 3, 8, later, learnt
		got := view.NewParcelVersions([]read.Parcel{wrong, after, right}, nil)[2].Changes()
		if got.Summary() != "Số thửa từ 7 thành 8." {
			t.Errorf("got %q", got.Summary())
		}
	})
}
