package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/office"
)

// printFaults prints a commune's faults as a table, a row a pair of parcels, and a
// line that sums them up.
func printFaults(w io.Writer, report office.QualityReport) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(report.Faults) > 0 {
		fmt.Fprintln(table, "THỬA\tSỐ LỖI\tMÃ LỖI\tNẶNG NHẤT\tĐỘ LỚN\tĐIỀU SAI")
	}
	for _, faults := range byParcels(report.Faults) {
		worst := worstOf(faults)
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\t%s\n",
			parcelsText(worst.Parcels), len(faults), codesText(faults), placeText(worst.At), sizeText(worst), worst.Message)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Xã %s: %d thửa, %d lỗi.\n", report.Commune, report.Parcels, len(report.Faults))
	return err
}

// byParcels brings together the faults of the same parcels, from whichever side
// they were seen, in the order in which they were found.
func byParcels(faults []office.QualityFault) [][]office.QualityFault {
	return lo.PartitionBy(faults, func(f office.QualityFault) string {
		ids := lo.Map(f.Parcels, func(p office.QualityParcel, _ int) string { return p.ID.String() })
		slices.Sort(ids)
		return strings.Join(ids, " ")
	})
}

// worstOf is the fault of the largest area, or of the greatest length where none
// has an area.
func worstOf(faults []office.QualityFault) office.QualityFault {
	return slices.MaxFunc(faults, func(a, b office.QualityFault) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Length, b.Length))
	})
}

// codesText names the codes of faults, each once.
func codesText(faults []office.QualityFault) string {
	return strings.Join(lo.Uniq(lo.Map(faults, func(f office.QualityFault, _ int) string { return f.Code })), ", ")
}

// parcelsText names parcels as sheet/number, with the commune where several are
// concerned.
func parcelsText(parcels []office.QualityParcel) string {
	communes := len(lo.UniqBy(parcels, func(p office.QualityParcel) string { return p.Commune }))
	return strings.Join(lo.Map(parcels, func(p office.QualityParcel, _ int) string {
		name := fmt.Sprintf("%d/%d", p.Sheet, p.Number)
		if communes > 1 {
			name = p.Commune + "/" + name
		}
		return name
	}), " ")
}

func placeText(at *rules.Place) string {
	if at == nil {
		return "–"
	}
	return fmt.Sprintf("%.3f %.3f (EPSG:%d)", at.E, at.N, at.SRID)
}

func sizeText(f office.QualityFault) string {
	size := "–"
	switch {
	case f.Area > 0 && f.Length > 0:
		size = fmt.Sprintf("%s, %s", figure.SquareMetres(f.Area), metres(f.Length))
	case f.Area > 0:
		size = figure.SquareMetres(f.Area)
	case f.Length > 0:
		size = metres(f.Length)
	}
	return size
}

// metres writes a length to the millimetre, as Vietnamese documents do.
func metres(length float64) string {
	return strings.Replace(fmt.Sprintf("%.3f m", length), ".", ",", 1)
}

// reportLine is a commune's report in JSON.
type reportLine struct {
	Commune string      `json:"commune"`
	Parcels int         `json:"parcels"`
	Faults  []faultJSON `json:"faults"`
}

type faultJSON struct {
	Code    string       `json:"code"`
	Parcels []parcelName `json:"parcels"`
	At      *rules.Place `json:"at,omitempty"`
	Area    float64      `json:"area_m2,omitempty"`
	Length  float64      `json:"length_m,omitempty"`
	Message string       `json:"message"`
}

func reportLineOf(r office.QualityReport) reportLine {
	return reportLine{Commune: r.Commune, Parcels: r.Parcels, Faults: lo.Map(r.Faults, func(f office.QualityFault, _ int) faultJSON {
		return faultJSON{Code: f.Code, At: f.At, Area: f.Area, Length: f.Length, Message: f.Message,
			Parcels: lo.Map(f.Parcels, func(p office.QualityParcel, _ int) parcelName {
				return parcelName{ID: p.ID, Commune: p.Commune, Sheet: p.Sheet, Scale: p.Scale, Number: p.Number}
			})}
	})}
}
