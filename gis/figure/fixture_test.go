package figure_test

import (
	"fmt"

	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/figure"
)

// polygon is a boundary from eastings and northings in metres, counted from a
// corner of the family's land.
func polygon(coordinates ...float64) gis.Polygon {
	var ring gis.Ring
	for i := 0; i < len(coordinates); i += 2 {
		ring = append(ring, gis.PointOf(571_000+coordinates[i], 2_255_000+coordinates[i+1]))
	}
	return gis.Polygon{SRID: 9209, Rings: []gis.Ring{append(ring, ring[0])}}
}

func box(west, south, east, north float64) gis.Polygon {
	return polygon(west, south, east, south, east, north, west, north)
}

func parcel(number int, boundary gis.Polygon) figure.Parcel {
	return figure.Parcel{Key: fmt.Sprint("p", number), Number: number, Area: boundary.Area(), Boundary: boundary}
}

func registration(parcels ...figure.Parcel) figure.Act {
	return figure.Act{Day: "01/08/2024", Name: "Đăng ký lần đầu", Shows: parcels}
}

// wholeLife is a family that meets every kind of change.
func wholeLife() figure.Family {
	left := parcel(7, polygon(0, 0, 22, 2, 24, 31, 1, 30))
	right := parcel(8, polygon(22, 2, 40, 0, 41, 30, 24, 31))
	front := parcel(9, polygon(0, 0, 22, 2, 23, 16, 0.5, 15))
	back := parcel(10, polygon(0.5, 15, 23, 16, 24, 31, 1, 30))
	whole := parcel(11, polygon(23, 16, 22, 2, 40, 0, 41, 30, 24, 31, 1, 30, 0.5, 15))
	whole.Area = 920.4
	wrong := parcel(12, polygon(0, 0, 11, 1, 11.5, 15.5, 0.5, 15))
	wrong2 := parcel(13, polygon(11, 1, 22, 2, 23, 16, 11.5, 15.5))
	strip := parcel(14, polygon(22, 2, 40, 0, 40.1, 2, 22.2, 4))
	strip.Recovered = true
	rest := parcel(15, polygon(23, 16, 22.2, 4, 40.1, 2, 41, 30, 24, 31, 1, 30, 0.5, 15))
	mended := front
	mended.Boundary = polygon(0, 0, 22, 2, 23, 16, 0.5, 14)
	mended.Area = mended.Boundary.Area()
	return figure.Family{
		Title:   "Thửa 9, tờ 15, Phường Nam Định",
		Subject: front.Key,
		Notes:   []string{"12/06/2025: Chuyển mục đích sử dụng đất (CM): CLN 319,0 m² → ONT 319,0 m²"},
		Acts: []figure.Act{
			registration(left, right),
			{Day: "05/03/2025", Name: "Tách thửa", Code: "TN", Ends: []string{left.Key}, Shows: []figure.Parcel{front, back},
				Descents: []figure.Descent{{Parent: left.Key, Child: front.Key, Area: front.Area}, {Parent: left.Key, Child: back.Key, Area: back.Area}}},
			{Day: "20/06/2025", Name: "Hợp thửa", Code: "TN", Ends: []string{right.Key, back.Key}, Shows: []figure.Parcel{whole},
				Descents: []figure.Descent{{Parent: right.Key, Child: whole.Key, Area: right.Area}, {Parent: back.Key, Child: whole.Key, Area: back.Area}}},
			{Day: "01/07/2025", Name: "Tách thửa", Code: "TN", Ends: []string{front.Key}, Shows: []figure.Parcel{wrong, wrong2},
				Descents: []figure.Descent{{Parent: front.Key, Child: wrong.Key, Area: wrong.Area}, {Parent: front.Key, Child: wrong2.Key, Area: wrong2.Area}}},
			{Day: "01/07/2025", Recorded: "12/07/2025", Name: "Khôi phục thửa kết thúc sai", Code: "SN", Corrects: true,
				Annuls: []string{wrong.Key, wrong2.Key}, Shows: []figure.Parcel{front}},
			{Day: "05/03/2025", Recorded: "02/09/2025", Name: "Đính chính ranh giới", Code: "SN", Corrects: true, Shows: []figure.Parcel{mended}},
			{Day: "15/01/2026", Name: "Nhà nước thu hồi một phần thửa đất", Code: "TH", Ends: []string{whole.Key}, Shows: []figure.Parcel{strip, rest},
				Descents: []figure.Descent{{Parent: whole.Key, Child: strip.Key, Area: strip.Area}, {Parent: whole.Key, Child: rest.Key, Area: rest.Area}}},
		},
	}
}

// annulledSubject is asked about a parcel that never was.
func annulledSubject() figure.Family {
	f := wholeLife()
	f.Title, f.Subject, f.Notes = "Thửa 12, tờ 15, Phường Nam Định", "p12", nil
	return f
}

// changing is land in six columns of three, of which the middle one is divided
// and merged again and again, so that ground comes from between other parcels.
func changing() figure.Family {
	at := func(number, column int, south, north float64) figure.Parcel {
		return parcel(number, box(float64(10*column), south, float64(10*column+10), north))
	}
	var first []figure.Parcel
	for column := range 6 {
		for row := range 3 {
			first = append(first, at(3*column+row+1, column, float64(10*row), float64(10*row+10)))
		}
	}
	f := figure.Family{Title: "Thửa 8, tờ 4, Xã Vạn Thắng", Subject: "p8", Acts: []figure.Act{registration(first...)}}
	whole, number := first[7], 19
	for i := range 5 {
		south, north := at(number, 2, 10, 14), at(number+1, 2, 14, 20)
		f.Acts = append(f.Acts, figure.Act{
			Day: fmt.Sprintf("%02d/05/2025", 2*i+1), Name: "Tách thửa", Code: "TN", Ends: []string{whole.Key}, Shows: []figure.Parcel{south, north},
			Descents: []figure.Descent{{Parent: whole.Key, Child: south.Key, Area: south.Area}, {Parent: whole.Key, Child: north.Key, Area: north.Area}},
		})
		whole = at(number+2, 2, 10, 20)
		f.Acts = append(f.Acts, figure.Act{
			Day: fmt.Sprintf("%02d/05/2025", 2*i+2), Name: "Hợp thửa", Code: "TN", Ends: []string{south.Key, north.Key}, Shows: []figure.Parcel{whole},
			Descents: []figure.Descent{{Parent: south.Key, Child: whole.Key, Area: south.Area}, {Parent: north.Key, Child: whole.Key, Area: north.Area}},
		})
		number += 3
	}
	return f
}

// single is a family of one parcel.
func single() figure.Family {
	p := parcel(1, polygon(0, 0, 12, 1, 11, 9, -1, 8))
	return figure.Family{Title: "Thửa 1, tờ 3, Xã Vạn Thắng", Subject: p.Key, Acts: []figure.Act{registration(p)}}
}

// estate is one parcel that became sixty.
func estate() figure.Family {
	whole := parcel(1, box(0, 0, 100, 60))
	act := figure.Act{Day: "05/03/2025", Name: "Tách thửa", Code: "TN", Ends: []string{whole.Key}}
	for i := range 60 {
		x, y := float64(i%10)*10, float64(i/10)*10
		lot := parcel(100+i, box(x, y, x+10, y+10))
		act.Shows = append(act.Shows, lot)
		act.Descents = append(act.Descents, figure.Descent{Parent: whole.Key, Child: lot.Key, Area: lot.Area})
	}
	return figure.Family{Title: "Thửa 123, tờ 15, Phường Nam Định", Subject: "p123", Acts: []figure.Act{registration(whole), act}}
}

// row is a tall parcel from which strips are cut one after the other.
func row(tall bool) figure.Family {
	piece := func(number int, from, to float64) figure.Parcel {
		if tall {
			return parcel(number, box(0, from, 4, to))
		}
		return parcel(number, box(from, 0, to, 4))
	}
	rest := piece(1, 0, 80)
	f := figure.Family{Title: "Thửa 1, tờ 2, Xã Vạn Thắng", Subject: rest.Key, Acts: []figure.Act{registration(rest)}}
	for i := range 7 {
		at := float64(10 * (i + 1))
		cut, left := piece(2+2*i, at-10, at), piece(3+2*i, at, 80)
		f.Acts = append(f.Acts, figure.Act{
			Day: fmt.Sprintf("%02d/05/2025", i+1), Name: "Tách thửa", Code: "TN", Ends: []string{rest.Key}, Shows: []figure.Parcel{cut, left},
			Descents: []figure.Descent{{Parent: rest.Key, Child: cut.Key, Area: cut.Area}, {Parent: rest.Key, Child: left.Key, Area: left.Area}},
		})
		rest = left
	}
	return f
}
