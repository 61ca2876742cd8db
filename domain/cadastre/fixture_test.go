package cadastre

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

const zone = 5897

var (
	openingDay = ladm.NewDate(2026, time.January, 5)
	today      = ladm.NewDate(2026, time.March, 2)

	commune = Commune{ID: ladm.NewCommuneID("09616", ladm.NewDate(2025, time.July, 1)), Name: "Xã Đoài Phương"}
	sheet15 = SheetOpened{
		Sheet: ladm.SheetID{UUID: named("sheet 15")}, Commune: commune.ID, Number: 15, Scale: 2000,
		SRID: zone, EffectiveDate: openingDay,
	}
)

func named(name string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)) }

func parcelID(name string) ladm.ParcelID { return ladm.ParcelID{UUID: named(name)} }

// rectangle has its south-west corner e, n metres from a place within the commune.
func rectangle(e, n, width, height float64) gis.Polygon {
	e, n = 549000+e, 2329000+n
	return polygon(e, n, e+width, n, e+width, n+height, e, n+height, e, n)
}

// polygon takes eastings and northings in turn.
func polygon(coordinates ...float64) gis.Polygon {
	var ring gis.Ring
	for i := 0; i < len(coordinates); i += 2 {
		ring = append(ring, gis.PointOf(coordinates[i], coordinates[i+1]))
	}
	return gis.Polygon{SRID: zone, Rings: []gis.Ring{ring}}
}

// parcel is a rural residential parcel whose legal area is what its boundary encloses.
func parcel(number int, boundary gis.Polygon) ParcelInput {
	area := ladm.SquareMetres(boundary.Area())
	return ParcelInput{
		ID: parcelID(fmt.Sprint("parcel ", number, boundary.Rings)), Number: number, LegalArea: area,
		Purposes: []Purpose{{Type: "ONT", Area: area}}, Boundary: boundary,
	}
}

// grounds are those of an act of today.
func grounds() Grounds { return Grounds{Commune: commune, EffectiveDate: today, Today: today} }

func registration(parcels ...ParcelInput) RegisterParcels {
	return RegisterParcels{Commune: commune, Parcels: parcels, EffectiveDate: today, Today: today}
}

// from are the grounds of an act that takes effect on a day.
func from(day ladm.Date) Grounds { return Grounds{Commune: commune, EffectiveDate: day, Today: today} }

// registered is the event that a parcel's registration leads to.
func registered(p ParcelInput) ParcelRegistered {
	p = p.Measure()
	return ParcelRegistered{
		Parcel: p.ID, Sheet: sheet15.Sheet, Number: p.Number, Code: p.survey.code, LegalArea: p.LegalArea,
		MeasuredArea: p.survey.area, Purposes: p.Purposes, Boundary: p.survey.boundary, EffectiveDate: today,
	}
}

// given is sheet 15 with parcels.
func given(t testing.TB, parcels ...ParcelInput) estest.Scenario[*Sheet, Command, Event] {
	events := []Event{sheet15}
	for _, p := range parcels {
		events = append(events, registered(p))
	}
	return estest.Given(t, Decider, events...)
}

func sheetWith(parcels ...ParcelInput) *Sheet {
	sheet := evolve(initial(), sheet15)
	for _, p := range parcels {
		sheet = evolve(sheet, registered(p))
	}
	return sheet
}

// region is a rectangle in degrees.
func region(t testing.TB, west, south, east, north float64) *gis.Region {
	t.Helper()
	r, err := gis.ParseRegion(fmt.Appendf(nil,
		`{"type":"Polygon","coordinates":[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[4]f],[%[1]f,%[2]f]]]}`,
		west, south, east, north))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// after is what has happened in sheet 15.
func after(t testing.TB, events ...Event) estest.Scenario[*Sheet, Command, Event] {
	return estest.Given(t, Decider, events...)
}
