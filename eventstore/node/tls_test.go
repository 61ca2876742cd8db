package node_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/crypto/bcrypt"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

const password = "correct horse"

// secured is a node with a TLS listener, the users of its database, and the
// certificate that clients trust.
type secured struct {
	*node.Node
	database string
	users    *node.Users
	files    node.TLSConfig
}

func startSecured(t *testing.T, users ...node.User) secured {
	t.Helper()
	database := testdb.New(t)
	table, err := node.OpenUsers(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { table.Close(context.Background()) })
	enter(t, database, users)
	directory := t.TempDir()
	files := node.TLSConfig{
		Listen:      "127.0.0.1:0",
		Certificate: filepath.Join(directory, "node.crt"), Key: filepath.Join(directory, "node.key"),
	}
	writeCertificate(t, files, 1)
	n, err := node.Start(t.Context(), node.Config{DatabaseURL: database, Listen: "127.0.0.1:0", TLS: &files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Stop(context.Background()) })
	return secured{n, database, table, files}
}

// enter adds users whose password is compared without much work.
func enter(t *testing.T, database string, users []node.User) {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, user := range users {
		rights := append([]node.Right{}, user.Rights...)
		if _, err := conn.Exec(t.Context(), `insert into eventlog.users (name, hash, rights) values ($1, $2, $3)`, user.Name, string(hash), rights); err != nil {
			t.Fatal(err)
		}
	}
}

// writeCertificate makes a self-signed certificate for this machine.
func writeCertificate(t *testing.T, files node.TLSConfig, serial int64) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{
		files.Certificate: {Type: "CERTIFICATE", Bytes: certificate},
		files.Key:         {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// url is what a client connects to as a user.
func (s secured) url(scheme, user, password string) string {
	return fmt.Sprintf("%s://%s:%s@%s?tlsCAFile=%s", scheme, user, password, s.TLSAddress(), s.files.Certificate)
}

// dial speaks the protocol as a user, without any client's help.
func (s secured) dial(t *testing.T, user, password string) *grpc.ClientConn {
	t.Helper()
	trusted, err := credentials.NewClientTLSFromFile(s.files.Certificate, "")
	if err != nil {
		t.Fatal(err)
	}
	options := []grpc.DialOption{grpc.WithTransportCredentials(trusted)}
	if user != "" {
		options = append(options, grpc.WithPerRPCCredentials(login{user, password}))
	}
	conn, err := grpc.NewClient(s.TLSAddress(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

type login struct{ user, password string }

func (l login) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": basic(l.user, l.password)}, nil
}

func (login) RequireTransportSecurity() bool { return true }

// readOne reads a stream, or the log where it is $all, and returns how that went.
func readOne(t *testing.T, conn *grpc.ClientConn, stream string) (metadata.MD, error) {
	t.Helper()
	options := &streams.ReadReq_Options{
		CountOption: &streams.ReadReq_Options_Count{Count: 1},
		StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)},
			RevisionOption:   &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
		}},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
	}
	if stream == "$all" {
		options.StreamOption = &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
			AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
		}}
	}
	call, err := streams.NewStreamsClient(conn).Read(t.Context(), &streams.ReadReq{Options: options})
	if err != nil {
		t.Fatal(err)
	}
	_, err = call.Recv()
	return call.Trailer(), err
}

func TestTLS(t *testing.T) {
	t.Parallel()
	s := startSecured(t,
		node.User{Name: "admin", Rights: []node.Right{node.RightAdmin}},
		node.User{Name: "office", Rights: []node.Right{node.RightRead, node.RightAppend}},
		node.User{Name: "mirror", Rights: []node.Right{node.RightReadAll}})
	appendOne(t, s.URL(), "s", esdb.NoStream{})

	t.Run("a user appends and reads with the official client, told directly or by discovery", func(t *testing.T) {
		t.Parallel()
		for _, scheme := range []string{"esdb", "esdb+discover"} {
			url := s.url(scheme, "office", strings.ReplaceAll(password, " ", "%20"))
			appendOne(t, url, "by-"+scheme, esdb.NoStream{})
			found, err := client(t, url).ReadStream(t.Context(), "by-"+scheme, esdb.ReadStreamOptions{}, 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := found.Recv(); err != nil {
				t.Error(err)
			}
			found.Close()
		}
	})
	t.Run("gossip asks for no password, and names the endpoint that was asked", func(t *testing.T) {
		t.Parallel()
		for address, conn := range map[string]*grpc.ClientConn{s.TLSAddress(): s.dial(t, "", ""), address(s.Node): connect(t, s.Node)} {
			answer, err := gossip.NewGossipClient(conn).Read(t.Context(), &shared.Empty{})
			if err != nil {
				t.Fatal(err)
			}
			named := answer.GetMembers()[0].GetHttpEndPoint()
			if got := net.JoinHostPort(named.GetAddress(), fmt.Sprint(named.GetPort())); got != address {
				t.Errorf("asked at %s, it names %s", address, got)
			}
		}
	})
	t.Run("a wrong password and an unknown user are unauthenticated, whatever they ask for", func(t *testing.T) {
		t.Parallel()
		for _, user := range []string{"office", "nobody"} {
			conn := s.dial(t, user, "wrong password")
			if _, err := readOne(t, conn, "s"); status.Code(err) != codes.Unauthenticated {
				t.Errorf("%s reads: %v", user, err)
			}
			if _, _, err := send(t, conn, "s", 0, anEvent()); status.Code(err) != codes.Unauthenticated {
				t.Errorf("%s appends: %v", user, err)
			}
			if err := conn.Invoke(t.Context(), "/event_store.client.users.Users/Create", &shared.Empty{}, &shared.Empty{}); status.Code(err) != codes.Unauthenticated {
				t.Errorf("%s asks for what is not served: %v", user, err)
			}
		}
		_, err := client(t, s.url("esdb", "office", "wrong-password")).AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{},
			esdb.EventData{EventType: "happened.v1", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)})
		var told *esdb.Error
		if !errors.As(err, &told) || told.Code() != esdb.ErrorCodeUnauthenticated {
			t.Errorf("the client says %v", err)
		}
	})
	t.Run("the plain listener asks for no password", func(t *testing.T) {
		t.Parallel()
		if _, err := readOne(t, connect(t, s.Node), "$all"); err != nil {
			t.Error(err)
		}
	})
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	t.Run("a renewed certificate is shown without a restart, an unusable one is not", func(t *testing.T) {
		t.Parallel()
		s := startSecured(t)
		shown := func() int64 {
			t.Helper()
			conn, err := tls.Dial("tcp", s.TLSAddress(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
		}
		if got := shown(); got != 1 {
			t.Errorf("at first: certificate %d", got)
		}
		writeCertificate(t, s.files, 2)
		if got := shown(); got != 2 {
			t.Errorf("renewed: certificate %d", got)
		}
		if err := os.WriteFile(s.files.Key, []byte("no key"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := shown(); got != 2 {
			t.Errorf("spoilt: certificate %d", got)
		}
	})
	t.Run("files that are not there or do not match are refused at start", func(t *testing.T) {
		t.Parallel()
		directory := t.TempDir()
		one := node.TLSConfig{Listen: "127.0.0.1:0", Certificate: filepath.Join(directory, "one.crt"), Key: filepath.Join(directory, "one.key")}
		two := node.TLSConfig{Listen: "127.0.0.1:0", Certificate: filepath.Join(directory, "two.crt"), Key: filepath.Join(directory, "two.key")}
		writeCertificate(t, one, 1)
		writeCertificate(t, two, 2)
		for _, files := range []node.TLSConfig{
			{Listen: one.Listen, Certificate: one.Certificate, Key: two.Key},
			{Listen: one.Listen, Certificate: one.Certificate, Key: filepath.Join(directory, "none")},
			{Listen: one.Listen, Certificate: directory, Key: one.Key},
		} {
			_, err := node.Start(t.Context(), node.Config{DatabaseURL: "postgres://127.0.0.1:1/none", Listen: "127.0.0.1:0", TLS: &files})
			if !errors.Is(err, node.ErrCertificate) {
				t.Errorf("%+v: got %v", files, err)
			}
		}
	})
	t.Run("nothing older than TLS 1.2 is spoken", func(t *testing.T) {
		t.Parallel()
		s := startSecured(t)
		_, err := tls.Dial("tcp", s.TLSAddress(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}, MaxVersion: tls.VersionTLS11})
		if err == nil {
			t.Error("TLS 1.1 is spoken")
		}
	})
}

// basic is a header of the Basic scheme.
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// anEvent is an event that is new each time.
func anEvent() *streams.AppendReq_ProposedMessage {
	return event(uuid.New(), "happened.v1", "application/json", []byte(`{}`))
}

// address is that of a node's plain listener.
func address(n *node.Node) string {
	return strings.TrimSuffix(strings.TrimPrefix(n.URL(), "esdb://"), "?tls=false")
}
