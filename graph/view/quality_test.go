package view_test

import (
	"testing"

	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

func TestQuality(t *testing.T) {
	t.Parallel()
	report := view.NewQualityReport(office.QualityReport{Faults: []office.QualityFault{
		{Area: 12.345678, Length: 0.0034567}, {Area: 0.0004}, {},
	}})
	faults, err := report.Faults(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("areas are told to 0.01 m², lengths to the millimetre", func(t *testing.T) {
		t.Parallel()
		if *faults[0].Area != 12.35 || *faults[0].Length != 0.003 {
			t.Errorf("%v m², %v m", *faults[0].Area, *faults[0].Length)
		}
	})
	t.Run("what is small is not nothing, and nothing is null", func(t *testing.T) {
		t.Parallel()
		if *faults[1].Area != 0.01 || faults[2].Area != nil || faults[2].Length != nil {
			t.Errorf("%v m²; %v, %v", *faults[1].Area, faults[2].Area, faults[2].Length)
		}
	})
}
