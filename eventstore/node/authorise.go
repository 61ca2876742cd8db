package node

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// doorkeeper stands before the services of the TLS listener: every call brings a
// user's name and password, and does what that user may.
type doorkeeper struct {
	verifier *verifier
	logger   *slog.Logger
	metrics  *metrics
}

var (
	errAnonymous       = status.Error(codes.PermissionDenied, "access denied: this needs a user's name and password")
	errUnauthenticated = status.Error(codes.Unauthenticated, "wrong name or password")
	errDenied          = status.Error(codes.PermissionDenied, "access denied: the user has not the right to do this")
	errChanged         = status.Error(codes.Aborted, "the user was changed or removed while the call was under way: call again")
)

// open tells the methods that anybody may call: those by which a client finds out
// where and what the node is.
func open(method string) bool {
	return strings.HasPrefix(method, "/"+gossip.Gossip_ServiceDesc.ServiceName+"/") ||
		strings.HasPrefix(method, "/"+serverfeatures.ServerFeatures_ServiceDesc.ServiceName+"/")
}

// unary is a grpc.UnaryServerInterceptor.
func (d *doorkeeper) unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	if open(info.FullMethod) {
		return handler(ctx, request)
	}
	user, err := d.authenticate(ctx)
	if err == nil && !user.rights.include(neededFor(request)) {
		err = errDenied
	}
	if err != nil {
		d.refused(err, func(trailers metadata.MD) { grpc.SetTrailer(ctx, trailers) })
		return nil, err
	}
	return handler(ctx, request)
}

// stream is a grpc.StreamServerInterceptor.
func (d *doorkeeper) stream(service any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	if open(info.FullMethod) {
		return handler(service, stream)
	}
	// A client that sends one message after the other and then waits understands
	// no answer before it has sent them all.
	patient := info.IsClientStream && !info.IsServerStream
	user, err := d.authenticate(stream.Context())
	if err != nil {
		if patient {
			readToEnd(stream)
		}
		d.refused(err, stream.SetTrailer)
		return err
	}
	ctx, end := context.WithCancelCause(stream.Context())
	defer end(nil)
	if !patient { // what is on its way to the writer is answered
		defer context.AfterFunc(user.unchanged, func() { end(errChanged) })()
	}
	err = handler(service, &guarded{ServerStream: stream, ctx: ctx, doorkeeper: d, user: user, patient: patient})
	if err != nil && context.Cause(ctx) == errChanged {
		return errChanged
	}
	return err
}

// refused says to the client, and to the measurements, what became of a call.
func (d *doorkeeper) refused(err error, setTrailer func(metadata.MD)) {
	d.metrics.refusedUser(err)
	if status.Code(err) == codes.PermissionDenied {
		setTrailer(metadata.Pairs("exception", "access-denied"))
	}
}

// authenticate finds out who the caller is.
func (d *doorkeeper) authenticate(ctx context.Context) (account, error) {
	headers := metadata.ValueFromIncomingContext(ctx, "authorization")
	if len(headers) == 0 {
		return account{}, errAnonymous
	}
	name, password, readable := basic(headers[0])
	if !readable {
		return account{}, errUnauthenticated
	}
	user, err := d.verifier.verify(ctx, name, password)
	if errors.Is(err, errCredentials) {
		d.logger.WarnContext(ctx, "event store refused a user", slog.String("user", name[:min(len(name), maxUserName)]), slog.String("peer", address(ctx)))
		return account{}, errUnauthenticated
	}
	if err != nil {
		return account{}, status.FromContextError(err).Err()
	}
	return user, nil
}

// basic reads a header of the Basic scheme.
func basic(header string) (name, password string, readable bool) {
	scheme, encoded, _ := strings.Cut(header, " ")
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || !strings.EqualFold(scheme, "basic") {
		return "", "", false
	}
	return strings.Cut(string(text), ":")
}

func address(ctx context.Context) string {
	if p, known := peer.FromContext(ctx); known {
		return p.Addr.String()
	}
	return ""
}

// guarded is a call whose every message is held against what the user may do. It
// ends when the user is changed or removed.
type guarded struct {
	grpc.ServerStream
	ctx        context.Context
	doorkeeper *doorkeeper
	user       account
	patient    bool
}

// Context ends with the call, or with what was granted to the user.
func (g *guarded) Context() context.Context { return g.ctx }

// SendMsg sends what the user may still have.
func (g *guarded) SendMsg(message any) error {
	if err := context.Cause(g.ctx); err == errChanged {
		return err
	}
	return g.ServerStream.SendMsg(message)
}

// RecvMsg hands on what the user may send, and refuses the rest.
func (g *guarded) RecvMsg(message any) error {
	if err := g.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	refusal := errDenied
	switch {
	case g.user.unchanged.Err() != nil:
		refusal = errChanged
	case g.user.rights.include(neededFor(message)):
		return nil
	}
	if g.patient {
		readToEnd(g.ServerStream)
	}
	g.doorkeeper.refused(refusal, g.SetTrailer)
	return refusal
}

// readToEnd takes what a client still sends, as much as an honest one would.
func readToEnd(stream grpc.ServerStream) {
	for taken := 0; taken < maxMessage; {
		message := &streams.AppendReq{}
		if stream.RecvMsg(message) != nil {
			return
		}
		taken += proto.Size(message)
	}
}
