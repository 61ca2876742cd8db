package figure

import "github.com/diachinh/diachinh/gis"

// Family is what happened to parcels that descend from one another.
type Family struct {
	// Title heads the picture, e.g. "Thửa 7, tờ 15, Phường Nam Định".
	Title string
	// Subject is the key of the parcel that was asked for. It is emphasised.
	Subject string
	// Acts are the stages of the picture, in the order in which they were
	// recorded. All boundaries lie in one zone.
	Acts []Act
	// Notes say what happened to the subject that no map shows, a line each:
	// "12/04/2026: Chuyển mục đích sử dụng đất (CM): CLN 600,0 m² → ONT 600,0 m²".
	Notes []string
}

// Act is something that began, changed or ended parcels of a family.
type Act struct {
	// Day is when it took effect and Recorded when it was recorded, as shown:
	// 05/03/2026. Recorded is empty where it goes without saying.
	Day, Recorded string
	// Name says what it was, e.g. "Tách thửa"; Code is that of the kind of
	// change (mã biến động), e.g. TN, or empty.
	Name, Code string
	// Corrects says that it mended an error of the register.
	Corrects bool
	// Shows are the parcels that it began or changed, as they were afterwards.
	Shows []Parcel
	// Ends are the keys of the parcels that it ended; Annuls those of parcels
	// that, it said, had never been.
	Ends, Annuls []string
	// Descents say how much ground went from which parcel to which.
	Descents []Descent
}

// Parcel is a parcel as an act left it.
type Parcel struct {
	Key    string
	Number int
	Area   float64 // m²
	// Recovered says that the State has recovered it.
	Recovered bool
	Boundary  gis.Polygon
}

// Descent is how much of one parcel's ground went to another.
type Descent struct {
	Parent, Child string  // keys
	Area          float64 // m²
}

// SVG draws the family: a small map for each act, from left to right and line by
// line, each showing the family's ground as the act left it; arrows say from
// which parcel how much ground went to which.
func (f Family) SVG() string {
	story := tell(f)
	return draw(f, story, layOut(f, story))
}
