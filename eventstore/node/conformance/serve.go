package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

const maxMessage = 17 << 20

// The ports that the suites dial.
const plainPort = 2114

var tlsPorts = []int{2111, 2112, 2113, 2115}

// serve starts a node behind the ports, with what the suites expect to find in
// an empty store. The function that it returns ends all of it.
func serve(ctx context.Context, program, server string, a authority, bridged bool) (stop func() error, err error) {
	node, err := startNode(ctx, program, server, a)
	if err != nil {
		return nil, err
	}
	closers := []func() error{node.stop}
	stop = func() error {
		var errs []error
		for i := range closers {
			errs = append(errs, closers[len(closers)-1-i]())
		}
		return errors.Join(errs...)
	}
	open := openForwarder
	if bridged {
		open = openBridge
	}
	for _, port := range append(tlsPorts, plainPort) {
		behind, withTLS := tlsAddress, a
		if port == plainPort {
			behind, withTLS = node.plain, authority{}
		}
		closeDoor, err := open(port, behind, withTLS)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open port %d: %w", port, err), stop())
		}
		closers = append(closers, closeDoor)
	}
	if err := prepare(ctx, node.plain); err != nil {
		return nil, errors.Join(err, stop())
	}
	return stop, nil
}

// prepare puts into the log what every EventStoreDB has and the suites wait for.
func prepare(ctx context.Context, address string) error {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	return writeUsers(ctx, conn)
}

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
}

// openBridge serves a bridge to an address at a port, both with TLS unless the
// authority is empty.
func openBridge(port int, behind string, a authority) (func() error, error) {
	outside, inside := insecure.NewCredentials(), insecure.NewCredentials()
	if a != (authority{}) {
		server, err := a.server()
		if err != nil {
			return nil, err
		}
		client, err := a.client()
		if err != nil {
			return nil, err
		}
		outside, inside = credentials.NewTLS(server), credentials.NewTLS(client)
	}
	conn, err := grpc.NewClient(behind, grpc.WithTransportCredentials(inside),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)))
	if err != nil {
		return nil, err
	}
	listener, err := listen(port)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	server := newBridge(conn, port, outside)
	go server.Serve(listener)
	return func() error {
		server.Stop()
		return conn.Close()
	}, nil
}
