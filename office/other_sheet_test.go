package office

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
)

func TestParcelsOfTwoSheets(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(2)...)
	here, there, next := l.ref(1, 1), l.ref(2, 1), l.ref(1, 2)
	nowhere := ParcelRef{Parcel: ladm.ParcelID{UUID: uuid.New()}}
	written := l.count()

	for name, err := range map[string]error{
		"merged": func() error {
			_, err := l.MergeParcels(t.Context(), officer, "k", MergeParcels{Grounds: onDay(0), Parcels: []ParcelRef{here, next, there}})
			return err
		}(),
		"merged by another process": func() error {
			_, err := l.process().MergeParcels(t.Context(), officer, "k", MergeParcels{Grounds: onDay(0), Parcels: []ParcelRef{here, next, there}})
			return err
		}(),
		"readjusted": func() error {
			_, err := l.ReadjustParcels(t.Context(), officer, "k", ReadjustParcels{onDay(0), []ParcelRef{here, next, there}, []Part{part(0, 0, 40, 30), part(0, 30, 20, 30)}})
			return err
		}(),
		"resurveyed": func() error {
			_, err := l.ResurveyBoundary(t.Context(), officer, "k", ResurveyBoundary{onDay(0), []Reshape{{ParcelRef: here}, {ParcelRef: next}, {ParcelRef: there}}, []Move{southEast(1)}})
			return err
		}(),
	} {
		t.Run("are not "+name+" in one act", func(t *testing.T) {
			f := refusedWith(t, err, "PARCEL_ON_OTHER_SHEET")
			if len(f) != 1 || f[0].Item != 2 || !strings.Contains(f[0].Message, "Thửa 1 thuộc tờ bản đồ 2, không phải tờ 1") {
				t.Errorf("findings %+v", f)
			}
		})
	}
	t.Run("are told from a parcel that is nowhere", func(t *testing.T) {
		_, err := l.MergeParcels(t.Context(), officer, "k", MergeParcels{Grounds: onDay(0), Parcels: []ParcelRef{here, nowhere}})
		refusedWith(t, err, "PARCEL_UNKNOWN")
	})
	t.Run("leave nothing behind", func(t *testing.T) {
		if n := l.count(); n != written {
			t.Errorf("%d events written", n-written)
		}
	})
}
