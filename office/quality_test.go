package office

import (
	"testing"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// shape is a rectangle as the read models give it.
func shape(sheet, number int, e, n, width, height float64) read.ParcelShape {
	id := func(kind string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(kind)) }
	return read.ParcelShape{
		ID: ladm.ParcelID{UUID: uuid.New()}, Sheet: ladm.SheetID{UUID: id(string(rune('a' + sheet)))}, CommuneCode: "09616",
		SheetNumber: sheet, Scale: 500, Number: number, LandType: "ONT", Boundary: polygon(5897, rectangle(e, n, width, height)).Normalise(),
	}
}

func TestQuality(t *testing.T) {
	t.Parallel()
	bent := shape(1, 3, 40, 0, 20, 30)
	bent.Boundary.Rings[0] = append(bent.Boundary.Rings[0][:3:3], bent.Boundary.Rings[0][2:]...)
	zone, _ := gis.ZoneBySRID(9210)
	abroad := shape(1, 9, 200, 0, 20, 30)
	abroad.Boundary = abroad.Boundary.In(zone)
	abroad.Boundary.SRID = 5897
	foreign := shape(7, 1, 30, 100, 20, 30)
	foreign.CommuneCode, foreign.Foreign = "09622", true
	beside := shape(7, 2, 45, 100, 20, 30)
	beside.CommuneCode, beside.Foreign = "09622", true

	for name, c := range map[string]struct {
		parcels []read.ParcelShape
		want    string // code of the first fault
		sheets  int    // how many every fault names
	}{
		"of parcels that fit is spotless":            {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 30), shape(2, 1, 20, 0, 20, 30)}, "", 0},
		"names an overlap of a sheet":                {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 30), shape(1, 2, 19, 0, 20, 30)}, SheetOverlap, 1},
		"names an overlap between sheets":            {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 30), shape(2, 2, 19, 0, 20, 30)}, CrossSheetOverlap, 2},
		"names an overlap with another commune":      {[]read.ParcelShape{shape(1, 1, 11, 100, 20, 30), foreign}, CrossSheetOverlap, 2},
		"leaves faults between others to them":       {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 30), foreign, beside}, "", 0},
		"names a vertex that the other sheet lacks":  {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 15), shape(1, 2, 0, 15, 20, 15), shape(2, 1, 20, 0, 20, 30)}, UnmatchedVertex, 2},
		"names a number that two parcels have":       {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 30), shape(1, 1, 50, 0, 20, 30)}, DuplicateNumber, 1},
		"knows equal numbers of two sheets apart":    {[]read.ParcelShape{shape(1, 1, 0, 0, 20, 30), shape(2, 1, 50, 0, 20, 30)}, "", 0},
		"names a boundary that is none":              {[]read.ParcelShape{bent}, InvalidBoundary, 1},
		"names a parcel with places of another zone": {[]read.ParcelShape{abroad}, WrongZone, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := testRegistry(t, c.parcels...)
			report, err := r.Quality(t.Context(), "09616", nil)
			must(t, err)
			if lo.FirstOrEmpty(report.Faults).Code != c.want {
				t.Fatalf("faults %+v", report.Faults)
			}
			for _, f := range report.Faults {
				sheets := lo.UniqBy(f.Parcels, func(p QualityParcel) int { return p.Sheet })
				if len(sheets) != c.sheets || f.At == nil || f.At.SRID != 5897 || f.Message == "" {
					t.Errorf("fault %+v", f)
				}
			}
		})
	}
	t.Run("of a commune that is not there is refused", func(t *testing.T) {
		t.Parallel()
		r, _ := testRegistry(t)
		_, err := r.Quality(t.Context(), "99999", nil)
		refusedWith(t, err, "COMMUNE_UNKNOWN")
	})
}

func TestTheQualityOfTheRealCadastre(t *testing.T) {
	t.Parallel()
	r, store := testRegistry(t)
	importAll(t, r, openSample(t), ImportOptions{})
	var parcels []read.ParcelShape
	for _, p := range registeredParcels(t, store) {
		parcels = append(parcels, read.ParcelShape{ID: p.Parcel, Sheet: p.Sheet, CommuneCode: "09616", Scale: 1000, Number: p.Number, Boundary: p.Boundary})
	}
	r, _ = testRegistry(t, parcels...)
	report, err := r.Quality(t.Context(), "09616", nil)
	must(t, err)
	if report.Parcels != 1455 || len(report.Faults) != 0 {
		t.Errorf("%d parcels, faults %+v", report.Parcels, report.Faults)
	}
}
