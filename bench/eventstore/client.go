package eventstore

import (
	"context"
	"math"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"
)

// dial makes the one client that all of a load's share: one a client is slower.
func dial(url string) (*esdb.Client, error) {
	config, err := esdb.ParseConnectionString(url)
	if err != nil {
		return nil, err
	}
	config.MaxDiscoverAttempts = math.MaxInt
	config.Logger = esdb.NoopLogging()
	return esdb.NewClient(config)
}

// reach makes a client of a server; both end with the bench.
func (b *bench) reach(server *process) (*esdb.Client, error) {
	b.atEnd(server.stop)
	client, err := dial(server.url)
	if err != nil {
		return nil, err
	}
	b.atEnd(client.Close)
	return client, nil
}

// throughClient appends through a client that is there already.
func throughClient(client *esdb.Client) connect {
	return func(_ context.Context, stream string, data []byte, batch int) (func(context.Context) error, func(), error) {
		var expected esdb.ExpectedRevision = esdb.NoStream{}
		events := make([]esdb.EventData, batch)
		next := func(ctx context.Context) error {
			renew(events, data)
			result, err := client.AppendToStream(ctx, stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, events...)
			if err != nil {
				return err
			}
			expected = esdb.Revision(result.NextExpectedVersion)
			return nil
		}
		return next, func() {}, nil
	}
}

func renew(events []esdb.EventData, data []byte) {
	for i := range events {
		events[i] = esdb.EventData{EventID: uuid.New(), EventType: eventType, ContentType: esdb.ContentTypeJson, Data: data}
	}
}

const eventType = "parcel.measured.v1"
