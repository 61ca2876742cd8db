package cadastre

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// realFeatures reads a layer of the real cadastre.
func realFeatures(t testing.TB, layer string) []formats.Feature {
	t.Helper()
	source, err := formats.Open("../../samples/real-cadastre.gpkg", layer)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var features []formats.Feature
	for f, err := range source.Features(t.Context()) {
		if err = cmp.Or(err, f.Err); err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	return features
}

// realInput is a feature as a parcel of one land type.
func realInput(f formats.Feature, name, landType string) ParcelInput {
	boundary := gis.Polygon{SRID: zone}
	for _, positions := range f.Rings {
		ring := make(gis.Ring, len(positions))
		for i, q := range positions {
			ring[i] = gis.PointOf(q[0], q[1])
		}
		boundary.Rings = append(boundary.Rings, ring)
	}
	legal := ladm.SquareMetres(f.Attributes["register_area_m2"].(float64))
	return ParcelInput{
		ID: parcelID(name), LegalArea: legal, Purposes: []Purpose{{Type: landType, Area: legal}}, Boundary: boundary,
	}
}

// realSheet15 is sheet 15 of the real cadastre, and the parcels of all others.
func realSheet15(t testing.TB) (own []ParcelInput, others []Neighbour) {
	t.Helper()
	for _, f := range realFeatures(t, "parcels") {
		sheet, number := int(f.Attributes["sheet_no"].(int64)), int(f.Attributes["parcel_no"].(int64))
		landType, _, _ := strings.Cut(fmt.Sprint(f.Attributes["land_type"]), " ")
		p := realInput(f, fmt.Sprint("real ", sheet, "/", number), landType)
		p.Number = number
		if sheet == 15 {
			own = append(own, p)
			continue
		}
		others = append(others, Neighbour{
			Parcel: p.ID, Sheet: ladm.SheetID{UUID: named(fmt.Sprint("sheet ", sheet))}, SheetNumber: sheet, Number: number,
			LandType: landType, Boundary: p.Boundary.Normalise(),
		})
	}
	return own, others
}

// What really happened to parcel 7 of sheet 15.
func TestTheRealSubdivision(t *testing.T) {
	t.Parallel()
	own, others := realSheet15(t)
	var parent ParcelInput
	cmd := Subdivide{Grounds: grounds()}
	for i, p := range own {
		if p.Number == 7 {
			parent, cmd.Parcel = p, Ref{p.ID, uint64(i + 1)}
		}
	}
	reach := parent.Boundary.Bounds().Grow(1000)
	for _, n := range others {
		if n.Boundary.Bounds().Intersects(reach) {
			cmd.Neighbours = append(cmd.Neighbours, n)
		}
	}
	for i, f := range realFeatures(t, "subdivision_533") {
		cmd.Parts = append(cmd.Parts, realInput(f, fmt.Sprint("part ", i), "NTS"))
	}
	e := given(t, own...).When(cmd).ThenEvents()[0].(ParcelSubdivided)

	t.Run("begins three parcels with the sheet's next numbers on all of its ground", func(t *testing.T) {
		t.Parallel()
		var measured ladm.Area
		for i, b := range e.Begun {
			if b.Number != 16+i || len(b.Code.Code) != 12 || len(b.From) != 1 || b.From[0] != (Descent{parent.ID, b.MeasuredArea}) {
				t.Errorf("begun %+v", b)
			}
			measured += b.MeasuredArea
		}
		if len(e.Begun) != 3 || apart(measured, 82293) > 1 {
			t.Errorf("%d parcels of %s m²", len(e.Begun), measured)
		}
	})
	t.Run("leaves a neighbour on sheet 19 without a point of its boundary, and says so", func(t *testing.T) {
		t.Parallel()
		if len(e.Pending) == 0 {
			t.Fatal("nothing is pending")
		}
		for _, p := range e.Pending {
			if p.Sheet.UUID != named("sheet 19") || len(p.Points) == 0 {
				t.Errorf("pending %+v", p)
			}
		}
	})
	t.Run("takes no more bytes than were foretold", func(t *testing.T) {
		t.Parallel()
		_, data, err := Catalogue.Encode(e)
		if size := e.size(); err != nil || len(data) > size || len(data) < size/2 {
			t.Errorf("%d bytes, foretold %d, %v", len(data), size, err)
		}
	})
	t.Run("leaves everything else edge-matched", func(t *testing.T) {
		t.Parallel()
		sheet := evolve(sheetWith(own...), e)
		var boundaries []gis.Polygon
		for _, b := range e.Begun {
			boundaries = append(boundaries, b.Boundary)
		}
		for _, p := range around(sheet, nil, boundaries) {
			if lacks := p.Boundary.Lacks(verticesOf(boundaries)); len(lacks) > 0 {
				t.Errorf("parcel %d lacks %v", p.Number, lacks)
			}
		}
	})
}
