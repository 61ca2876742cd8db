package formats

import (
	"encoding/binary"
	"fmt"
	"math"
)

// geoPackageGeometry takes the header off a GeoPackage geometry (OGC 12-128r18,
// 2.1.3) and returns the well-known binary behind it.
func geoPackageGeometry(blob []byte) ([]byte, error) {
	if len(blob) == 0 {
		return nil, ErrNoGeometry
	}
	if len(blob) < 8 || blob[0] != 'G' || blob[1] != 'P' {
		return nil, fmt.Errorf("%w: no GeoPackage header", ErrBadGeometry)
	}
	flags := blob[3]
	if flags&0x20 != 0 {
		return nil, fmt.Errorf("%w: an extended geometry type", ErrBadGeometry)
	}
	envelopes := [8]int{0, 32, 48, 48, 64, -1, -1, -1}
	envelope := envelopes[flags>>1&7]
	if envelope < 0 || len(blob) < 8+envelope {
		return nil, fmt.Errorf("%w: a damaged GeoPackage header", ErrBadGeometry)
	}
	if flags&0x10 != 0 {
		return nil, ErrNoGeometry
	}
	return blob[8+envelope:], nil
}

const (
	wkbPoint        = 1
	wkbPolygon      = 3
	wkbMultiPolygon = 6
)

// wkb reads well-known binary, in either byte order, with the type codes of ISO
// and of EWKB. Heights and measures are left out.
type wkb struct {
	rest  []byte
	order binary.ByteOrder
	// numbers is how many floats a position has.
	numbers int
}

// polygon reads a polygon or multipolygon: the rings of its first part, and how
// many parts it has.
func (w *wkb) polygon() (rings [][][2]float64, parts int, err error) {
	kind, err := w.header()
	if err != nil {
		return nil, 0, err
	}
	switch kind {
	case wkbPolygon:
		rings, err = w.rings()
		parts = 1
	case wkbMultiPolygon:
		rings, parts, err = w.parts()
	default:
		return nil, 0, fmt.Errorf("%w: geometry type %d is no polygon", ErrBadGeometry, kind)
	}
	if err == nil && len(rings) == 0 {
		err = ErrNoGeometry
	}
	if err != nil {
		return nil, 0, err
	}
	return rings, parts, nil
}

func (w *wkb) parts() (first [][][2]float64, parts int, err error) {
	parts, err = w.count(9)
	if err != nil {
		return nil, 0, err
	}
	for i := range parts {
		kind, err := w.header()
		if err != nil {
			return nil, 0, err
		}
		if kind != wkbPolygon {
			return nil, 0, fmt.Errorf("%w: geometry type %d in a multipolygon", ErrBadGeometry, kind)
		}
		rings, err := w.rings()
		if err != nil {
			return nil, 0, err
		}
		if i == 0 {
			first = rings
		}
	}
	return first, parts, nil
}

func (w *wkb) rings() ([][][2]float64, error) {
	count, err := w.count(4)
	if err != nil {
		return nil, err
	}
	rings := make([][][2]float64, count)
	for i := range rings {
		size, err := w.count(8 * w.numbers)
		if err != nil {
			return nil, err
		}
		ring := make([][2]float64, size)
		for j := range ring {
			if ring[j], err = w.position(); err != nil {
				return nil, err
			}
		}
		rings[i] = ring
	}
	return rings, nil
}

// point reads a point.
func (w *wkb) point() ([2]float64, error) {
	kind, err := w.header()
	switch {
	case err != nil:
		return [2]float64{}, err
	case kind != wkbPoint:
		return [2]float64{}, fmt.Errorf("%w: geometry type %d is no point", ErrBadGeometry, kind)
	case len(w.rest) < 8*w.numbers:
		return [2]float64{}, errTruncated
	}
	return w.position()
}

var errTruncated = fmt.Errorf("%w: it ends too early", ErrBadGeometry)

// header reads the byte order and the type, and what the type says of dimensions.
func (w *wkb) header() (kind uint32, err error) {
	if len(w.rest) < 5 {
		return 0, errTruncated
	}
	switch w.rest[0] {
	case 0:
		w.order = binary.BigEndian
	case 1:
		w.order = binary.LittleEndian
	default:
		return 0, fmt.Errorf("%w: byte order %d", ErrBadGeometry, w.rest[0])
	}
	kind = w.order.Uint32(w.rest[1:])
	w.rest = w.rest[5:]
	w.numbers = 2
	const z, m, srid = 0x80000000, 0x40000000, 0x20000000
	if kind&z != 0 {
		w.numbers++
	}
	if kind&m != 0 {
		w.numbers++
	}
	if kind&srid != 0 {
		if len(w.rest) < 4 {
			return 0, errTruncated
		}
		w.rest = w.rest[4:]
	}
	kind &^= z | m | srid
	switch kind / 1000 {
	case 1, 2:
		w.numbers++
	case 3:
		w.numbers += 2
	}
	return kind % 1000, nil
}

// count reads how many things follow, each of at least size bytes.
func (w *wkb) count(size int) (int, error) {
	if len(w.rest) < 4 {
		return 0, errTruncated
	}
	count := int(w.order.Uint32(w.rest))
	w.rest = w.rest[4:]
	if count > len(w.rest)/size {
		return 0, errTruncated
	}
	return count, nil
}

// position reads one position whose bytes are known to be there.
func (w *wkb) position() ([2]float64, error) {
	x := math.Float64frombits(w.order.Uint64(w.rest))
	y := math.Float64frombits(w.order.Uint64(w.rest[8:]))
	w.rest = w.rest[8*w.numbers:]
	if !isFinite(x) || !isFinite(y) {
		return [2]float64{}, fmt.Errorf("%w: coordinate (%g, %g)", ErrBadGeometry, x, y)
	}
	return [2]float64{x, y}, nil
}

func isFinite(x float64) bool { return x-x == 0 }
