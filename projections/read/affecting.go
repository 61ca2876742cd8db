package read

import (
	"context"

	"github.com/google/uuid"
	"github.com/samber/lo"
)

// rowsOfEvent is how many keys of rows an event has for itself.
const rowsOfEvent = 8192

// Affecting returns the parcels whose acts put points on the boundaries of
// versions that are Inserted, by the ids of the events: of a replacement those
// that it ended. An act on another sheet is not found. Versions need their Event;
// of several by one event the first recorded counts.
func (db *DB) Affecting(ctx context.Context, versions []Parcel) (map[uuid.UUID][]Parcel, error) {
	inserted := lo.Filter(versions, func(v Parcel, _ int) bool { return v.Inserted })
	if len(inserted) == 0 {
		return nil, nil
	}
	fields := Fields{Record: true}
	found, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+`
  from unnest($1::bigint[], $2::uuid[]) as e (key, id)
  join registry.parcel_version p on p.key >= e.key and p.key < e.key + $3 and p.event_id = e.id
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id
 where not p.inserted and not p.annulled
 order by p.number, p.version`,
		lo.Map(inserted, func(v Parcel, _ int) int64 { return v.Place.Row / rowsOfEvent * rowsOfEvent }),
		lo.Map(inserted, func(v Parcel, _ int) uuid.UUID { return v.Event.ID }), rowsOfEvent)
	return lo.MapValues(lo.GroupBy(found, func(p Parcel) uuid.UUID { return p.Event.ID }), func(of []Parcel, _ uuid.UUID) []Parcel {
		if ended := lo.Filter(of, func(p Parcel, _ int) bool { return p.Status == Ended }); len(ended) > 0 {
			of = ended
		}
		return lo.UniqBy(of, func(p Parcel) uuid.UUID { return p.ID.UUID })
	}), err
}
