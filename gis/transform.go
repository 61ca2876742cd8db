package gis

import "math"

// The ellipsoid of WGS84, which is also that of VN-2000.
const (
	semiMajor  = 6378137.0 // metres
	flattening = 1 / 298.257223563
	semiMinor  = semiMajor * (1 - flattening)
	eccentric2 = flattening * (2 - flattening) // first eccentricity, squared
	second2    = eccentric2 / (1 - eccentric2) // second eccentricity, squared

	degree    = math.Pi / 180
	arcSecond = degree / 3600
)

// EPSG:6960, VN-2000 to WGS84: metres, radians, and a factor. Its rotations turn
// the coordinate frame, not the position.
const (
	shiftX  = -191.90441429
	shiftY  = -39.30318279
	shiftZ  = -111.45032835
	rotateX = -0.00928836 * arcSecond
	rotateY = 0.01975479 * arcSecond
	rotateZ = -0.00427372 * arcSecond
	enlarge = 1 + 0.252906278e-6
)

// ToWGS84 brings a point of the zone to WGS84 by EPSG:6960, taking it to lie on
// the ellipsoid. It agrees with PROJ pinned to the same transformation to better
// than a micrometre.
func (z Zone) ToWGS84(p Point) LonLat {
	return z.transform(p.Metres())
}

func (z Zone) transform(e, n float64) LonLat {
	sinLat, cosLat, lon := z.unproject(e, n)
	sinLon, cosLon := math.Sincos(lon)

	normal := semiMajor / math.Sqrt(1-eccentric2*sinLat*sinLat)
	x := normal * cosLat * cosLon
	y := normal * cosLat * sinLon
	w := normal * (1 - eccentric2) * sinLat

	return geographic(
		shiftX+enlarge*(x+rotateZ*y-rotateY*w),
		shiftY+enlarge*(y-rotateZ*x+rotateX*w),
		shiftZ+enlarge*(w+rotateY*x-rotateX*y),
	)
}

// FromWGS84 is the inverse of ToWGS84, rounded to the millimetre. The place must
// lie within some ten degrees of the zone's central meridian. What PROJ calls the
// inverse is up to a millimetre off: it takes the place to lie on the ellipsoid in
// WGS84, not in VN-2000, some 30 m above. So it serves as a first guess here.
func (z Zone) FromWGS84(l LonLat) Point {
	guess := z.transform(z.untransform(l))
	return PointOf(z.untransform(LonLat{Lon: 2*l.Lon - guess.Lon, Lat: 2*l.Lat - guess.Lat}))
}

func (z Zone) untransform(l LonLat) (e, n float64) {
	sinLat, cosLat := math.Sincos(l.Lat * degree)
	sinLon, cosLon := math.Sincos(l.Lon * degree)
	normal := semiMajor / math.Sqrt(1-eccentric2*sinLat*sinLat)
	x := (normal*cosLat*cosLon - shiftX) / enlarge
	y := (normal*cosLat*sinLon - shiftY) / enlarge
	w := (normal*(1-eccentric2)*sinLat - shiftZ) / enlarge

	vn2000 := geographic(
		x-rotateZ*y+rotateY*w,
		y+rotateZ*x-rotateX*w,
		w-rotateY*x+rotateX*y,
	)
	return z.project(vn2000.Lat*degree, vn2000.Lon*degree)
}

// geographic is Bowring's formula: from geocentric metres to degrees, exact to
// far below a micrometre for places within kilometres of the ellipsoid.
func geographic(x, y, w float64) LonLat {
	p := math.Sqrt(x*x + y*y)
	t, u := w*semiMajor, p*semiMinor
	norm := math.Sqrt(t*t + u*u)
	s, c := t/norm, u/norm
	lat := math.Atan2(w+second2*semiMinor*s*s*s, p-eccentric2*semiMajor*c*c*c)
	return LonLat{Lon: math.Atan2(y, x) / degree, Lat: lat / degree}
}

// Mercator returns the place in Web Mercator (EPSG:3857), in metres.
func (l LonLat) Mercator() (x, y float64) {
	sin := math.Sin(l.Lat * degree)
	return semiMajor * l.Lon * degree, semiMajor * 0.5 * math.Log((1+sin)/(1-sin))
}
