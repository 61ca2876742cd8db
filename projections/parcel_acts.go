package projections

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/postgis"
	"github.com/diachinh/diachinh/projections/engine"
)

// parcelAct is what an event asks of the table.
type parcelAct struct {
	key        int64 // of the first row
	revision   uint64
	recordedAt time.Time
	event      engine.Event
	record     fields // of the parcels that the event is about
	changes    []parcelChange
	err        error // the first
}

// parcelChange is what happens to one parcel.
type parcelChange struct {
	kind   changeKind
	parcel ladm.ParcelID
	day    ladm.Date
	columns
}

// changeKind says how a change stands to the versions that there are.
type changeKind int

const (
	begins   changeKind = iota // the first version
	changes                    // takes up where the current version ends
	inserts                    // so too, and leaves the revision
	corrects                   // takes the place of all versions from a day on
	annuls                     // takes the place of all versions, and is valid on no day
)

// columns are runs of columns that change together; nil stands as it was. Their
// order is that of columnNames.
type columns [columnRuns][]byte

const (
	record    = iota // how the version came about
	status           // status and annulled
	recovered        //
	use              // land type and purposes
	place            // sheet and code, which never change
	number           //
	legal            // legal area
	shape            // measured area, zone and boundary
	columnRuns
)

var (
	active   = fields{}.text("active").boolean(false)
	ended    = fields{}.text("ended").boolean(false)
	annulled = fields{}.text("ended").boolean(true)
	yes, no  = fields{}.boolean(true), fields{}.boolean(false)
)

func newAct(e engine.Event, cause string, warnings []rules.Finding) *parcelAct {
	a := &parcelAct{key: e.Key(0), revision: e.Revision, recordedAt: e.Meta.RecordedAt, event: e}
	a.record = a.came(cause, warnings, no)
	return a
}

// came says how versions came about; inserted, whether they only gained points.
func (a *parcelAct) came(cause string, warnings []rules.Finding, inserted fields) fields {
	e := a.event
	f := make(fields, 0, 192).uuid(e.ID).text(e.Type).text(e.Meta.Actor).text(e.Meta.Office).
		textOrNull(e.Meta.Dossier).textOrNull(e.Meta.Procedure).textOrNull(cause)
	if len(e.Meta.Sources) == 0 {
		f = f.null()
	} else {
		f = a.json(f, e.Meta.Sources)
	}
	if len(warnings) == 0 {
		f = f.null()
	} else {
		f = a.json(f, warnings)
	}
	return append(f, inserted...)
}

func (a *parcelAct) json(to fields, value any) fields {
	encoded, err := json.Marshal(value)
	a.fail(err)
	return to.jsonb(encoded)
}

func (a *parcelAct) fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// done returns the act, or nothing where it does nothing.
func (a *parcelAct) done() (any, error) {
	if a.err != nil || len(a.changes) == 0 {
		return nil, a.err
	}
	return a, nil
}

func (a *parcelAct) add(kind changeKind, parcel ladm.ParcelID, day ladm.Date, c columns) *parcelAct {
	if c[record] == nil {
		c[record] = a.record
	}
	a.changes = append(a.changes, parcelChange{kind, parcel, day, c})
	return a
}

func (a *parcelAct) registered(e cadastre.ParcelRegistered) *parcelAct {
	return a.begun(e.Sheet, cadastre.BegunParcel{
		Parcel: e.Parcel, Number: e.Number, Code: e.Code, LegalArea: e.LegalArea, MeasuredArea: e.MeasuredArea,
		Purposes: e.Purposes, Boundary: e.Boundary, Surveyed: e.Surveyed,
	}, e.EffectiveDate)
}

func (a *parcelAct) begun(sheet ladm.SheetID, b cadastre.BegunParcel, day ladm.Date) *parcelAct {
	first := columns{
		status: active, recovered: no, use: uses(b.Purposes),
		place:  make(fields, 0, 36).uuid(sheet.UUID).text(b.Code.Code),
		number: fields{}.integer(b.Number), legal: fields{}.area(b.LegalArea),
		shape: a.shape(b.Boundary, b.MeasuredArea, b.Surveyed),
	}
	if b.Recovered {
		first[recovered] = yes
	}
	return a.add(begins, b.Parcel, day, first)
}

func (a *parcelAct) replaced(r cadastre.Replacement) *parcelAct {
	for _, parent := range r.Ended {
		a.add(changes, parent.Parcel, r.EffectiveDate, columns{status: ended})
	}
	for _, child := range r.Begun {
		a.begun(r.Sheet, child, r.EffectiveDate)
	}
	return a.inserted(r.Inserted, r.EffectiveDate)
}

func (a *parcelAct) reshaped(kind changeKind, r cadastre.Reshaping) *parcelAct {
	for _, p := range r.Parcels {
		a.add(kind, p.Parcel, r.EffectiveDate, columns{
			legal: fields{}.area(p.LegalArea), use: uses(p.Purposes),
			shape: a.shape(p.Boundary, p.MeasuredArea, p.Surveyed),
		})
	}
	return a.inserted(r.Inserted, r.EffectiveDate)
}

// inserted is about neighbours: what the act is called, and what the rules warned
// of, is none of theirs.
func (a *parcelAct) inserted(insertions []cadastre.Insertion, day ladm.Date) *parcelAct {
	if len(insertions) == 0 {
		return a
	}
	aside := a.came("", nil, yes)
	for _, in := range insertions {
		a.add(inserts, in.Parcel, day, columns{record: aside, shape: a.shape(in.Boundary, in.MeasuredArea, in.Surveyed)})
	}
	return a
}

func (a *parcelAct) corrected(e cadastre.ParcelCorrected) *parcelAct {
	var c columns
	if e.Number != 0 {
		c[number] = fields{}.integer(e.Number)
	}
	if e.LegalArea != 0 {
		c[legal] = fields{}.area(e.LegalArea)
	}
	if len(e.Purposes) > 0 {
		c[use] = uses(e.Purposes)
	}
	return a.add(corrects, e.Parcel, e.EffectiveDate, c)
}

func (a *parcelAct) reinstated(e cadastre.ParcelsReinstated) *parcelAct {
	for _, id := range e.Annulled {
		a.add(annuls, id, e.EffectiveDate, columns{status: annulled})
	}
	for _, p := range e.Reinstated {
		a.add(corrects, p.Parcel, e.EffectiveDate, columns{status: active, shape: a.shape(p.Boundary, p.MeasuredArea, p.Surveyed)})
	}
	return a.inserted(e.Inserted, e.EffectiveDate)
}

func (a *parcelAct) shape(boundary gis.Polygon, measured ladm.Area, surveyed []cadastre.SurveyedPoint) fields {
	if _, known := gis.ZoneBySRID(boundary.SRID); !known {
		a.fail(fmt.Errorf("boundary in EPSG:%d, which is no VN-2000 zone", boundary.SRID))
		return nil
	}
	native, wgs84, mercator := postgis.Geometries(boundary)
	f := make(fields, 0, 192+3*16*len(native.FlatCoords())/2)
	f = f.area(measured).integer(boundary.SRID).polygon(native).polygon(wgs84).polygon(mercator)
	if len(surveyed) == 0 {
		return f.null()
	}
	return a.json(f, surveyed)
}

// uses writes purposes and the main land type among them.
func uses(purposes []cadastre.Purpose) fields {
	encoded, _ := json.Marshal(purposes) // dates, areas and text: nothing that JSON lacks
	return make(fields, 0, 16+len(encoded)).text(mainLandType(purposes)).jsonb(encoded)
}

// mainLandType is the type of the purpose with the largest area, the first of
// equals.
func mainLandType(purposes []cadastre.Purpose) string {
	if len(purposes) == 0 {
		return ""
	}
	return slices.MaxFunc(purposes, func(a, b cadastre.Purpose) int { return cmp.Compare(a.Area, b.Area) }).Type
}
