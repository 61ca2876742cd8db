package read

import "time"

// endless is later than all that was ever recorded.
var endless = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// known is the instant as of whose knowledge to answer, or one later than any.
func (a At) known() time.Time {
	if a.Known.IsZero() {
		return endless
	}
	return a.Known
}

// latestAt demands the version that was a parcel's latest as far as was known,
// whatever the day.
func (c *conditions) latestAt(at At) {
	if at.Known.IsZero() {
		c.add(`p.recorded_to = 'infinity'`)
		return
	}
	c.add(`p.recorded_from <= ? and ? < p.recorded_to`, at.Known, at.Known)
}

// knownAt has the rows read as they were known at an instant.
func (f Fields) knownAt(at At) Fields {
	f.known = at.Known
	f.Record = f.Record || !at.Known.IsZero()
	return f
}

// forget leaves out of a version what was learnt after an instant: that it ended,
// and that it was corrected.
func (p *Parcel) forget(after time.Time) {
	if p.RecordedTo.After(after) {
		p.RecordedTo, p.ValidTo = time.Time{}, 0
	}
	if p.CorrectedAt.After(after) {
		p.CorrectedAt = time.Time{}
	}
}

// forget leaves out that an act was undone after an instant.
func (d *Descent) forget(after time.Time) {
	if d.CorrectedAt.After(after) {
		d.CorrectedAt = time.Time{}
	}
}
