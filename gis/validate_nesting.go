package gis

// checkNesting places holes whose rings are sound and at most touch at points.
func (v *validator) checkNesting() {
	v.checkConnected()
	if !v.onlyRepeats() {
		return
	}
	rings := v.polygon.Rings
	for i, hole := range rings[1:] {
		number := i + 1
		if at, where := hole.place(rings[0]); where == outside {
			v.report(HoleOutside, hole[at], number, at)
			continue
		}
		box := Polygon{Rings: rings[number : number+1]}.Bounds()
		for j, other := range rings[1:] {
			if j == i || !box.Intersects(Polygon{Rings: rings[j+1 : j+2]}.Bounds()) {
				continue
			}
			if at, where := hole.place(other); where == inside {
				v.report(HoleInHole, hole[at], number, at)
				break
			}
		}
	}
}

// place says on which side of another ring this one lies, by its first vertex
// that is not on it. Rings that touch at one point at most lie on one side.
func (r Ring) place(of Ring) (vertex int, where side) {
	for i, q := range r {
		if where := of.locate(q); where != boundary {
			return i, where
		}
	}
	return 0, boundary
}

// checkConnected finds whether rings that touch enclose a part of the inside: a
// chain of touches that comes back to where it began, by different points.
func (v *validator) checkConnected() {
	if len(v.touches) == 0 {
		return
	}
	type link struct {
		ring int32
		at   Point
	}
	seen := map[link]bool{}
	groups := union{}
	for _, t := range v.touches {
		for _, ring := range [2]int32{t.other, t.hole} {
			if seen[link{ring, t.at}] {
				continue
			}
			seen[link{ring, t.at}] = true
			if !groups.join(ring, t.at) {
				v.report(InteriorDisconnected, t.at, int(t.hole), int(t.vertex))
			}
		}
	}
}

// union keeps which rings and points hang together; a ring stands as its number,
// a point as itself.
type union map[any]any

// join puts a ring and a point into one group; false if they already were.
func (u union) join(ring int32, at Point) bool {
	a, b := u.root(ring), u.root(at)
	u[a] = b
	return a != b
}

func (u union) root(member any) any {
	for {
		above, found := u[member]
		if !found || above == member {
			return member
		}
		member = above
	}
}
