package office

import (
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

func TestOverlapsBetweenSheetsOfAFile(t *testing.T) {
	t.Parallel()
	book, err := rules.Load(
		rules.Overlay{Name: "hanoi.json", Text: []byte(`{"province": "01", "rules": [{"code": "PARCEL_OVERLAP", "message": {"vi": "Hỏi tổ bản đồ Hà Nội."}}]}`)},
		rules.Overlay{Name: "own.json", Text: []byte(`{"rules": [{"code": "PARCEL_OVERLAP", "message": {"vi": "Hỏi tổ bản đồ."}}]}`)},
	)
	must(t, err)
	r, _ := testRegistry(t)
	r.book = book
	nowhere := with(plot(3, 1, 38, 0, 20, 30), "sheet_no", nil)
	report := importAll(t, r, mapOf(plot(1, 1, 0, 0, 20, 30), plot(2, 1, 19, 0, 20, 30), nowhere), ImportOptions{})
	said := map[int64]string{}
	for _, f := range report.Faults {
		if f.Code == "PARCEL_OVERLAP" {
			said[f.Row] = f.Message
		}
	}
	t.Run("are told in the words of the rules in force: the province's, or the country's for a row without a sheet", func(t *testing.T) {
		if said[1] != "Hỏi tổ bản đồ Hà Nội." || said[2] != said[1] || said[3] != "Hỏi tổ bản đồ." {
			t.Errorf("faults %+v", report.Faults)
		}
	})
}
