package main

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
)

// bridge passes calls on to the node unchanged, but for two. Some suites do not
// begin before they have created a persistent subscription, which the node
// refuses: that call alone, and no other of its service, is answered here, once
// the node has accepted its credentials. And the leader that the node names in
// its gossip is given the bridge's address, lest clients go round it.
type bridge struct {
	persistent.UnimplementedPersistentSubscriptionsServer
	node *grpc.ClientConn
}

// gossiper is the bridge's second exception.
type gossiper struct {
	gossip.UnimplementedGossipServer
	node *grpc.ClientConn
	port uint32
}

func newBridge(node *grpc.ClientConn, port int, transport credentials.TransportCredentials) *grpc.Server {
	b := &bridge{node: node}
	server := grpc.NewServer(
		grpc.Creds(transport),
		grpc.ForceServerCodecV2(codec{}),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: time.Second, PermitWithoutStream: true}),
		grpc.UnknownServiceHandler(b.forward),
	)
	gossip.RegisterGossipServer(server, &gossiper{node: node, port: uint32(port)})
	persistent.RegisterPersistentSubscriptionsServer(server, b)
	return server
}

// Create implements persistent.PersistentSubscriptionsServer.
func (b *bridge) Create(ctx context.Context, _ *persistent.CreateReq) (*persistent.CreateResp, error) {
	if err := readUsers(passedOn(ctx), b.node); err != nil {
		return nil, err
	}
	return &persistent.CreateResp{}, nil
}

// Read implements gossip.GossipServer.
func (g *gossiper) Read(ctx context.Context, request *shared.Empty) (*gossip.ClusterInfo, error) {
	info, err := gossip.NewGossipClient(g.node).Read(passedOn(ctx), request)
	if err != nil {
		return nil, err
	}
	for _, member := range info.Members {
		member.HttpEndPoint = &gossip.EndPoint{Address: "localhost", Port: g.port}
	}
	return info, nil
}

// forward passes a call's messages on in both directions, with its metadata, its
// deadline, its status and its trailers.
func (b *bridge) forward(_ any, client grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(client)
	both := &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}
	node, err := b.node.NewStream(passedOn(client.Context()), both, method, grpc.ForceCodecV2(codec{}))
	if err != nil {
		return err
	}
	go func() {
		for {
			var message raw
			if client.RecvMsg(&message) != nil {
				node.CloseSend()
				return
			}
			if node.SendMsg(&message) != nil {
				return
			}
		}
	}()
	if header, err := node.Header(); err == nil {
		client.SetHeader(header)
	}
	for {
		var message raw
		if err := node.RecvMsg(&message); err != nil {
			client.SetTrailer(node.Trailer())
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if err := client.SendMsg(&message); err != nil {
			return err
		}
	}
}

// passedOn carries a call's metadata over to the call that is made for it.
func passedOn(ctx context.Context) context.Context {
	received, _ := metadata.FromIncomingContext(ctx)
	return metadata.NewOutgoingContext(ctx, received)
}
