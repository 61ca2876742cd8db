package territory

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

func TestZonesOfProvinces(t *testing.T) {
	t.Parallel()
	t.Run("are known of every province", func(t *testing.T) {
		t.Parallel()
		names, err := ProvinceNames()
		if err != nil {
			t.Fatal(err)
		}
		several := 0
		for code, name := range names {
			if len(usualZones()[code]) == 0 {
				t.Errorf("%s has no zone", name)
			}
			if len(usualZones()[code]) > 1 {
				several++
			}
		}
		if several != 17 {
			t.Errorf("%d provinces have several zones", several)
		}
	})
	for name, c := range map[string]struct {
		province string
		srid     int
		usual    string // that are named in a warning
	}{
		"of Hà Nội is one":                       {"01", 5897, ""},
		"of Phú Thọ may be that of Hòa Bình":     {"25", 9211, ""},
		"of Phú Thọ is not that of Đà Nẵng":      {"25", 5899, "EPSG:5897 (Tỉnh Vĩnh Phúc), EPSG:9208 (Tỉnh Phú Thọ), EPSG:9211 (Tỉnh Hòa Bình)"},
		"of a province that nobody knows is any": {"99", 5899, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := CheckZone(c.province, OpenSheet{Number: 3, SRID: c.srid, EffectiveDate: today})
			if c.usual == "" && len(findings) == 0 {
				return
			}
			if len(findings) != 1 || c.usual == "" || findings[0].Severity != rules.Warn || !strings.Contains(findings[0].Message, c.usual) {
				t.Errorf("found %+v", findings)
			}
		})
	}
}
