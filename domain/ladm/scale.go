package ladm

import (
	_ "embed"
	"encoding/json"
)

// Scale is a scale that cadastral maps are drawn in.
type Scale struct {
	// Denominator is 2000 for 1:2000.
	Denominator int `json:"denominator"`
	// PointAccuracy is the largest standard deviation of a boundary point, in metres.
	PointAccuracy float64 `json:"point_accuracy_m"`
	Note          string  `json:"note"`
}

//go:embed data/scales.json
var scales []byte

// Scales are the scales of Circular 26/2024/TT-BTNMT, from large to small.
var Scales = parseScales(scales)

// ScaleOf finds a scale by its denominator.
func ScaleOf(denominator int) (Scale, bool) {
	for _, scale := range Scales {
		if scale.Denominator == denominator {
			return scale, true
		}
	}
	return Scale{}, false
}

func parseScales(data []byte) []Scale {
	var list struct {
		Entries []Scale `json:"entries"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		panic("scales: " + err.Error()) // a mistake in the program
	}
	return list.Entries
}
