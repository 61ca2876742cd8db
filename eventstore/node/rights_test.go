package node_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/diachinh/diachinh/eventstore/node"
)

func TestRights(t *testing.T) {
	t.Parallel()
	s := startSecured(t,
		node.User{Name: "admin", Rights: []node.Right{node.RightAdmin}},
		node.User{Name: "office", Rights: []node.Right{node.RightRead, node.RightAppend}},
		node.User{Name: "mirror", Rights: []node.Right{node.RightReadAll}},
		node.User{Name: "guest"})
	appendOne(t, s.URL(), "s", esdb.NoStream{})
	appendOne(t, s.URL(), "$settings", esdb.NoStream{})

	calls := map[string]func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error){
		"read a stream":          func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error) { return readOne(t, conn, "s") },
		"read the whole log":     func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error) { return readOne(t, conn, "$all") },
		"read a system's stream": func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error) { return readOne(t, conn, "$settings") },
		"append": func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error) {
			_, trailers, err := send(t, conn, "s", 0, anEvent())
			return trailers, err
		},
		"append to a system's stream": func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error) {
			_, trailers, err := send(t, conn, "$settings", 0, anEvent())
			return trailers, err
		},
		"write metadata": func(t *testing.T, conn *grpc.ClientConn) (metadata.MD, error) {
			_, trailers, err := send(t, conn, "$$s", 0, anEvent())
			return trailers, err
		},
		"delete": func(t *testing.T, conn *grpc.ClientConn) (trailers metadata.MD, err error) {
			_, err = streams.NewStreamsClient(conn).Delete(t.Context(), &streams.DeleteReq{Options: &streams.DeleteReq_Options{
				StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte("none")},
				ExpectedStreamRevision: &streams.DeleteReq_Options_Any{Any: &shared.Empty{}},
			}}, grpc.Trailer(&trailers))
			return trailers, err
		},
	}
	granted := map[string][]string{
		"":       nil,
		"guest":  nil,
		"office": {"read a stream", "append"},
		"mirror": {"read the whole log", "read a system's stream"},
		"admin":  {"read a stream", "append", "read the whole log", "read a system's stream", "append to a system's stream", "write metadata"},
	}
	for user, may := range granted {
		for what, call := range calls {
			if user == "admin" && what == "delete" {
				continue // allowed to the user, and not for this stream
			}
			t.Run(fmt.Sprintf("%q, to %s", user, what), func(t *testing.T) {
				t.Parallel()
				trailers, err := call(t, s.dial(t, user, password))
				allowed := strings.Contains(strings.Join(may, "|")+"|", what+"|")
				if allowed && err != nil {
					t.Errorf("refused: %v", err)
				}
				if !allowed && (status.Code(err) != codes.PermissionDenied || strings.Join(trailers["exception"], "") != "access-denied") {
					t.Errorf("got %v with trailers %v, want a refusal", err, trailers)
				}
			})
		}
	}
}

func TestUsersChange(t *testing.T) {
	t.Parallel()
	s := startSecured(t, node.User{Name: "office", Rights: []node.Right{node.RightRead}})
	appendOne(t, s.URL(), "s", esdb.NoStream{})
	conn := s.dial(t, "office", password)
	until := func(what string, conn *grpc.ClientConn, want codes.Code) {
		t.Helper()
		deadline := time.Now().Add(30 * time.Second)
		for {
			_, err := readOne(t, conn, "s")
			if status.Code(err) == want {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: %v, want %s", what, err, want)
			}
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	until("with the right to read", conn, codes.OK)
	do(s.users.SetRights(t.Context(), node.User{Name: "office", Rights: []node.Right{node.RightAppend}}))
	until("without the right to read", conn, codes.PermissionDenied)
	do(s.users.SetRights(t.Context(), node.User{Name: "office", Rights: []node.Right{node.RightRead}}))
	do(s.users.SetPassword(t.Context(), "office", "battery staple"))
	until("with the earlier password", conn, codes.Unauthenticated)
	conn = s.dial(t, "office", "battery staple")
	until("with the new password", conn, codes.OK)
	do(s.users.Remove(t.Context(), "office"))
	until("removed", conn, codes.Unauthenticated)
	if err := s.users.Remove(t.Context(), "office"); !errors.Is(err, node.ErrNoUser) {
		t.Errorf("removed again: %v", err)
	}
}

func TestUsersChangeWhileTheyCall(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*node.Users) error{
		"removed": func(u *node.Users) error { return u.Remove(t.Context(), "office") },
		"given another password": func(u *node.Users) error {
			return u.SetPassword(t.Context(), "office", "battery staple")
		},
		"left without the right": func(u *node.Users) error {
			return u.SetRights(t.Context(), node.User{Name: "office", Rights: []node.Right{node.RightRead}})
		},
	}
	for what, change := range changes {
		t.Run("a user who is "+what+" follows the log and appends no more, on open calls either", func(t *testing.T) {
			t.Parallel()
			s := startSecured(t, node.User{Name: "office", Rights: []node.Right{node.RightReadAll, node.RightAppend}})
			conn := s.dial(t, "office", password)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			options := &streams.ReadReq_Options{
				StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
					AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
				}},
				CountOption:  &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}},
				FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
			}
			subscription, err := streams.NewStreamsClient(conn).Read(ctx, &streams.ReadReq{Options: options})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // confirmation, caught up
				if _, err := subscription.Recv(); err != nil {
					t.Fatal(err)
				}
			}
			batch, err := streams.NewStreamsClient(conn).BatchAppend(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if a := answerTo(t, batch, batchOf("s", batchEvent("{}"))); a.GetSuccess() == nil {
				t.Fatalf("got %v", a)
			}
			if err := change(s.users); err != nil {
				t.Fatal(err)
			}
			for err = nil; err == nil; {
				_, err = subscription.Recv()
			}
			if status.Code(err) != codes.Aborted {
				t.Errorf("the subscription: %v", err)
			}
			if _, err := batch.Recv(); status.Code(err) != codes.Aborted {
				t.Errorf("the batch call: %v", err)
			}
		})
	}
}

func TestUsersChangeWhileReadersWait(t *testing.T) {
	t.Parallel()
	s := startSecured(t, node.User{Name: "office", Rights: []node.Right{node.RightRead}})
	conn, err := pgx.Connect(t.Context(), s.database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := tx.Exec(t.Context(), `lock table eventlog.events in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	const readers = 8 // as many as the node serves at once
	for plain := connect(t, s.Node); ; {
		options := &streams.ReadReq_Options{StreamOption: streamOption("s"), CountOption: &streams.ReadReq_Options_Count{Count: 1}}
		if _, err := streams.NewStreamsClient(plain).Read(t.Context(), &streams.ReadReq{Options: options}); err != nil {
			t.Fatal(err)
		}
		var waiting int
		if err := tx.QueryRow(t.Context(), `select count(*) from pg_locks where not granted
			and database = (select oid from pg_database where datname = current_database())`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
		if waiting >= readers {
			break
		}
	}
	if err := s.users.Remove(t.Context(), "office"); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(30 * time.Second)
	for office := s.dial(t, "office", password); ; {
		err := office.Invoke(t.Context(), "/event_store.client.users.Users/Create", &shared.Empty{}, &shared.Empty{})
		if status.Code(err) == codes.Unauthenticated {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("a user who was removed is still let in: %v", err)
		}
	}
}
