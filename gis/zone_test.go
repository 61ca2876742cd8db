package gis_test

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

func TestZones(t *testing.T) {
	t.Parallel()
	t.Run("there are eighteen, found by their codes", func(t *testing.T) {
		zones := gis.Zones()
		if len(zones) != 18 {
			t.Fatal(len(zones))
		}
		for _, zone := range zones {
			if found, known := gis.ZoneBySRID(zone.SRID); !known || found != zone {
				t.Error(zone)
			}
		}
		if _, known := gis.ZoneBySRID(4326); known {
			t.Error("WGS84 is a zone")
		}
	})
	t.Run("a zone is named by its central meridian", func(t *testing.T) {
		zone, _ := gis.ZoneBySRID(9208)
		if zone.Name != "VN-2000 / TM-3 104°45'" {
			t.Error(zone.Name)
		}
	})
	t.Run("every province of before July 2025 has one, as the statistics office writes it", func(t *testing.T) {
		for name := range strings.SplitSeq(oldProvinces, ", ") {
			if _, known := gis.ZoneOfProvince(name); !known {
				t.Error(name)
			}
		}
	})
	t.Run("a province is known however its name is dressed", func(t *testing.T) {
		for name, srid := range map[string]int{
			"Hà Nội": 5897, "TP HCM": 9210, "TP. Hồ Chí Minh": 9210, "tỉnh bà rịa – vũng tàu": 5899, "Bà Rịa-Vũng Tàu": 5899,
			"Tỉnh Thừa Thiên Huế": 9214, "Hoà Bình": 9211, "Khánh Hoà": 9217, "Thanh Hoá": 5897, " Đắk Lắk ": 9218,
		} {
			if zone, known := gis.ZoneOfProvince(name); !known || zone.SRID != srid {
				t.Errorf("%s: %v", name, zone)
			}
		}
		if _, known := gis.ZoneOfProvince("Ha Noi"); known {
			t.Error("accents do not count")
		}
	})
}

const oldProvinces = `Thành phố Cần Thơ, Thành phố Huế, Thành phố Hà Nội, Thành phố Hải Phòng, Thành phố Hồ Chí Minh, Thành phố Đà Nẵng, ` +
	`Tỉnh An Giang, Tỉnh Bà Rịa - Vũng Tàu, Tỉnh Bình Dương, Tỉnh Bình Phước, Tỉnh Bình Thuận, Tỉnh Bình Định, Tỉnh Bạc Liêu, ` +
	`Tỉnh Bắc Giang, Tỉnh Bắc Kạn, Tỉnh Bắc Ninh, Tỉnh Bến Tre, Tỉnh Cao Bằng, Tỉnh Cà Mau, Tỉnh Gia Lai, Tỉnh Hà Giang, Tỉnh Hà Nam, ` +
	`Tỉnh Hà Tĩnh, Tỉnh Hòa Bình, Tỉnh Hưng Yên, Tỉnh Hải Dương, Tỉnh Hậu Giang, Tỉnh Khánh Hòa, Tỉnh Kiên Giang, Tỉnh Kon Tum, ` +
	`Tỉnh Lai Châu, Tỉnh Long An, Tỉnh Lào Cai, Tỉnh Lâm Đồng, Tỉnh Lạng Sơn, Tỉnh Nam Định, Tỉnh Nghệ An, Tỉnh Ninh Bình, Tỉnh Ninh Thuận, ` +
	`Tỉnh Phú Thọ, Tỉnh Phú Yên, Tỉnh Quảng Bình, Tỉnh Quảng Nam, Tỉnh Quảng Ngãi, Tỉnh Quảng Ninh, Tỉnh Quảng Trị, Tỉnh Sóc Trăng, ` +
	`Tỉnh Sơn La, Tỉnh Thanh Hóa, Tỉnh Thái Bình, Tỉnh Thái Nguyên, Tỉnh Tiền Giang, Tỉnh Trà Vinh, Tỉnh Tuyên Quang, Tỉnh Tây Ninh, ` +
	`Tỉnh Vĩnh Long, Tỉnh Vĩnh Phúc, Tỉnh Yên Bái, Tỉnh Điện Biên, Tỉnh Đắk Lắk, Tỉnh Đắk Nông, Tỉnh Đồng Nai, Tỉnh Đồng Tháp`

func TestParcelCode(t *testing.T) {
	t.Parallel()
	t.Run("a GeoHash has twelve characters", func(t *testing.T) {
		if code := (gis.LonLat{Lon: 10.40744, Lat: 57.64911}).GeoHash(); code != "u4pruydqqvj8" {
			t.Error(code)
		}
	})
	t.Run("the ends of the earth have one too", func(t *testing.T) {
		for place, want := range map[gis.LonLat]string{{Lon: 180, Lat: 90}: "zzzzzzzzzzzz", {Lon: -180, Lat: -90}: "000000000000", {}: "s00000000000"} {
			if code := place.GeoHash(); code != want {
				t.Error(place, code)
			}
		}
	})
	t.Run("a parcel's code is that of its pole, every time", func(t *testing.T) {
		p := polygon(square(548900, 2328800, 20))
		code, pole := gis.ParcelCode(p)
		zone, _ := gis.ZoneBySRID(5897)
		if again, _ := gis.ParcelCode(p); code != again || code != zone.ToWGS84(pole).GeoHash() || !p.Contains(pole) || len(code) != 12 {
			t.Error(code, again, pole)
		}
	})
	t.Run("a polygon in no zone has none", func(t *testing.T) {
		p := polygon(square(0, 0, 20))
		p.SRID = 4326
		if code, pole := gis.ParcelCode(p); code != "" || pole != gis.PointOf(10, 10) {
			t.Error(code, pole)
		}
	})
}
