package node

import (
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
)

const (
	// maxMessage is as much as the clients themselves take.
	maxMessage = 17 << 20
	// window is how much a client may send of an append before it must wait.
	window     = 1 << 20
	connWindow = 4 * window
	bufferSize = 64 << 10
)

func newServer(s *service, g *gossiper) *grpc.Server {
	server := grpc.NewServer(
		grpc.ForceServerCodecV2(newCodec()),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.InitialWindowSize(window),
		grpc.InitialConnWindowSize(connWindow),
		grpc.ReadBufferSize(bufferSize),
		grpc.WriteBufferSize(bufferSize),
		// Clients ping every ten seconds, with or without a call under way.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second, PermitWithoutStream: true}),
		grpc.UnknownServiceHandler(refuseUnknown),
	)
	streams.RegisterStreamsServer(server, s)
	gossip.RegisterGossipServer(server, g)
	serverfeatures.RegisterServerFeaturesServer(server, features{})
	return server
}

// refuseUnknown names the services that an EventStoreDB has and this node has not.
func refuseUnknown(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	return unserved(method)
}
