package read

import (
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
)

// At says as of when: what was so on a day in the world, as the registry knew it
// at an instant. Zero parts mean now; Known without Valid asks for the day on
// which Known fell in Viet Nam.
type At struct {
	Valid ladm.Date
	Known time.Time
}

// day is the day asked for, or today.
func (a At) day() time.Time {
	switch {
	case !a.Valid.IsZero():
		return a.Valid.Time()
	case !a.Known.IsZero():
		return ladm.DateOf(a.Known).Time()
	}
	return ladm.DateOf(time.Now()).Time()
}

// current reports whether what is asked for is what is current.
func (a At) current() bool { return a.Valid.IsZero() && a.Known.IsZero() }

// versionAt demands the version of a time, of ended parcels too. A version's end
// counts only from when it was recorded, and a version that was corrected until
// then.
func (c *conditions) versionAt(at At) {
	switch {
	case at.current():
		c.add(`p.recorded_to = 'infinity'`)
	case at.Known.IsZero():
		c.add(`p.corrected_at = 'infinity' and p.valid_from <= ? and (p.recorded_to = 'infinity' or ? < p.valid_to)`, at.day(), at.day())
	default:
		c.add(`p.recorded_from <= ? and ? < p.corrected_at and p.valid_from <= ? and (? < p.recorded_to or ? < p.valid_to)`,
			at.Known, at.Known, at.day(), at.Known, at.day())
	}
}

// activeAt demands the version of a parcel that exists at a time.
func (c *conditions) activeAt(at At) {
	c.versionAt(at)
	c.add(`p.status = 'active'`)
}

const (
	currentSheets = `registry.sheet`
	// datedSheets takes a day twice.
	datedSheets = `(select b.id, n.commune_id, n.number, n.scale, b.srid, b.opened
	          from registry.sheet_number n
	          join registry.sheet b on b.id = n.sheet_id
	         where n.valid_from <= ? and ? < n.valid_to)`
)

// sheetsOf is what sheets are read from: with the numbers and scales that they had
// on the day asked for.
func (c *conditions) sheetsOf(at At) string {
	if at.current() {
		return currentSheets
	}
	return c.parameters(datedSheets, []any{at.day(), at.day()})
}
