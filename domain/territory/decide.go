package territory

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// maxNumber is the highest number that a sheet may have; no commune comes near it.
const maxNumber = 99_999

func decide(c *Commune, command Command) ([]Event, error) {
	switch cmd := command.(type) {
	case EstablishCommune:
		return establish(c, cmd)
	case OpenSheet:
		return openSheet(c, cmd)
	case RenumberSheet:
		return renumberSheet(c, cmd)
	}
	return nil, fmt.Errorf("territory decides no %T", command)
}

func establish(c *Commune, cmd EstablishCommune) ([]Event, error) {
	if c.Established() {
		if c.Code == cmd.Code && c.ValidFrom == cmd.ValidFrom {
			return nil, nil
		}
		return nil, refuse("COMMUNE_ALREADY_ESTABLISHED", cmd.ValidFrom, rules.Values{
			"name": c.Name, "code": c.Code, "since": c.ValidFrom,
		})
	}
	if cmd.Code == "" || cmd.Name == "" || cmd.Province.Code == "" || cmd.ValidFrom.IsZero() {
		return nil, refuse("COMMUNE_INCOMPLETE", cmd.ValidFrom, rules.Values{"code": cmd.Code})
	}
	return []Event{CommuneEstablished{
		Commune: cmd.ID(), Code: cmd.Code, Kind: cmd.Kind, Name: cmd.Name, NameEN: cmd.NameEN,
		Province: cmd.Province, Boundary: cmd.Boundary, ValidFrom: cmd.ValidFrom,
	}}, nil
}

func openSheet(c *Commune, cmd OpenSheet) ([]Event, error) {
	wish := Sheet{cmd.Sheet, cmd.Number, cmd.Scale, cmd.SRID, cmd.EffectiveDate}
	if known, opened := c.byID[cmd.Sheet]; opened {
		return nil, sameSheet(known, wish)
	}
	findings := append(checkSheet(c, cmd), checkFree(c, cmd.Scale, cmd.Number, cmd.EffectiveDate)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{SheetOpened{
		Commune: c.ID, Sheet: cmd.Sheet, Number: cmd.Number, Scale: cmd.Scale,
		SRID: cmd.SRID, EffectiveDate: cmd.EffectiveDate,
	}}, nil
}

// sameSheet lets a sheet be opened again as it is, and refuses anything else.
func sameSheet(known, wish Sheet) error {
	if known == wish {
		return nil
	}
	return refuse("SHEET_ALREADY_OPEN", wish.EffectiveDate, rules.Values{
		"sheet": known.Number, "scale": known.Scale, "srid": known.SRID, "since": known.EffectiveDate,
	})
}

// checkSheet holds a new sheet against its commune and against what is known of
// sheets in general.
func checkSheet(c *Commune, cmd OpenSheet) []rules.Finding {
	var findings []rules.Finding
	switch day := cmd.EffectiveDate; {
	case !c.Established():
		findings = append(findings, find("COMMUNE_UNKNOWN", day, nil))
	case !day.IsZero() && day.Before(c.ValidFrom):
		findings = append(findings, find("EFFECTIVE_DATE_BEFORE_COMMUNE", day, rules.Values{
			"day": day, "sheet": cmd.Number, "since": c.ValidFrom, "commune": c.Name,
		}))
	}
	return append(findings, Check(cmd)...)
}

// Check returns what speaks against a new sheet in any commune: about its
// number, scale, zone and day.
func Check(cmd OpenSheet) []rules.Finding {
	findings := checkNumber(cmd.Number, cmd.Scale, cmd.EffectiveDate)
	if _, known := gis.ZoneBySRID(cmd.SRID); !known {
		findings = append(findings, find("ZONE_UNKNOWN", cmd.EffectiveDate, rules.Values{"srid": cmd.SRID}))
	}
	return append(findings, checkDay(cmd.Number, cmd.EffectiveDate, cmd.Today)...)
}

func checkNumber(number, scale int, day ladm.Date) []rules.Finding {
	var findings []rules.Finding
	if number <= 0 || number > maxNumber {
		findings = append(findings, find("SHEET_NUMBER_INVALID", day, rules.Values{"sheet": number, "highest": maxNumber}))
	}
	if _, known := ladm.ScaleOf(scale); !known {
		findings = append(findings, find("SCALE_UNKNOWN", day, rules.Values{"scale": scale}))
	}
	return findings
}

func checkDay(number int, day, today ladm.Date) []rules.Finding {
	values := rules.Values{"sheet": number, "day": day, "today": today}
	switch {
	case day.IsZero():
		return []rules.Finding{find("EFFECTIVE_DATE_MISSING:sheet", day, values)}
	case day.After(today):
		return []rules.Finding{find("EFFECTIVE_DATE_FUTURE:sheet", day, values)}
	}
	return nil
}

// find says what the rule of a code found on a day. Communes have no rules of
// provinces: what they demand holds everywhere.
func find(code string, day ladm.Date, values rules.Values) rules.Finding {
	on := ""
	if !day.IsZero() {
		on = day.String()
	}
	return rules.National().On("", on).Find(code, 0, values)
}

func refuse(code string, day ladm.Date, values rules.Values) error {
	return rules.Refused([]rules.Finding{find(code, day, values)})
}
