package main

import (
	"context"
	"regexp"
	"strconv"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
)

// parcelAddress is one of the ways to name a parcel.
type parcelAddress struct {
	id                   uuid.UUID
	code                 string
	commune              string
	sheet, number, scale int
}

// codeForm is a GeoHash of 12 characters; numberForm is commune/sheet/number.
var (
	codeForm   = regexp.MustCompile(`^[0-9b-hjkmnp-z]{12}$`)
	numberForm = regexp.MustCompile(`^(\d{1,8})/(\d{1,6})/(\d{1,6})$`)
)

// address understands how the parcel was named.
func (c *historyCommand) address() (parcelAddress, error) {
	if id, err := uuid.Parse(c.Parcel); err == nil {
		return parcelAddress{id: id}, nil
	}
	if codeForm.MatchString(c.Parcel) {
		return parcelAddress{code: c.Parcel}, nil
	}
	parts := numberForm.FindStringSubmatch(c.Parcel)
	if parts == nil {
		return parcelAddress{}, usage("USAGE", "%q không phải là định danh, mã thửa đất 12 ký tự hay xã/tờ/thửa, ví dụ 13669/15/7.", c.Parcel)
	}
	sheet, _ := strconv.Atoi(parts[2]) // digits, by the form
	number, _ := strconv.Atoi(parts[3])
	return parcelAddress{commune: parts[1], sheet: sheet, number: number, scale: c.Scale}, nil
}

// find returns the parcel as it was at a time.
func (a parcelAddress) find(ctx context.Context, models *read.DB, at read.At) (read.Parcel, error) {
	fields := read.Fields{Record: true}
	switch {
	case a.code != "":
		return models.ParcelByCode(ctx, a.code, at, fields)
	case a.commune != "":
		return models.ParcelByNumber(ctx, a.commune, a.sheet, a.number, a.scale, at, fields)
	}
	return models.ParcelByID(ctx, ladm.ParcelID{UUID: a.id}, at, fields)
}
