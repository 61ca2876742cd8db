package judged_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// today is the day of all acts.
var today = ladm.NewDate(2026, 3, 1)

// trial makes trials until one has a place for the fault. That of a map has all
// points inserted before the fault comes in, as the register has.
func (f fault) trial(t *testing.T, random *rand.Rand, inMap bool) *trial {
	for {
		made := newTrial(random)
		made.inMap = inMap
		if inMap {
			made.settle(t)
		}
		if f.put(random, made) {
			made.fault = f
			return made
		}
	}
}

// sheet is the sheet before the subdivision: the parcel has number 1, those around
// it follow.
func (t *trial) sheet() *cadastre.Sheet {
	sheet := cadastre.Decider.Evolve(cadastre.Decider.Initial(), cadastre.SheetOpened{
		Sheet: ladm.SheetID{UUID: uuid.New()}, Number: 1, Scale: 2000, SRID: zone, EffectiveDate: today,
	})
	for i, boundary := range append([]gis.Polygon{t.parent}, t.around...) {
		area := ladm.SquareMetres(boundary.Area())
		sheet = cadastre.Decider.Evolve(sheet, cadastre.ParcelRegistered{
			Parcel: numbered(i + 1), Sheet: sheet.ID, Number: i + 1, LegalArea: area, MeasuredArea: area,
			Purposes: []cadastre.Purpose{{Type: "CLN", Area: area}}, Boundary: boundary.Normalise(), EffectiveDate: today,
		})
	}
	return sheet
}

func numbered(number int) ladm.ParcelID {
	return ladm.ParcelID{UUID: uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, number))}
}

// subdivide decides the subdivision.
func (t *trial) subdivide() ([]cadastre.Event, error) {
	sheet := t.sheet()
	parent, _ := sheet.Numbered(1)
	cmd := cadastre.Subdivide{
		Grounds: cadastre.Grounds{EffectiveDate: today, Today: today},
		Parcel:  cadastre.Ref{Parcel: parent.ID, Revision: parent.Revision},
	}
	for _, part := range t.parts {
		if area := ladm.SquareMetres(part.Boundary.Area()); area > 0 {
			part.LegalArea, part.Purposes = area, []cadastre.Purpose{{Type: "CLN", Area: area}}
		} else {
			part.LegalArea, part.Purposes = 1, []cadastre.Purpose{{Type: "CLN", Area: 1}}
		}
		cmd.Parts = append(cmd.Parts, part)
	}
	return cadastre.Decider.Decide(sheet, cmd)
}

// refusals are the codes with which the rules turn the subdivision down, without
// those that follow from the surfaces being wrong: areas that do not fit.
func (t *trial) refusals() []string {
	_, err := t.subdivide()
	var refused *rules.Refusal
	if err == nil {
		return nil
	}
	if !errors.As(err, &refused) {
		return []string{err.Error()}
	}
	var codes []string
	for _, code := range refused.Codes() {
		if code != "AREAS_SUM" && code != "AREA_DEVIATION" && code != "PURPOSES_SUM" {
			codes = append(codes, code)
		}
	}
	return codes
}

// settle carries the subdivision out, and takes the boundaries as they then are.
func (t *trial) settle(test *testing.T) {
	events, err := t.subdivide()
	if err != nil {
		test.Fatalf("a subdivision without a fault: %v\n%v", err, t)
	}
	done := events[0].(cadastre.ParcelSubdivided)
	for i, begun := range done.Begun {
		t.parts[i].Boundary = begun.Boundary
	}
	for i := range t.around {
		for _, in := range done.Inserted {
			if in.Parcel == numbered(i+2) {
				t.around[i] = in.Boundary
			}
		}
	}
}

// flaws are what the detector finds in the map of the parts and the parcels around.
func (t *trial) flaws() []string {
	const tolerance = 0.3 // m, of a point at 1:2000
	var tiles []gis.Tile
	for i, boundary := range t.ground() {
		tiles = append(tiles, gis.Tile{Key: i, Polygon: boundary, Tolerance: tolerance})
	}
	var found []string
	for _, flaw := range gis.CheckTiles(tiles, nil) {
		found = append(found, fmt.Sprintf("%s %d %d %v", flaw.Kind, flaw.A, flaw.B, flaw.At))
	}
	return found
}

// ground is the whole map after the subdivision.
func (t *trial) ground() []gis.Polygon {
	var all []gis.Polygon
	for _, part := range t.parts {
		all = append(all, part.Boundary)
	}
	return append(all, t.around...)
}

// String shows a trial so that it can be looked at.
func (t *trial) String() string {
	lines := []string{"parcel " + wkt(t.parent)}
	for _, p := range t.parts {
		lines = append(lines, fmt.Sprintf("part %d %s", p.Number, wkt(p.Boundary)))
	}
	for _, p := range t.around {
		lines = append(lines, "beside "+wkt(p))
	}
	return strings.Join(lines, "\n")
}
