package main

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

func TestNodeAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, program string
		replaced      bool
	}{
		{"a command that has the log for a while is waited for", "diachinh events follow", false},
		{"a node that came back elsewhere has replaced the one before", bareNode, true},
		{"a service that has taken the log has replaced it, and is named", "diachinh serve", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := &platform{database: &database{url: testdb.New(t)}, url: "esdb://127.0.0.1:1?tls=false"}
			n, err := node.Start(t.Context(), node.Config{DatabaseURL: p.database.url, Listen: "127.0.0.1:0", Program: c.program})
			if err != nil {
				t.Fatal(err)
			}
			defer n.Stop(t.Context())
			away, err := p.nodeAway(t.Context(), false)
			if !c.replaced {
				if !away || err != nil {
					t.Errorf("away %t, %v", away, err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), "EVENT_LOG_LOST: ") || !strings.Contains(err.Error(), "`"+c.program+"`") {
				t.Errorf("got %v", err)
			}
		})
	}
}
