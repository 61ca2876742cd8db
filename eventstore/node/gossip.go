package node

import (
	"context"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
)

// serverVersion is the EventStoreDB whose streams protocol the node speaks.
const serverVersion = "24.10.0"

// gossiper tells clients that discover a cluster of one member: its leader.
type gossiper struct {
	gossip.UnimplementedGossipServer
	instance uuid.UUID
	host     string
	port     int
}

// Read implements gossip.GossipServer.
func (g *gossiper) Read(context.Context, *shared.Empty) (*gossip.ClusterInfo, error) {
	return &gossip.ClusterInfo{Members: []*gossip.MemberInfo{{
		InstanceId:   structured(g.instance),
		TimeStamp:    time.Now().UnixNano() / nanosecondsPerTick,
		State:        gossip.MemberInfo_Leader,
		IsAlive:      true,
		HttpEndPoint: &gossip.EndPoint{Address: g.host, Port: uint32(g.port)},
	}}}, nil
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
			method("gossip.gossip", "read"),
			method("server_features.serverfeatures", "getsupportedmethods"),
		},
	}, nil
}
