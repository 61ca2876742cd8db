package graph_test

import (
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

// BenchmarkQueries tells, beside the time of a request, the processor time that
// this process spends on it; the database's own is not in it.
func BenchmarkQueries(b *testing.B) {
	r := newRegistry(b)
	for name, query := range map[string]string{
		"point": `{ parcelByNumber(commune: "09616", sheet: 7, number: 100) {
			id code number legalArea purposes { type { code } area } sheet { number } commune { code name } } }`,
		"list": `{ parcels(commune: "09616", sheet: 7, first: 20) { nodes {
			id code number legalArea purposes { type { code } area } sheet { number } commune { code name } } } }`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := processorTime(b)
			for b.Loop() {
				recorder := httptest.NewRecorder()
				r.api.ServeHTTP(recorder, operation(b, clerk, query, nil))
				if recorder.Code != http.StatusOK {
					b.Fatal(recorder.Body)
				}
			}
			spent := processorTime(b) - before
			b.ReportMetric(float64(spent.Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
