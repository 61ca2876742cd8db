package read

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// conditions collects what WHERE clauses demand, and their parameters: those on
// sheets alone apart from the others, for statements that walk through sheets.
type conditions struct {
	sheets, rows []string
	args         []any
}

// add takes a condition whose question marks stand for parameters.
func (c *conditions) add(clause string, args ...any) {
	c.rows = append(c.rows, c.parameters(clause, args))
}

// addSheet takes a condition on sheets alone.
func (c *conditions) addSheet(clause string, args ...any) {
	c.sheets = append(c.sheets, c.parameters(clause, args))
}

func (c *conditions) parameters(clause string, args []any) string {
	for _, arg := range args {
		c.args = append(c.args, arg)
		clause = strings.Replace(clause, "?", "$"+strconv.Itoa(len(c.args)), 1)
	}
	return clause
}

// where returns the clause of all conditions.
func (c *conditions) where() string { return where(append(slices.Clone(c.sheets), c.rows...)) }

// where joins clauses; without any, all rows are let through.
func where(clauses []string) string {
	if len(clauses) == 0 {
		return ""
	}
	return "\n where " + strings.Join(clauses, "\n   and ")
}

// communeAt demands sheets of the commune that a code means on a day. As a
// scalar it tells the planner that the sheets come in the order of their numbers.
func (c *conditions) communeAt(code string, day time.Time) {
	c.addSheet(`s.commune_id = `+communeOfCode, code, day, day)
}

// communeOfCode takes a code and, twice, a day.
const communeOfCode = `(select id
	                         from registry.commune
	                        where code = ? and valid_from <= ? and ? < valid_to
	                        order by valid_from desc
	                        limit 1)`

// sheetsAt demands sheets of the commune that a code means at a time, and of a
// number and a scale that they have then, 0 for any.
func (c *conditions) sheetsAt(communeCode string, number, scale int, at At) {
	c.communeAt(communeCode, at.day())
	if number != 0 {
		c.addSheet(`s.number = ?`, number)
	}
	if scale != 0 {
		c.addSheet(`s.scale = ?`, scale)
	}
}

func (f ParcelFilter) conditions() conditions {
	var c conditions
	if f.OnSheet != (ladm.SheetID{}) {
		c.addSheet(`s.id = ?`, f.OnSheet.UUID)
	}
	if f.CommuneCode != "" {
		c.sheetsAt(f.CommuneCode, f.Sheet, f.Scale, f.At)
	}
	c.activeAt(f.At)
	if len(f.Within) > 0 {
		c.add(`st_intersects(p.geom_wgs84, st_geomfromewkt(?))`, surface(f.Within))
	}
	if f.Near != nil {
		c.near(*f.Near)
	}
	return c
}

// near finds candidates by their boxes and measures on the ellipsoid.
func (c *conditions) near(n Near) {
	const metresPerDegree = 110_500 // the least that a degree of latitude has in Viet Nam
	north := n.Radius / metresPerDegree
	east := north / math.Cos(n.Centre.Lat*math.Pi/180) * 1.01
	c.add(`p.geom_wgs84 && st_expand(st_setsrid(st_point(?, ?), 4326), ?, ?)`, n.Centre.Lon, n.Centre.Lat, east, north)
	c.add(`st_dwithin(p.geom_wgs84::geography, st_setsrid(st_point(?, ?), 4326)::geography, ?)`, n.Centre.Lon, n.Centre.Lat, n.Radius)
}

// surface writes a ring, or the box between two corners, as EWKT. A ring that
// is left open is closed.
func surface(ring []gis.LonLat) string {
	if len(ring) == 2 {
		a, b := ring[0], ring[1]
		ring = []gis.LonLat{a, {Lon: b.Lon, Lat: a.Lat}, b, {Lon: a.Lon, Lat: b.Lat}}
	}
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring[:len(ring):len(ring)], ring[0])
	}
	points := make([]string, len(ring))
	for i, p := range ring {
		points[i] = fmt.Sprintf("%.9f %.9f", p.Lon, p.Lat)
	}
	return "SRID=4326;POLYGON((" + strings.Join(points, ",") + "))"
}

// limit is one row more than wanted, which tells whether more follow.
func (p Page[Place]) limit() int { return max(p.First, p.Last) + 1 }

func (p Page[Place]) backwards() bool { return p.Last > 0 }

// direction is that of ORDER BY: pages from the end are read in reverse.
func (p Page[Place]) direction() string {
	if p.backwards() {
		return "desc"
	}
	return "asc"
}

// list cuts off the row too many and puts the rows into the list's order.
func list[Row, Place any](rows []Row, p Page[Place]) List[Row] {
	more := len(rows) == p.limit()
	if more {
		rows = rows[:len(rows)-1]
	}
	if !p.backwards() {
		return List[Row]{Rows: rows, HasNext: more || p.Before != nil, HasPrevious: p.After != nil}
	}
	slices.Reverse(rows)
	return List[Row]{Rows: rows, HasNext: p.Before != nil, HasPrevious: more || p.After != nil}
}
