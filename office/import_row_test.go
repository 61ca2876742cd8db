package office

import (
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/gis/formats"
)

func readRow(f formats.Feature) *row {
	r := &reader{mapping: DefaultMapping, srid: 5897, words: map[string]string{}}
	return r.row(f)
}

func TestReadingARow(t *testing.T) {
	t.Parallel()
	good := plot(15, 7, 0, 0, 20, 30)

	t.Run("takes several purposes, closed or not", func(t *testing.T) {
		t.Parallel()
		w := readRow(with(good, "purposes", "ONT 400.0; CLN 200.0;"))
		if p := w.parcel.Purposes; len(p) != 2 || p[1] != (cadastre.Purpose{Type: "CLN", Area: 2000}) {
			t.Errorf("purposes %+v", p)
		}
	})
	t.Run("takes numbers that stand as text, and a code that lost its zero", func(t *testing.T) {
		t.Parallel()
		w := readRow(with(with(with(good, "commune", int64(9616)), "parcel_no", "7"), "scale", 2000.0))
		if w.unread != 0 || w.sheet != (sheetKey{"09616", 15, 2000}) || w.parcel.Number != 7 {
			t.Errorf("row %+v", w)
		}
	})
	t.Run("drops a corner that only rounding makes equal to the one before", func(t *testing.T) {
		t.Parallel()
		f := plot(15, 7, 0, 0, 20, 30)
		second := f.Rings[0][1]
		f.Rings[0] = append(f.Rings[0][:2:2], append([][2]float64{{second[0] + 0.0001, second[1]}}, f.Rings[0][2:]...)...)
		if w := readRow(f); len(w.parcel.Boundary.Rings[0]) != 5 {
			t.Errorf("boundary %v", w.parcel.Boundary.Rings[0])
		}
	})
	t.Run("keeps a corner that stands twice in the file, and a ring that does not close", func(t *testing.T) {
		t.Parallel()
		f := plot(15, 7, 0, 0, 20, 30)
		f.Rings[0] = append([][2]float64{f.Rings[0][0]}, f.Rings[0][:4]...)
		if w := readRow(f); len(w.parcel.Boundary.Rings[0]) != 5 {
			t.Errorf("boundary %v", w.parcel.Boundary.Rings[0])
		}
	})
}

func FuzzPurposes(f *testing.F) {
	for _, seed := range []string{"ONT 400.0; CLN 212.0", "ONT", "ONT 1e400", "; ;", "ONT NaN", "ONT 400.0;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w := readRow(with(plot(15, 7, 0, 0, 20, 30), "purposes", text))
		if readable := w.unread == 0; readable != (len(w.parcel.Purposes) > 0) {
			t.Errorf("%q is read as %+v with faults %+v", text, w.parcel.Purposes, w.faults)
		}
	})
}
