package cadastre

import (
	"fmt"
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
)

func decide(sheet *Sheet, command Command) ([]Event, error) {
	switch cmd := command.(type) {
	case OpenSheet:
		return open(sheet, cmd)
	case RegisterParcels:
		return register(sheet, measured(cmd))
	case ChangePurposes:
		return changePurposes(sheet, cmd)
	}
	return nil, fmt.Errorf("cadastre decides no %T", command)
}

// open begins the sheet. Whether its number is free was decided in the
// commune's stream.
func open(sheet *Sheet, cmd OpenSheet) ([]Event, error) {
	opened := SheetOpened(cmd)
	if !sheet.Open() {
		return []Event{opened}, nil
	}
	if opened == (SheetOpened{sheet.ID, sheet.Commune, sheet.Number, sheet.Scale, sheet.SRID, sheet.OpenedOn}) {
		return nil, nil
	}
	return nil, rules.Refused([]rules.Finding{sheetAlreadyOpen.refuse(WholeCommand,
		"Tờ bản đồ này đã được mở với số %d, tỷ lệ 1:%d, hệ tọa độ EPSG:%d, từ ngày %s; không thể mở lại với nội dung khác.",
		sheet.Number, sheet.Scale, sheet.SRID, sheet.OpenedOn)})
}

// register registers measured parcels.
func register(sheet *Sheet, cmd RegisterParcels) ([]Event, error) {
	if err := rules.Refused(check(sheet, cmd)); err != nil {
		return nil, err
	}
	next := numbersOf(sheet, cmd.Parcels).next
	events := make([]Event, len(cmd.Parcels))
	for i, p := range cmd.Parcels {
		number := p.Number
		if number == 0 {
			number, next = next, next+1
		}
		events[i] = ParcelRegistered{
			Parcel: p.ID, Sheet: sheet.ID, Number: number, Code: p.survey.code,
			LegalArea: p.LegalArea, MeasuredArea: p.survey.area, Purposes: p.Purposes,
			Boundary: p.survey.boundary, Surveyed: p.survey.points(p.Surveyed),
			EffectiveDate: cmd.EffectiveDate,
		}
	}
	return events, nil
}

func changePurposes(sheet *Sheet, cmd ChangePurposes) ([]Event, error) {
	parcel, exists := sheet.Parcel(cmd.Parcel.Parcel)
	if !exists {
		return nil, rules.Refused([]rules.Finding{parcelUnknown.refuse(0,
			"Không có thửa %s trong tờ bản đồ. Kiểm tra lại thửa.", cmd.Parcel.Parcel)})
	}
	if slices.Equal(parcel.Purposes, cmd.Purposes) {
		return nil, nil
	}
	name := fmt.Sprintf("Thửa %d", parcel.Number)
	findings := checkDate(sheet, cmd.EffectiveDate, cmd.Today)
	findings = append(findings, checkOrder(parcel, cmd.EffectiveDate)...)
	findings = append(findings, checkPurposes(0, name, parcel.LegalArea, cmd.Purposes, cmd.EffectiveDate)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{PurposesChanged{
		Parcel: parcel.ID, Sheet: sheet.ID, Purposes: cmd.Purposes, EffectiveDate: cmd.EffectiveDate,
	}}, nil
}
