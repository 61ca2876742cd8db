package territory

import (
	"encoding/json"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

func TestDataset(t *testing.T) {
	t.Parallel()
	kinds := map[CommuneKind]int{}
	provinces := map[Province]bool{}
	ids := map[ladm.CommuneID]bool{}
	largest := 0
	for c, err := range Dataset() {
		if err != nil {
			t.Fatal(err)
		}
		kinds[c.Kind]++
		provinces[c.Province] = true
		ids[c.ID()] = true
		largest = max(largest, len(c.Boundary))
		if len(c.Code) != 5 || c.Name == "" || c.NameEN == "" || c.ValidFrom != Reorganisation || !json.Valid(c.Boundary) {
			t.Errorf("commune %q is incomplete", c.Code)
		}
		if c.Code == "09616" && (c.Name != "Xã Đoài Phương" || c.Province != Province{"01", "Thành phố Hà Nội"}) {
			t.Errorf("09616 is %s, %+v", c.Name, c.Province)
		}
	}

	t.Run("holds 3,321 communes of three kinds in 34 provinces", func(t *testing.T) {
		t.Parallel()
		if len(ids) != DatasetSize || kinds[RuralCommune] != 2611 || kinds[Ward] != 697 || kinds[SpecialZone] != 13 || len(provinces) != 34 {
			t.Errorf("%d communes, %v, %d provinces", len(ids), kinds, len(provinces))
		}
	})
	t.Run("fits into events", func(t *testing.T) {
		t.Parallel()
		if largest > es.MaxEvent/2 {
			t.Errorf("the largest boundary has %d bytes", largest)
		}
	})
	t.Run("stops where its reader stops", func(t *testing.T) {
		t.Parallel()
		for c, err := range Dataset() {
			if err != nil || c.Code != "00004" {
				t.Errorf("the first commune is %q, %v", c.Code, err)
			}
			break
		}
	})
}
