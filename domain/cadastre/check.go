package cadastre

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/rules"
)

// Check returns everything that the rules have to say about a registration:
// refusals and warnings, parcel by parcel in the order of the command.
func Check(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	return check(sheet, measured(cmd))
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
	if whole := checkCommand(sheet, cmd); len(whole) > 0 {
		return whole
	}
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
		findings = append(findings, checkPurposes(i, label(i, p), p.LegalArea, p.Purposes, cmd.EffectiveDate)...)
	}
	return findings
}

// checkCommand says why nothing of the command can be carried out.
func checkCommand(sheet *Sheet, cmd RegisterParcels) []rules.Finding {
	if !sheet.Open() {
		return []rules.Finding{sheetNotOpen.refuse(WholeCommand,
			"Tờ bản đồ chưa được mở. Mở tờ bản đồ (số tờ, tỷ lệ, hệ tọa độ) trước khi đăng ký thửa.")}
	}
	if cmd.Commune.ID != sheet.Commune {
		return []rules.Finding{otherCommune.refuse(WholeCommand,
			"Tờ bản đồ %d không thuộc %s. Kiểm tra lại mã xã và số tờ.", sheet.Number, cmd.Commune.Name)}
	}
	return checkDate(sheet, cmd.EffectiveDate, cmd.Today)
}

// label names a parcel of a command in a message.
func label(item int, p ParcelInput) string {
	if p.Number == 0 {
		return fmt.Sprintf("Thửa chưa có số (mục %d)", item+1)
	}
	return fmt.Sprintf("Thửa %d", p.Number)
}
