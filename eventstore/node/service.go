package node

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/jackc/pgx/v5/pgxpool"
)

// service is the protocol's Streams service.
type service struct {
	streams.UnimplementedStreamsServer
	writer   *writer
	pool     *pgxpool.Pool
	stopping context.Context // done when readers are to be sent away
	// deletable tells which streams may be deleted, truncated or aged.
	deletable func(stream string) bool
	metrics   *metrics
}
