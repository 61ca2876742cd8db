package node_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

func TestPooler(t *testing.T) {
	t.Parallel()
	_, err := node.Start(t.Context(), node.Config{DatabaseURL: pooled(t, testdb.New(t)), Listen: "127.0.0.1:0"})
	if !errors.Is(err, node.ErrPooler) {
		t.Errorf("got %v", err)
	}
}

// pooled returns the URL of a database behind what gives sessions numbers of its
// own, as a pooler does.
func pooled(t *testing.T, database string) string {
	t.Helper()
	server, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	behind := server.Host
	server.Host = listener.Addr().String()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go pass(client, behind)
		}
	}()
	return server.String()
}

// pass hands on a session, under another number.
func pass(client net.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	go func() {
		defer server.Close()
		io.Copy(server, client)
	}()
	for header := make([]byte, 5); ; {
		if _, err := io.ReadFull(server, header); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(header[1:])-4)
		if _, err := io.ReadFull(server, body); err != nil {
			return
		}
		if header[0] == 'K' { // the number of the server's process
			body[0] ^= 1
		}
		if _, err := client.Write(append(header[:5:5], body...)); err != nil {
			return
		}
	}
}
