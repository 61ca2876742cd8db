package node_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	n := startLenient(t, testdb.New(t))
	conn, c := connect(t, n), client(t, n.URL())
	t.Run("$maxCount leaves the newest events", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 5)
		describe(t, c, stream, `{"$maxCount":2}`)
		requireRevisions(t, conn, stream, 3, 4)
		add(t, c, stream, esdb.Revision(4))
		requireRevisions(t, conn, stream, 4, 5)
	})
	t.Run("$tb leaves the events from it on", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 4)
		describe(t, c, stream, `{"$tb":2}`)
		requireRevisions(t, conn, stream, 2, 3)
		describe(t, c, stream, `{"$tb":100}`)
		requireRevisions(t, conn, stream)
		describe(t, c, stream, `{}`)
		requireRevisions(t, conn, stream, 0, 1, 2, 3)
	})
	t.Run("$maxAge leaves the events that are not older", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 3)
		describe(t, c, stream, `{"$maxAge":1}`)
		deadline := time.Now().Add(30 * time.Second)
		for {
			got := walkStream(t, conn, stream, false)
			if len(got) == 0 {
				break
			}
			if got[0].GetEvent() == nil {
				t.Fatal("a stream whose events are old is not found")
			}
			if time.Now().After(deadline) {
				t.Fatalf("read %v", got)
			}
		}
		requireRevisions(t, conn, stream)
		describe(t, c, stream, `{"$maxAge":600}`)
		requireRevisions(t, conn, stream, 0, 1, 2)
	})
	t.Run("the strictest counts", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 6)
		describe(t, c, stream, `{"$maxCount":4,"$tb":3,"$maxAge":600}`)
		requireRevisions(t, conn, stream, 3, 4, 5)
	})
	t.Run("a count of events is one of those that are left", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 6)
		describe(t, c, stream, `{"$tb":3}`)
		got := read(t, conn, &streams.ReadReq_Options{StreamOption: streamOption(stream), CountOption: &streams.ReadReq_Options_Count{Count: 2}})
		if len(got) != 2 || got[0].GetEvent().GetEvent().GetStreamRevision() != 3 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("metadata that cannot be understood limit nothing", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 2)
		for _, settings := range []string{
			`{"$maxCount":"1"}`, `{"$maxCount":0}`, `{"$maxCount":-1}`, `{"$tb":1.0}`, `{"$tb":92233720368547758070}`,
			`{"$maxCount":1,"$maxAge":"a day"}`, `{"$maxCount":1,"$acl":7}`, `not JSON`, `[1]`, ``, `null`,
		} {
			describe(t, c, stream, settings)
			requireRevisions(t, conn, stream, 0, 1)
		}
	})
	t.Run("of metadata the last are read", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 1)
		describe(t, c, stream, `{"a":1}`)
		describe(t, c, stream, `{"a":2}`)
		if got := metadataOf(t, conn, stream); got != `{"a":2}` {
			t.Errorf("got %s", got)
		}
	})
	t.Run("a subscription gives what a read gives, and then all that comes", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 4)
		describe(t, c, stream, `{"$maxCount":2}`)
		var got []uint64
		follow(t, conn, &streams.ReadReq_Options{StreamOption: streamOption(stream)}, func(m *streams.ReadResp) bool {
			if m.GetCaughtUp() != nil {
				add(t, c, stream, esdb.Any{})
			}
			if m.GetEvent() != nil {
				got = append(got, m.GetEvent().GetEvent().GetStreamRevision())
			}
			return len(got) == 3
		})
		if fmt.Sprint(got) != "[2 3 4]" {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a subscription to a deleted stream gives what comes after", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 2)
		remove(t, c, stream, esdb.Any{})
		follow(t, conn, &streams.ReadReq_Options{StreamOption: streamOption(stream)}, func(m *streams.ReadResp) bool {
			if m.GetCaughtUp() != nil {
				add(t, c, stream, esdb.Any{})
			}
			if m.GetEvent() == nil {
				return false
			}
			if got := m.GetEvent().GetEvent().GetStreamRevision(); got != 2 {
				t.Errorf("revision %d", got)
			}
			return true
		})
	})
}
