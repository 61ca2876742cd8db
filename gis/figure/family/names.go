package family

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/samber/lo"
)

// names are what acts are called in an office, by the wire name of their event.
var names = map[string]string{
	"parcel.registered.v1":          "Đăng ký lần đầu",
	"parcel.subdivided.v1":          "Tách thửa",
	"parcels.merged.v1":             "Hợp thửa",
	"parcels.readjusted.v1":         "Điều chỉnh ranh giới giữa các thửa",
	"parcel.partly_recovered.v1":    "Nhà nước thu hồi một phần thửa đất",
	"parcel.recovered.v1":           "Nhà nước thu hồi thửa đất",
	"parcels.resurveyed.v1":         "Đo đạc lại ranh giới",
	"parcels.boundary_corrected.v1": "Đính chính ranh giới",
	"parcel.naturally_changed.v1":   "Sạt lở, bồi đắp tự nhiên",
	"sheet.points_inserted.v1":      "Thêm điểm trên ranh giới",
	"parcel.purposes_changed.v1":    "Chuyển mục đích sử dụng đất",
	"parcel.legal_area_changed.v1":  "Thay đổi diện tích pháp lý",
	"parcel.ended.v1":               "Kết thúc thửa đất",
	"parcels.reinstated.v1":         "Khôi phục thửa bị kết thúc sai",
	"parcel.corrected.v1":           "Đính chính thông tin thửa đất",
}

// corrections are the acts that mend an error of the register.
var corrections = map[string]bool{
	"parcels.boundary_corrected.v1": true,
	"parcels.reinstated.v1":         true,
	"parcel.corrected.v1":           true,
}

// ActName says in Vietnamese what an act is that an event records, by its wire
// name: "Tách thửa" for parcel.subdivided.v1. An unknown one is its own name.
func ActName(wireName string) string {
	if name, known := names[wireName]; known {
		return name
	}
	return wireName
}

// InsertionName says what an act was for a parcel that only gained points by it:
// by the act's wire name and the numbers of the parcels that it was about, none
// where they are of another sheet.
func InsertionName(wireName string, numbers []int) string {
	const added = "Thêm điểm ranh giới do "
	if len(numbers) == 0 {
		return added + "biến động ở tờ bản đồ khác"
	}
	whose := "thửa"
	if len(numbers) > 1 {
		whose = "các thửa"
	}
	list := strings.Join(lo.Map(numbers, func(n int, _ int) string { return strconv.Itoa(n) }), ", ")
	return fmt.Sprintf("%sviệc %s của %s %s", added, withinSentence(ActName(wireName)), whose, list)
}

// withinSentence writes a name small, but not that of the State.
func withinSentence(name string) string {
	if strings.HasPrefix(name, "Nhà nước") {
		return name
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}
