package cadastre

import (
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// cover demands that the parts cover the ground exactly (Circular 26/2024), and
// gives each the boundary that it then has, and its lineage. Afterwards the parts
// are valid surfaces or there is a finding.
func (r *replacing) cover() {
	given := make([]gis.Polygon, len(r.parts))
	for i, p := range r.parts {
		given[i] = p.Boundary
	}
	covering := gis.Cover(r.ground, given)
	if len(covering.Faults) > 0 {
		for _, fault := range covering.Faults {
			r.report(fault)
		}
		return
	}
	// A side that parts bent by a new point may have come within reach of others.
	parts := matched(r.sheet, r.grounds.Neighbours, r.changed, covering.Parts)
	for i, p := range r.parts {
		r.parts[i] = p.settle(parts[i])
	}
	if !r.checkBoundaries() {
		return
	}
	r.checkSlivers()
	r.lineage = make([][]Descent, len(r.parts))
	for i, p := range r.parts {
		r.lineage[i] = descents(r.ended, covering.Ground, p.survey)
	}
}

// report says where parts do not cover the ground.
func (r *replacing) report(fault gis.CoverFault) {
	item, parcel := WholeCommand, rules.Words{VI: "Các phần", EN: "The parts"}
	if fault.Part >= 0 {
		item, parcel = fault.Part, label(r.parts[fault.Part])
	}
	values := rules.Values{"parcel": parcel, "place": where(fault.At), "area": fault.Area, "width": fault.Width}
	code := map[gis.CoverFaultKind]string{
		gis.CoverGap: "PARTS_GAP", gis.CoverOverlap: "PARTS_OVERLAP", gis.CoverOutside: "PARTS_OUTSIDE",
	}[fault.Kind]
	if fault.Kind == gis.CoverOverlap && fault.Other >= 0 {
		values["with"] = r.parts[fault.Other].name()
	}
	r.findings = append(r.findings, placed(find(r.set, code, item, values), r.sheet.SRID, fault.At))
}

// checkSlivers refuses parts that are too narrow to be land.
func (r *replacing) checkSlivers() {
	least := r.set.Params("PART_SLIVER")["width_m"]
	for i, p := range r.parts {
		if width := p.survey.boundary.MeanWidth(); width < least {
			r.find("PART_SLIVER", i, rules.Values{
				"parcel": label(p), "area": p.survey.area.Float(), "width": width, "least": least,
			})
		}
	}
}
