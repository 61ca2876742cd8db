package eventstore

import (
	"context"
	"fmt"

	"github.com/diachinh/diachinh/bench/report"
)

const (
	// wantedAt64 is how many single events a second are wanted with 64 clients.
	wantedAt64 = 12_000
	// wantedOfCeiling is the least share of the rate that client and protocol allow.
	wantedOfCeiling = 0.7
	// overMessageDB is how many times faster than message-db 16 clients are to be.
	overMessageDB = 5
)

// appends compares single events, durable, one after the other a client.
func (b *bench) appends(ctx context.Context) (rows []report.Row, err error) {
	sides, err := b.sides(ctx)
	if err != nil {
		return nil, err
	}
	for _, bytes := range []int{256, 1200} {
		for _, clients := range []int{1, 16, 64} {
			l := load{bytes: bytes, clients: clients, batch: 1}
			samples, err := b.compete(ctx, sides, l)
			if err != nil {
				return nil, err
			}
			rows = append(rows, l.rows(sides, samples)...)
		}
	}
	return rows, nil
}

// sides are ours, then its rivals.
func (b *bench) sides(ctx context.Context) (sides []side, err error) {
	ours, err := b.ours(ctx)
	if err != nil {
		return nil, err
	}
	rivals, err := b.messageDB(ctx)
	if err != nil {
		return nil, err
	}
	sides = append([]side{ours}, rivals...)
	for _, open := range []func(context.Context) (side, error){
		b.globalLock, b.transactionOrder, b.jetstream, b.ceiling, b.withoutGRPC,
	} {
		opened, err := open(ctx)
		if err != nil {
			return nil, err
		}
		sides = append(sides, opened)
	}
	return sides, nil
}

func (b *bench) ours(ctx context.Context) (side, error) {
	database, err := b.Database(ctx)
	if err != nil {
		return side{}, err
	}
	node, err := b.node(ctx, database)
	if err != nil {
		return side{}, err
	}
	return b.served("ours", true, node)
}

// ceiling is the server that stores nothing.
func (b *bench) ceiling(ctx context.Context) (side, error) {
	server, err := b.nothing(ctx)
	if err != nil {
		return side{}, err
	}
	return b.served(storesNothing, false, server)
}

const (
	storesNothing = "a server that stores nothing"
	bareNode      = "the node called without gRPC"
	messageDBName = "message-db"
)

// served is a server of the protocol, reached through the client.
func (b *bench) served(name string, durable bool, server *process) (side, error) {
	client, err := b.reach(server)
	if err != nil {
		return side{}, err
	}
	return driven(name, durable, throughClient(client)), nil
}

// rows compares the first side with each other one, and with the limit.
func (l load) rows(sides []side, samples []sample) (rows []report.Row) {
	ours := samples[0]
	name := fmt.Sprintf("append of %d bytes, %d clients", l.bytes, l.clients)
	if l.clients == 64 {
		rows = append(rows, report.More(name, "events/s", ours.rate, wantedAt64, "limit", 1))
	}
	for i, peer := range samples[1:] {
		against := sides[i+1]
		rows = append(rows,
			report.More(name, "events/s", ours.rate, peer.rate, against.name, l.target(against)),
			report.Less(name, "p50 ms", ours.p50, peer.p50, against.name, 0),
			report.Less(name, "p99 ms", ours.p99, peer.p99, against.name, 0))
	}
	return rows
}

// target is the least ratio of rates that is wanted; 0 where none is.
func (l load) target(against side) float64 {
	switch {
	case l.clients == 16 && against.name == messageDBName:
		return overMessageDB
	case l.clients == 16 && against.durable && against.name != bareNode:
		return 1
	case l.clients == 64 && against.name == storesNothing:
		return wantedOfCeiling
	}
	return 0
}
