package gis

import (
	"runtime"
	"sync"
)

// portion is how many numbers a goroutine takes at a time.
const portion = 256

// inParallel calls work with each number below count, on all processors, and
// gathers what is found, in no order. Work appends to what it is given. Progress,
// unless nil, is called after each portion.
func inParallel[T any](count int, progress func(done, of int), work func(i int, found []T) []T) []T {
	var lock sync.Mutex
	var all []T
	next, done := 0, 0
	take := func() (from, to int) {
		lock.Lock()
		defer lock.Unlock()
		from, to = next, min(next+portion, count)
		next = to
		return from, to
	}
	give := func(found []T, worked int) {
		lock.Lock()
		defer lock.Unlock()
		all = append(all, found...)
		if done += worked; progress != nil {
			progress(done, count)
		}
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (count+portion-1)/portion) {
		group.Go(func() {
			for from, to := take(); from < to; from, to = take() {
				var found []T
				for i := from; i < to; i++ {
					found = work(i, found)
				}
				give(found, to-from)
			}
		})
	}
	group.Wait()
	return all
}
