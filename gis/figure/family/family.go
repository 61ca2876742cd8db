package family

import (
	"context"
	"fmt"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/projections/read"
)

// Models knows families; [read.DB] does.
type Models interface {
	// Family returns all parcels that a chain of descents joins to a parcel,
	// itself included: each one's versions, the oldest first, and the descents, as
	// far as was known at the instant asked for.
	Family(ctx context.Context, id ladm.ParcelID, at read.At, fields read.Fields) ([]read.Parcel, []read.Descent, error)
}

// SVG draws the family of a parcel over time, as far as was known at the instant
// asked for. Errors: read.ErrNotFound, read.ErrUnavailable.
func SVG(ctx context.Context, models Models, id ladm.ParcelID, at read.At) (string, error) {
	versions, descents, err := models.Family(ctx, id, at, read.Fields{Geometry: true, Record: true})
	if err != nil {
		return "", fmt.Errorf("family of parcel %s: %w", id, err)
	}
	return figureOf(id, versions, descents).SVG(), nil
}

func figureOf(id ladm.ParcelID, versions []read.Parcel, descents []read.Descent) figure.Family {
	f := figure.Family{Subject: id.String()}
	for _, v := range versions {
		if v.ID == id {
			f.Title = fmt.Sprintf("Thửa %d, tờ %d, %s", v.Number, v.Sheet.Number, v.Sheet.Commune.Name)
		}
	}
	drawn, purposes := drawn{}, ""
	for _, act := range actsOf(versions, descents) {
		picture := drawn.draw(act)
		if len(picture.Shows)+len(picture.Ends)+len(picture.Annuls) > 0 {
			f.Acts = together(f.Acts, picture)
		}
		if subject, is := act.version(id); is {
			now := purposesOf(subject)
			if purposes != "" && now != purposes {
				f.Notes = append(f.Notes, note(picture, purposes+" → "+now))
			}
			purposes = now
		}
	}
	return f
}

// together adds an act to a picture; parcels that were registered on one day are
// shown at once.
func together(acts []figure.Act, next figure.Act) []figure.Act {
	if len(acts) > 0 {
		last := &acts[len(acts)-1]
		if last.Name == next.Name && next.Name == names[registered] && last.Day == next.Day && last.Recorded == next.Recorded {
			last.Shows = append(last.Shows, next.Shows...)
			return acts
		}
	}
	return append(acts, next)
}
