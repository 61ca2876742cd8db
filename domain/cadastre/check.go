package cadastre

import (
	"cmp"
	"fmt"

	"github.com/diachinh/diachinh/domain/rules"
)

// Check returns everything that the rules have to say about a registration:
// refusals and warnings, parcel by parcel in the order of the command.
func Check(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	return check(sheet, measured(cmd))
}

// CheckParcels returns what the rules have to say whatever sheet the parcels
// come into: about the day, numbers, boundaries, areas and purposes.
func CheckParcels(cmd RegisterParcels) []rules.Finding {
	nowhere := initial()
	set := rulesOn(cmd.Rules, cmd.EffectiveDate)
	return append(checkDate(set, nowhere, cmd.EffectiveDate, cmd.Today), checkParcels(nowhere, measured(cmd))...)
}

// measured returns the command with every boundary measured.
func measured(cmd RegisterParcels) RegisterParcels {
	parcels := make([]ParcelInput, len(cmd.Parcels))
	for i, p := range cmd.Parcels {
		parcels[i] = p.Measure()
	}
	cmd.Parcels = parcels
	return cmd
}

func check(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	return append(checkCommand(sheet, cmd), checkParcels(sheet, cmd)...)
}

// checkParcels looks at one parcel after the other.
func checkParcels(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	set := rulesOn(cmd.Rules, cmd.EffectiveDate)
	day := cmp.Or(cmd.EffectiveDate, cmd.Today)
	numbers := numbersOf(sheet, cmd.Parcels)
	ids := idsOf(sheet, cmd.Parcels)
	overlaps := overlapsOf(set, sheet, cmd)
	var findings []rules.Finding
	for i, p := range cmd.Parcels {
		findings = append(findings, ids.check(set, i, p)...)
		findings = append(findings, numbers.check(set, i, p)...)
		findings = append(findings, checkBoundary(set, sheet, i, p)...)
		findings = append(findings, overlaps[i]...)
		findings = append(findings, checkPlace(set, sheet, cmd.Commune, i, p)...)
		findings = append(findings, checkLegalArea(set, i, p)...)
		findings = append(findings, checkPurposes(set, i, p, nil, day)...)
	}
	return findings
}

// checkCommand says why nothing of the command can be carried out.
func checkCommand(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	set := rulesOn(cmd.Rules, cmd.EffectiveDate)
	findings := checkDate(set, sheet, cmd.EffectiveDate, cmd.Today)
	switch {
	case !sheet.Open():
		findings = append(findings, find(set, "SHEET_NOT_OPEN", WholeCommand, nil))
	case cmd.Commune.ID != sheet.Commune:
		findings = append(findings, find(set, "OTHER_COMMUNE", WholeCommand, rules.Values{
			"sheet": sheet.Number, "commune": cmd.Commune.Name,
		}))
	}
	return findings
}

// label names a parcel of a command in a message.
func label(p ParcelInput) rules.Words {
	if p.Number == 0 {
		return rules.Words{VI: "Thửa chưa có số", EN: "A parcel without a number"}
	}
	return labelled(p.Number)
}

// labelled names a parcel that has a number.
func labelled(number int) rules.Words {
	return rules.Words{VI: fmt.Sprintf("Thửa %d", number), EN: fmt.Sprintf("Parcel %d", number)}
}
