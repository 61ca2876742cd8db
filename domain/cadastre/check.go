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
	return append(checkDate(nowhere, cmd.EffectiveDate, cmd.Today), checkParcels(nowhere, measured(cmd))...)
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
	day := cmp.Or(cmd.EffectiveDate, cmd.Today)
	numbers := numbersOf(sheet, cmd.Parcels)
	ids := idsOf(sheet, cmd.Parcels)
	overlaps := overlapsOf(sheet, cmd)
	var findings []rules.Finding
	for i, p := range cmd.Parcels {
		findings = append(findings, ids.check(i, p)...)
		findings = append(findings, numbers.check(i, p)...)
		findings = append(findings, checkBoundary(sheet, i, p)...)
		findings = append(findings, overlaps[i]...)
		findings = append(findings, checkPlace(sheet, cmd.Commune, i, p)...)
		findings = append(findings, checkLegalArea(i, p)...)
		findings = append(findings, checkPurposes(i, label(p), p.LegalArea, p.Purposes, day)...)
	}
	return findings
}

// checkCommand says why nothing of the command can be carried out.
func checkCommand(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	findings := checkDate(sheet, cmd.EffectiveDate, cmd.Today)
	switch {
	case !sheet.Open():
		findings = append(findings, sheetNotOpen.refuse(WholeCommand,
			"Tờ bản đồ chưa được mở. Mở tờ bản đồ (số tờ, tỷ lệ, hệ tọa độ) trước khi đăng ký thửa."))
	case cmd.Commune.ID != sheet.Commune:
		findings = append(findings, otherCommune.refuse(WholeCommand,
			"Tờ bản đồ %d không thuộc %s. Kiểm tra lại mã xã và số tờ.", sheet.Number, cmd.Commune.Name))
	}
	return findings
}

// label names a parcel of a command in a message.
func label(p ParcelInput) string {
	if p.Number == 0 {
		return "Thửa chưa có số"
	}
	return fmt.Sprintf("Thửa %d", p.Number)
}
