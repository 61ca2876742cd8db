package gis

import "math"

// Transverse Mercator by Krüger's series in the third flattening n, to the sixth
// order (Karney 2011, "Transverse Mercator with an accuracy of a few nanometers",
// eqs. 12, 35, 36): what PROJ's tmerc computes too.
const (
	n1 = flattening / (2 - flattening)
	n2 = n1 * n1
	n3 = n2 * n1
	n4 = n3 * n1
	n5 = n4 * n1
	n6 = n5 * n1

	// meridian is the radius of the circle as long as a meridian, times the scale
	// of TM-3 on its central meridian.
	meridian     = 0.9999 * semiMajor / (1 + n1) * (1 + n2/4 + n4/64 + n6/256)
	falseEasting = 500000.0
)

// series holds the factors of sin 2x, sin 4x, … sin 12x.
type series [6]float64

var (
	toGrid = series{
		n1/2 - n2*2/3 + n3*5/16 + n4*41/180 - n5*127/288 + n6*7891/37800,
		n2*13/48 - n3*3/5 + n4*557/1440 + n5*281/630 - n6*1983433/1935360,
		n3*61/240 - n4*103/140 + n5*15061/26880 + n6*167603/181440,
		n4*49561/161280 - n5*179/168 + n6*6601661/7257600,
		n5*34729/80640 - n6*3418889/1995840,
		n6 * 212378941 / 319334400,
	}
	fromGrid = series{
		n1/2 - n2*2/3 + n3*37/96 - n4/360 - n5*81/512 + n6*96199/604800,
		n2/48 + n3/15 - n4*437/1440 + n5*46/105 - n6*1118711/3870720,
		n3*17/480 - n4*37/840 - n5*209/4480 + n6*5569/90720,
		n4*4397/161280 - n5*11/504 - n6*830251/7257600,
		n5*4583/161280 - n6*108847/3991680,
		n6 * 20648693 / 638668800,
	}
	// fromConformal turns a conformal latitude into a geographic one.
	fromConformal = series{
		2*n1 - n2*2/3 - 2*n3 + n4*116/45 + n5*26/45 - n6*2854/675,
		n2*7/3 - n3*8/5 - n4*227/45 + n5*2704/315 + n6*2323/945,
		n3*56/15 - n4*136/35 - n5*1262/105 + n6*73814/2835,
		n4*4279/630 - n5*332/35 - n6*399572/14175,
		n5*4174/315 - n6*144838/6237,
		n6 * 601676 / 22275,
	}
)

// sum is Σ fⱼ sin 2jx, by Clenshaw's recurrence, from sin 2x and cos 2x.
func (f *series) sum(sin2, cos2 float64) float64 {
	var b1, b2 float64
	for j := len(f) - 1; j >= 0; j-- {
		b1, b2 = f[j]+2*cos2*b1-b2, b1
	}
	return sin2 * b1
}

// complexSum is Σ fⱼ sin 2jz for z = x + iy, by the same recurrence.
func (f *series) complexSum(sin2x, cos2x, sinh2y, cosh2y float64) (re, im float64) {
	cosRe, cosIm := 2*cos2x*cosh2y, -2*sin2x*sinh2y // 2 cos 2z
	var b1Re, b1Im, b2Re, b2Im float64
	for j := len(f) - 1; j >= 0; j-- {
		b1Re, b1Im, b2Re, b2Im = f[j]+cosRe*b1Re-cosIm*b1Im-b2Re, cosRe*b1Im+cosIm*b1Re-b2Im, b1Re, b1Im
	}
	sinRe, sinIm := sin2x*cosh2y, cos2x*sinh2y // sin 2z
	return sinRe*b1Re - sinIm*b1Im, sinRe*b1Im + sinIm*b1Re
}

// unproject returns the latitude's sine and cosine and the longitude in radians
// of a place on the zone's grid, on the datum of VN-2000.
func (z Zone) unproject(e, n float64) (sinLat, cosLat, lon float64) {
	x, y := n/meridian, (e-falseEasting)/meridian
	sin2x, cos2x := math.Sincos(2 * x)
	sinh2y, cosh2y := sinhCosh(2 * y)
	dx, dy := fromGrid.complexSum(sin2x, cos2x, sinh2y, cosh2y)
	sinX, cosX := math.Sincos(x - dx)
	sinhY, coshY := sinhCosh(y - dy)

	sin := sinX / coshY // of the conformal latitude
	cos := math.Sqrt(sinhY*sinhY+cosX*cosX) / coshY
	// The geographic latitude is the conformal one and a small angle more.
	more := fromConformal.sum(2*sin*cos, cos*cos-sin*sin)
	sinMore, cosMore := math.Sincos(more)
	return sin*cosMore + cos*sinMore, cos*cosMore - sin*sinMore,
		z.CentralMeridian*degree + math.Atan2(sinhY, cosX)
}

// project is the inverse of unproject, from radians to metres on the grid.
func (z Zone) project(lat, lon float64) (e, n float64) {
	sinLat, cosLat := math.Sincos(lat)
	sinLon, cosLon := math.Sincos(lon - z.CentralMeridian*degree)
	// tan of the conformal latitude (Karney's eqs. 7 to 9)
	eccentricity := math.Sqrt(eccentric2)
	sigma := math.Sinh(eccentricity * math.Atanh(eccentricity*sinLat))
	tan := sinLat / cosLat
	conformal := tan*math.Sqrt(1+sigma*sigma) - sigma*math.Sqrt(1+tan*tan)

	x := math.Atan2(conformal, cosLon)
	y := math.Asinh(sinLon / math.Sqrt(conformal*conformal+cosLon*cosLon))
	sin2x, cos2x := math.Sincos(2 * x)
	sinh2y, cosh2y := sinhCosh(2 * y)
	dx, dy := toGrid.complexSum(sin2x, cos2x, sinh2y, cosh2y)
	return falseEasting + meridian*(y+dy), meridian * (x + dx)
}

// sinhCosh is exact to the last digits for the small arguments that occur
// within a zone, where exponentials would lose them.
func sinhCosh(y float64) (sinh, cosh float64) {
	if math.Abs(y) > 0.2 {
		return math.Sinh(y), math.Cosh(y)
	}
	q := y * y
	return y * (1 + q/6*(1+q/20*(1+q/42*(1+q/72*(1+q/110))))),
		1 + q/2*(1+q/12*(1+q/30*(1+q/56*(1+q/90*(1+q/132)))))
}
