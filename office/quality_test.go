package office

import (
	"context"
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

// troubled are read models that know more than shapes.
type troubled struct {
	shapes
	pending     []read.Pending
	overlapping []ladm.ParcelID
}

func (m troubled) PendingInsertions(context.Context, string) ([]read.Pending, error) {
	return m.pending, nil
}

func (m troubled) VersionsOverlapping(context.Context, string) ([]ladm.ParcelID, error) {
	return m.overlapping, nil
}

func TestQualityOfWhatTheReadModelsKnow(t *testing.T) {
	t.Parallel()
	look := func(t *testing.T, models troubled) []QualityFault {
		r, _ := testRegistry(t)
		r.models = models
		report, err := r.Quality(t.Context(), "09616", nil)
		must(t, err)
		return report.Faults
	}
	// Two parcels meet at a point on the side of a third, which is another commune's
	// or of the commune itself.
	south, north, whole := shape(1, 1, 0, 0, 20, 15), shape(1, 2, 0, 15, 20, 15), shape(7, 1, 20, 0, 20, 30)
	at := gis.PointOf(549020, 2329015)
	for name, foreign := range map[string]bool{
		"names what an act on its sheets left to another commune's, and no more": true,
		"names what its own sheets have yet to gain, and no more":                false,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			south, north, whole := south, north, whole
			south.Foreign, north.Foreign, whole.Foreign = !foreign, !foreign, foreign
			models := troubled{shapes: shapes{whole, south, north}}
			if foreign {
				models.shapes = shapes{south, north, whole}
			}
			if f := look(t, models); len(f) != 1 || f[0].Code != UnmatchedVertex {
				t.Errorf("with nothing pending: %+v", f)
			}
			models.pending = []read.Pending{{
				From: south.Sheet, Sheet: read.Sheet{ID: whole.Sheet, Number: 7, SRID: 5897}, Parcels: []ladm.ParcelID{whole.ID},
				Points: []gis.Point{at}, SRID: 5897,
			}}
			if f := look(t, models); len(f) != 1 || f[0].Code != PendingInsertion || f[0].Parcels[0].ID != whole.ID || f[0].At.E != 549020 {
				t.Errorf("with the point pending: %+v", f)
			}
		})
	}
	t.Run("names parcels of which two versions hold on one day, ended ones too", func(t *testing.T) {
		t.Parallel()
		ended := ladm.ParcelID{UUID: uuid.New()}
		f := look(t, troubled{shapes: shapes{south}, overlapping: []ladm.ParcelID{south.ID, ended}})
		if len(f) != 2 || f[0].Code != VersionsOverlap || f[1].Code != VersionsOverlap || f[0].Message == "" {
			t.Fatalf("faults %+v", f)
		}
		named := lo.FlatMap(f, func(f QualityFault, _ int) []QualityParcel { return f.Parcels })
		want := []QualityParcel{{ID: ended, Commune: "09616"}, {ID: south.ID, Commune: "09616", Sheet: 1, Scale: 500, Number: 1}}
		if !lo.ElementsMatch(named, want) {
			t.Errorf("named are %+v; want %+v", named, want)
		}
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
