package eventstore_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/node"
)

func TestDeletedStream(t *testing.T) {
	t.Parallel()
	n := startNode(t, node.Config{Deletable: func(string) bool { return true }})
	store := dial(t, n.URL())
	config, err := esdb.ParseConnectionString(n.URL())
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	end := func(stream string) error {
		_, err := client.TombstoneStream(t.Context(), stream, esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}})
		return err
	}
	follow := func(t *testing.T, stream string, handle func(es.Message) error) error {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		return store.SubscribeStream(ctx, stream, nil, handle)
	}
	t.Run("a subscription to a stream that has ended is denied", func(t *testing.T) {
		t.Parallel()
		if err := end("ended"); err != nil {
			t.Fatal(err)
		}
		if err := follow(t, "ended", func(es.Message) error { return nil }); !errors.Is(err, es.ErrDenied) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a subscription ends with its stream", func(t *testing.T) {
		t.Parallel()
		if _, err := store.Append(t.Context(), "followed", es.NoStream{}, kilobyte(1)); err != nil {
			t.Fatal(err)
		}
		err := follow(t, "followed", func(m es.Message) error {
			if m.CaughtUp {
				return end("followed")
			}
			return nil
		})
		if !errors.Is(err, es.ErrDenied) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what is read of a stream that has ended, and appended to it, is denied", func(t *testing.T) {
		t.Parallel()
		if err := end("gone"); err != nil {
			t.Fatal(err)
		}
		for _, err := range store.ReadStream(t.Context(), "gone", 0) {
			if !errors.Is(err, es.ErrDenied) {
				t.Errorf("read: got %v", err)
			}
		}
		if _, err := store.Append(t.Context(), "gone", es.Any{}, kilobyte(1)); !errors.Is(err, es.ErrDenied) {
			t.Errorf("append: got %v", err)
		}
	})
}
