package gis

import "strings"

// provinceZones says which zone each province of before 1/7/2025 maps in
// (areas of use in the EPSG registry). A sheet keeps the zone of
// its old province: 17 of the provinces since then hold two or three.
var provinceZones = map[int]string{
	5897: "Hà Nội, Hà Nam, Hà Tây, Ninh Bình, Thanh Hóa, Vĩnh Phúc, Cần Thơ, Bạc Liêu, Đồng Tháp, Hậu Giang",
	5898: "Quảng Ngãi",
	5899: "Quảng Ninh, Đà Nẵng, Quảng Nam, Bà Rịa-Vũng Tàu, Đồng Nai, Lâm Đồng",
	9205: "Điện Biên, Lai Châu",
	9206: "Sơn La",
	9207: "Cà Mau, Kiên Giang",
	9208: "An Giang, Lào Cai, Nghệ An, Phú Thọ, Yên Bái",
	9209: "Bắc Ninh, Hà Giang, Hà Tĩnh, Hải Dương, Hưng Yên, Nam Định, Sóc Trăng, Tây Ninh, Thái Bình, Trà Vinh, Vĩnh Long",
	9210: "Hải Phòng, TP HCM, Hồ Chí Minh, Bến Tre, Bình Dương, Cao Bằng, Long An, Tiền Giang",
	9211: "Hòa Bình, Quảng Bình, Tuyên Quang",
	9212: "Bình Phước, Quảng Trị",
	9213: "Bắc Kạn, Thái Nguyên",
	9214: "Bắc Giang, Thừa Thiên-Huế, Huế",
	9215: "Lạng Sơn",
	9216: "Kon Tum",
	9217: "Bình Định, Khánh Hòa, Ninh Thuận",
	9218: "Bình Thuận, Đắk Lắk, Đắk Nông, Gia Lai, Phú Yên",
}

var zoneByProvince = func() map[string]int {
	byName := map[string]int{}
	for srid, names := range provinceZones {
		for name := range strings.SplitSeq(names, ", ") {
			byName[provinceKey(name)] = srid
		}
	}
	return byName
}()

// ZoneOfProvince returns the zone in which a province of before 1/7/2025 (63 of
// them, and Hà Tây) has its cadastral maps. Accents count; "Tỉnh", "Thành phố",
// hyphens, case and the place of the tone mark in "oa" do not.
func ZoneOfProvince(oldProvince string) (Zone, bool) {
	srid, found := zoneByProvince[provinceKey(oldProvince)]
	if !found {
		return Zone{}, false
	}
	return ZoneBySRID(srid)
}

var spelling = strings.NewReplacer("-", "", "–", "", " ", "", ".", "", "oà", "òa", "oá", "óa")

func provinceKey(name string) string {
	key := spelling.Replace(strings.ToLower(name))
	for _, title := range []string{"tỉnh", "thànhphố", "tp"} {
		key = strings.TrimPrefix(key, title)
	}
	return key
}
