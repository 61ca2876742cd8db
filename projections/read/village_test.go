package read_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

// village is a sheet on which much has happened. Parcel 1 was subdivided into 3
// and 4 on 1 February; 4 was merged with 2 into 5 on 10 February; 3 bears number 6
// since its number was corrected. Parcel 7 was subdivided into 8 and 9, which was
// an error. On 1 March the sheet, known as 1 until then, became 10, and another
// sheet took its number.
type village struct {
	*read.DB
	url          string
	commune      ladm.CommuneID
	sheet, other ladm.SheetID
	// by the number that each had first
	parcels map[int]ladm.ParcelID
	// corrected and reinstated are when the registry learnt of the two errors.
	corrected, reinstated time.Time
	// act left points pending on the sheet next to the village.
	act  uuid.UUID
	next ladm.SheetID
}

func february(d int) ladm.Date { return ladm.NewDate(2026, time.February, d) }

func newVillage(t *testing.T) *village {
	t.Helper()
	r := registrytest.New(t)
	v := &village{url: r.URL, commune: r.Commune("09616", "Xã Đoài Phương"), parcels: map[int]ladm.ParcelID{}}
	v.sheet, v.other = r.Sheet(v.commune, 1, 2000), r.Sheet(v.commune, 2, 2000)
	for number, column := range map[int]int{1: 0, 2: 1, 7: 2} {
		v.parcels[number] = r.Parcel(v.sheet, number, column, 0)
	}
	west, east := registrytest.Halves(0, 0)
	parts := r.Subdivide(v.sheet, v.parcels[1], february(1), registrytest.Part{Number: 3, Boundary: west}, registrytest.Part{Number: 4, Boundary: east})
	v.parcels[3], v.parcels[4] = parts[0], parts[1]
	beside := registrytest.Rectangle(1, 0).Rings[0]
	whole := gis.Polygon{SRID: registrytest.Zone, Rings: []gis.Ring{{east.Rings[0][0], beside[1], beside[2], east.Rings[0][3], east.Rings[0][4]}}}
	v.parcels[5] = r.Merge(v.sheet, []ladm.ParcelID{v.parcels[4], v.parcels[2]}, february(10), registrytest.Part{Number: 5, Boundary: whole})
	west, east = registrytest.Halves(2, 0)
	wrong := r.Subdivide(v.sheet, v.parcels[7], february(1), registrytest.Part{Number: 8, Boundary: west}, registrytest.Part{Number: 9, Boundary: east})
	v.parcels[8], v.parcels[9] = wrong[0], wrong[1]
	r.Correct(cadastre.ParcelCorrected{Parcel: v.parcels[3], Sheet: v.sheet, Number: 6, EffectiveDate: february(1)})
	v.corrected = r.Now
	r.Reinstate(v.sheet, february(1), v.parcels[7], registrytest.Rectangle(2, 0), wrong...)
	v.reinstated = r.Now
	r.Renumber(v.commune, v.sheet, 10, 2000, ladm.NewDate(2026, time.March, 1))
	r.Renumber(v.commune, v.other, 1, 2000, ladm.NewDate(2026, time.March, 1))
	v.parcels[101] = r.Parcel(v.other, 1, 0, 5)
	v.next = r.Sheet(r.Commune("00004", "Phường Ba Đình"), 1, 500)
	v.parcels[201] = r.Parcel(v.next, 1, 3, 0) // beside parcel 7
	v.parcels[202] = r.Parcel(v.next, 2, 9, 9)
	e := cadastre.ParcelsResurveyed{Reshaping: cadastre.Reshaping{Sheet: v.sheet, EffectiveDate: february(20)}}
	e.Pending = []cadastre.PendingInsertion{{Sheet: v.next, Parcel: v.parcels[201], Points: []gis.Point{gis.PointOf(549_060, 2_329_015)}}}
	r.Append(cadastre.StreamName(v.sheet), e)
	v.act = r.Command
	r.Project()
	pool, err := read.Connect(context.Background(), r.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	v.DB = read.New(pool)
	return v
}

// named is the number that a parcel had first.
func (v *village) named(id ladm.ParcelID) int {
	number, _ := lo.FindKey(v.parcels, id)
	return number
}
