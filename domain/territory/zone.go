package territory

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

//go:embed data/old-provinces.csv
var oldProvinces string

// usualZones are the zones in which the maps of each province are drawn, by its
// code: those of the provinces of before [Reorganisation] that make it up, with
// their names. The table is part of the program: a mistake in it ends it.
var usualZones = sync.OnceValue(func() map[string]map[int][]string {
	rows, err := csv.NewReader(strings.NewReader(oldProvinces)).ReadAll()
	if err != nil {
		panic(err)
	}
	zones := map[string]map[int][]string{}
	for _, row := range rows[1:] {
		province, old := row[0], row[1]
		zone, known := gis.ZoneOfProvince(old)
		if !known {
			panic("no zone is known of " + old)
		}
		if zones[province] == nil {
			zones[province] = map[int][]string{}
		}
		zones[province][zone.SRID] = append(zones[province][zone.SRID], old)
	}
	return zones
})

// CheckZone warns of a sheet in a zone that its province, given by code, has no
// maps in. Of a province that is not known it says nothing.
func CheckZone(province string, cmd OpenSheet) []rules.Finding {
	zones := usualZones()[province]
	if _, usual := zones[cmd.SRID]; usual || len(zones) == 0 {
		return nil
	}
	var usual []string
	for _, zone := range gis.Zones() {
		if names, has := zones[zone.SRID]; has {
			usual = append(usual, fmt.Sprintf("EPSG:%d (%s)", zone.SRID, strings.Join(names, ", ")))
		}
	}
	return []rules.Finding{find("ZONE_UNUSUAL", cmd.EffectiveDate, rules.Values{
		"sheet": cmd.Number, "srid": cmd.SRID, "usual": strings.Join(usual, ", "),
	})}
}
