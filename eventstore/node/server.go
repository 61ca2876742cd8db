package node

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

const (
	// maxMessage is as much as the clients themselves take.
	maxMessage = 17 << 20
	// window is how much a client may send of an append before it must wait.
	window     = 1 << 20
	connWindow = 4 * window
	bufferSize = 64 << 10
	// workers are goroutines that take one call after the other: the stack that a
	// call needs has then grown once, which saves a tenth of an append's work.
	// More calls than these at once get goroutines of their own.
	workers = 64
)

// endpoint is a listener and the server behind it.
type endpoint struct {
	listener net.Listener
	server   *grpc.Server
}

// endpoints are all that a node listens on: the plain one, and the one with TLS
// where there is one.
type endpoints []endpoint

// listenOn opens the listeners of a configuration.
func listenOn(config Config) (listeners []net.Listener, err error) {
	addresses := []string{config.Listen}
	if config.TLS != nil {
		addresses = append(addresses, config.TLS.Listen)
	}
	for _, address := range addresses {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			closeAll(listeners)
			return nil, fmt.Errorf("listen: %w", err)
		}
		listeners = append(listeners, listener)
	}
	return listeners, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// newEndpoints puts a service behind the listeners; the second one, if there is
// one, is for TLS and has a doorkeeper.
func newEndpoints(listeners []net.Listener, s *service, c *certificate, d *doorkeeper) endpoints {
	instance := uuid.New()
	plain := endpoint{listeners[0], newServer(s, &gossiper{instance: instance, listener: listeners[0].Addr()})}
	if len(listeners) == 1 {
		return endpoints{plain}
	}
	secure := newServer(s, &gossiper{instance: instance, listener: listeners[1].Addr()},
		grpc.Creds(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get})),
		grpc.UnaryInterceptor(d.unary), grpc.StreamInterceptor(d.stream))
	return endpoints{plain, {listeners[1], secure}}
}

func newServer(s *service, g *gossiper, options ...grpc.ServerOption) *grpc.Server {
	server := grpc.NewServer(append(options,
		grpc.ForceServerCodecV2(newCodec()),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.InitialWindowSize(window),
		grpc.InitialConnWindowSize(connWindow),
		grpc.ReadBufferSize(bufferSize),
		grpc.WriteBufferSize(bufferSize),
		grpc.NumStreamWorkers(workers),
		// Clients ping every ten seconds, with or without a call under way.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second, PermitWithoutStream: true}),
		// A client's machine that vanishes does not say goodbye to its subscriptions.
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: time.Minute, Timeout: 20 * time.Second}),
		grpc.UnknownServiceHandler(refuseUnknown),
	)...)
	streams.RegisterStreamsServer(server, s)
	gossip.RegisterGossipServer(server, g)
	serverfeatures.RegisterServerFeaturesServer(server, features{})
	return server
}

// serve takes calls, and tells of a listener that broke.
func (e endpoints) serve(broke func(error)) {
	for _, one := range e {
		go func() {
			if err := one.server.Serve(one.listener); err != nil && !errors.Is(err, grpc.ErrServerStopped) {
				broke(err)
			}
		}()
	}
}

// finish takes no more calls and waits for those under way.
func (e endpoints) finish() {
	var all sync.WaitGroup
	for _, one := range e {
		all.Go(one.server.GracefulStop)
	}
	all.Wait()
}

// stop cuts off all calls.
func (e endpoints) stop() {
	for _, one := range e {
		one.server.Stop()
	}
}

// refuseUnknown names the services that an EventStoreDB has and this node has not.
func refuseUnknown(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	return unserved(method)
}
