package office

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/samber/lo"
	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// inspection is one look at all parcels of a commune.
type inspection struct {
	commune cadastre.Commune
	shapes  []read.ParcelShape // the commune's own, then those around it
	own     int                // how many are the commune's own
	byID    map[ladm.ParcelID]int
	pending map[ladm.ParcelID][]gis.Point
	faults  []QualityFault
}

// read takes in the parcels, and the faults that the read models know of, all at
// once.
func (i *inspection) read(ctx context.Context, models Models, code string) error {
	var pending []read.Pending
	var overlapping []ladm.ParcelID
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return models.ShapesOfCommune(ctx, code, i.take) })
	all.Go(func() (err error) {
		pending, err = models.PendingInsertions(ctx, code)
		return err
	})
	all.Go(func() (err error) {
		overlapping, err = models.VersionsOverlapping(ctx, code)
		return err
	})
	if err := all.Wait(); err != nil {
		return err
	}
	i.insertions(pending)
	for _, id := range overlapping {
		i.found(QualityFault{Code: VersionsOverlap, Parcels: []QualityParcel{{ID: id, Commune: code}},
			Message: "Hai phiên bản của thửa cùng có hiệu lực trong một ngày. Chạy lại lệnh diachinh rebuild."}, i.known(id)...)
	}
	return nil
}

func (i *inspection) take(s read.ParcelShape) error {
	i.byID[s.ID] = len(i.shapes)
	i.shapes = append(i.shapes, s)
	if !s.Foreign {
		i.own++
	}
	return nil
}

// found notes a fault about parcels, which are named by their places in shapes.
func (i *inspection) found(f QualityFault, parcels ...int) {
	if len(parcels) > 0 {
		f.Parcels = lo.Map(parcels, func(n, _ int) QualityParcel {
			s := i.shapes[n]
			return QualityParcel{ID: s.ID, Commune: s.CommuneCode, Sheet: s.SheetNumber, Scale: s.Scale, Number: s.Number}
		})
	}
	i.faults = append(i.faults, f)
}

func (i *inspection) known(ids ...ladm.ParcelID) []int {
	return lo.FilterMap(ids, func(id ladm.ParcelID, _ int) (int, bool) {
		n, known := i.byID[id]
		return n, known
	})
}

// insertions notes the points that sheets of the commune have yet to gain.
func (i *inspection) insertions(pending []read.Pending) {
	i.pending = map[ladm.ParcelID][]gis.Point{}
	for _, p := range pending {
		f := QualityFault{Code: PendingInsertion, Message: fmt.Sprintf(
			"Tờ bản đồ %d còn chờ chèn %d đỉnh do một biến động ở tờ liền kề. Hệ thống sẽ tự chèn; nếu lỗi còn lâu, kiểm tra nhật ký của diachinh serve.",
			p.Sheet.Number, len(p.Points))}
		parcels := i.known(p.Parcels...)
		if len(p.Points) > 0 {
			f.At = placeOf(p.SRID, p.Points[0])
		}
		i.found(f, parcels...)
		for _, id := range p.Parcels {
			i.pending[id] = append(i.pending[id], pointsIn(p.SRID, p.Sheet.SRID, p.Points)...)
		}
	}
}

// numbers finds numbers that two current parcels of a sheet have.
func (i *inspection) numbers() {
	type address struct {
		sheet  ladm.SheetID
		number int
	}
	first := map[address]int{}
	for n, s := range i.shapes[:i.own] {
		of := address{s.Sheet, s.Number}
		other, taken := first[of]
		if !taken {
			first[of] = n
			continue
		}
		i.found(QualityFault{Code: DuplicateNumber, At: inside(s.Boundary), Message: fmt.Sprintf(
			"Hai thửa của tờ %d cùng mang số %d. Đính chính số của một trong hai thửa.", s.SheetNumber, s.Number)}, other, n)
	}
}

// boundaries finds those that are no valid surfaces, and those of another zone.
func (i *inspection) boundaries() {
	violations := validated(i.shapes[:i.own])
	for n, s := range i.shapes[:i.own] {
		if violations := violations[n]; len(violations) > 0 {
			i.found(QualityFault{Code: InvalidBoundary, At: placeOf(s.Boundary.SRID, violations[0].At), Message: fmt.Sprintf(
				"Thửa %d, tờ %d: ranh giới không hợp lệ (%s). Đính chính ranh giới của thửa.", s.Number, s.SheetNumber, violations[0].Kind)}, n)
		}
		if far, away := i.farAway(s.Boundary); away {
			i.found(QualityFault{Code: WrongZone, At: inside(s.Boundary), Length: far, Message: fmt.Sprintf(
				"Thửa %d, tờ %d: nằm ngoài %s khoảng %.0f m; tọa độ có thể thuộc múi chiếu khác. Kiểm tra múi chiếu của tờ bản đồ.",
				s.Number, s.SheetNumber, i.commune.Name, far)}, n)
		}
	}
}

// validated returns what is wrong with each boundary; all processors look.
func validated(shapes []read.ParcelShape) [][]gis.Violation {
	found := make([][]gis.Violation, len(shapes))
	share := len(shapes)/runtime.GOMAXPROCS(0) + 1
	var all sync.WaitGroup
	for from := 0; from < len(shapes); from += share {
		all.Go(func() {
			for n := from; n < min(from+share, len(shapes)); n++ {
				found[n] = shapes[n].Boundary.Validate()
			}
		})
	}
	all.Wait()
	return found
}

// farOutside is from how many metres outside its commune a parcel is taken to be
// in another zone; neighbouring zones put it tens of kilometres away.
const farOutside = 5000

// farAway tells how many metres outside the commune a boundary begins, if that
// is far.
func (i *inspection) farAway(boundary gis.Polygon) (metres float64, away bool) {
	zone, known := gis.ZoneBySRID(boundary.SRID)
	if !known {
		return 0, true
	}
	if i.commune.Region == nil || len(boundary.Rings) == 0 || len(boundary.Rings[0]) == 0 {
		return 0, false
	}
	metres = i.commune.Region.Distance(zone.ToWGS84(boundary.Rings[0][0]))
	return metres, metres > farOutside
}

// inside is a place within a boundary, nil where there is none.
func inside(boundary gis.Polygon) *rules.Place {
	if len(boundary.Rings) == 0 || len(boundary.Rings[0]) == 0 {
		return nil
	}
	box := boundary.Bounds()
	return placeOf(boundary.SRID, gis.Point{E: (box.Min.E + box.Max.E) / 2, N: (box.Min.N + box.Max.N) / 2})
}

func placeOf(srid int, at gis.Point) *rules.Place {
	e, n := at.Metres()
	return &rules.Place{SRID: srid, E: e, N: n}
}
