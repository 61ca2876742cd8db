package gis

import "math"

const (
	hashLength   = 12
	hashAlphabet = "0123456789bcdefghjkmnpqrstuvwxyz"
)

// GeoHash returns the place's GeoHash of 12 characters, whose cell is some
// 37 × 19 mm: five bits a character, turn about longitude and latitude.
func (l LonLat) GeoHash() string {
	const bits = 5 * hashLength / 2
	lon, lat := halvings(l.Lon, 180, bits), halvings(l.Lat, 90, bits)
	var code [hashLength]byte
	for i := range code {
		var character int
		for bit := 5 * i; bit < 5*i+5; bit++ {
			of, shift := lon, bits-1-bit/2
			if bit%2 == 1 {
				of = lat
			}
			character = character<<1 | of>>shift&1
		}
		code[i] = hashAlphabet[character]
	}
	return string(code[:])
}

// halvings says in which of 2^bits equal parts of the range from -limit to limit
// a value lies; one on a border belongs to the part above. The borders are exact
// in binary, so that this is what repeated halving finds, without repeating it.
func halvings(value, limit float64, bits int) int {
	parts := 1 << bits
	width := 2 * limit / float64(parts)
	part := int(math.Floor((value + limit) / width))
	if value < -limit+float64(part)*width {
		part--
	} else if value >= -limit+float64(part+1)*width {
		part++
	}
	return min(max(part, 0), parts-1)
}
