package node

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
)

// serverVersion is the EventStoreDB whose streams protocol the node speaks.
const serverVersion = "24.10.0"

// gossiper tells clients that discover a cluster of one member: its leader.
type gossiper struct {
	gossip.UnimplementedGossipServer
	instance uuid.UUID
	listener net.Addr
}

// Read implements gossip.GossipServer.
func (g *gossiper) Read(ctx context.Context, _ *shared.Empty) (*gossip.ClusterInfo, error) {
	host, port := g.whereAsked(ctx)
	return &gossip.ClusterInfo{Members: []*gossip.MemberInfo{{
		InstanceId:   structured(g.instance),
		TimeStamp:    time.Now().UnixNano() / nanosecondsPerTick,
		State:        gossip.MemberInfo_Leader,
		IsAlive:      true,
		HttpEndPoint: &gossip.EndPoint{Address: host, Port: uint32(port)},
	}}}, nil
}

// whereAsked is the address by which the caller has reached this node: a listener
// on all of a machine's addresses does not know its name, and a certificate is
// good for some names only.
func (g *gossiper) whereAsked(ctx context.Context) (host string, port uint16) {
	if authority := metadata.ValueFromIncomingContext(ctx, ":authority"); len(authority) > 0 {
		host, number, err := net.SplitHostPort(authority[0])
		if port, invalid := strconv.ParseUint(number, 10, 16); err == nil && invalid == nil {
			return host, uint16(port)
		}
	}
	own := netip.MustParseAddrPort(g.listener.String())
	return own.Addr().String(), own.Port()
}

// features names what is served, so that clients ask for nothing else.
type features struct {
	serverfeatures.UnimplementedServerFeaturesServer
}

// GetSupportedMethods implements serverfeatures.ServerFeaturesServer.
func (features) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	method := func(service, name string) *serverfeatures.SupportedMethod {
		return &serverfeatures.SupportedMethod{ServiceName: "event_store.client." + service, MethodName: name}
	}
	return &serverfeatures.SupportedMethods{
		EventStoreServerVersion: serverVersion,
		Methods: []*serverfeatures.SupportedMethod{
			method("streams.streams", "read"),
			method("streams.streams", "append"),
			method("streams.streams", "batchappend"),
			method("streams.streams", "delete"),
			method("streams.streams", "tombstone"),
			method("gossip.gossip", "read"),
			method("server_features.serverfeatures", "getsupportedmethods"),
		},
	}, nil
}
