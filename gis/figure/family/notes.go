package family

import (
	"fmt"
	"strings"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/projections/read"
)

// note tells in a line what an act changed that no map shows.
func note(act figure.Act, change string) string {
	text := act.Day + ": " + act.Name
	if act.Code != "" {
		text += fmt.Sprintf(" (%s)", act.Code)
	}
	if act.Recorded != "" {
		text += ", ghi nhận " + act.Recorded
	}
	return text + ": " + change
}

// version is what an act left of a parcel.
func (a *act) version(id ladm.ParcelID) (read.Parcel, bool) {
	return lo.Find(a.versions, func(v read.Parcel) bool { return v.ID == id })
}

// purposesOf names what a parcel may be used for: "ONT 400,0 m², CLN 212,0 m²".
func purposesOf(p read.Parcel) string {
	return strings.Join(lo.Map(p.Purposes, func(u read.Purpose, _ int) string {
		return u.Type + " " + figure.SquareMetres(u.Area.Float())
	}), ", ")
}
