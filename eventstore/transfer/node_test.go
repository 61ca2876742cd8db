package transfer_test

import (
	"context"
	"errors"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

func TestExportOfNode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lose   func(*testing.T, *esdb.Client) error
		reason transfer.Reason
	}{
		"a stream that was deleted softly is refused": {func(t *testing.T, client *esdb.Client) error {
			_, err := client.DeleteStream(t.Context(), "numbers", esdb.DeleteStreamOptions{})
			return err
		}, transfer.Limited},
		"a stream that was deleted for good is refused": {func(t *testing.T, client *esdb.Client) error {
			_, err := client.TombstoneStream(t.Context(), "numbers", esdb.TombstoneStreamOptions{})
			return err
		}, transfer.Deleted},
		"a stream whose metadata counts is refused": {func(t *testing.T, client *esdb.Client) error {
			var metadata esdb.StreamMetadata
			metadata.SetMaxCount(2)
			_, err := client.SetStreamMetadata(t.Context(), "numbers", esdb.AppendToStreamOptions{}, metadata)
			return err
		}, transfer.Limited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, err := node.Start(t.Context(), node.Config{
				DatabaseURL: testdb.New(t), Listen: "127.0.0.1:0", Deletable: func(string) bool { return true },
			})
			must(t, err)
			t.Cleanup(func() { n.Stop(context.Background()) })
			store, err := eventstore.Dial(n.URL(), nil)
			must(t, err)
			t.Cleanup(store.Close)
			_, err = eventstore.LogID(t.Context(), store)
			must(t, err)
			add(t, store, "numbers", said(1), said(2), said(3))
			export(t, store)

			config, err := esdb.ParseConnectionString(n.URL())
			must(t, err)
			client, err := esdb.NewClient(config)
			must(t, err)
			defer client.Close()
			must(t, c.lose(t, client))
			_, err = transfer.Export(t.Context(), store, newFile(t), quiet)
			var truncated *transfer.TruncatedError
			if !errors.As(err, &truncated) || truncated.Stream != "numbers" || truncated.Reason != c.reason {
				t.Errorf("got %v", err)
			}
		})
	}
}
