package office

import (
	"context"

	"github.com/diachinh/diachinh/access"
)

// changing is an input that changes registered parcels of one sheet.
type changing interface {
	// mutation is the name of the act in the API.
	mutation() string
}

func (r *Registry) change(ctx context.Context, who access.Principal, key string, in changing) (Changed, error) {
	return Changed{}, refusal("PARCEL_UNKNOWN", "parcel", "Không có thửa này.")
}
