package eventstore_test

import (
	"io"
	"net"
	"sync"
	"testing"
)

// proxy stands between clients and a node and can lose the node's answers.
type proxy struct {
	listener net.Listener
	node     string

	mu    sync.Mutex
	muted bool
	conns []net.Conn
}

func startProxy(t *testing.T, node string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, node: node}
	go p.accept()
	t.Cleanup(func() {
		listener.Close()
		p.cut()
	})
	return p
}

func (p *proxy) url() string { return "esdb://" + p.listener.Addr().String() + "?tls=false" }

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		node, err := net.Dial("tcp", p.node)
		if err != nil {
			client.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, client, node)
		p.mu.Unlock()
		go forward(node, client)
		go forward(answers{client, p}, node)
	}
}

func forward(to io.WriteCloser, from net.Conn) {
	io.Copy(to, from)
	to.Close()
	from.Close()
}

// answers is the way back to a client.
type answers struct {
	net.Conn
	proxy *proxy
}

// Write loses what is written while the proxy is muted.
func (a answers) Write(b []byte) (int, error) {
	a.proxy.mu.Lock()
	defer a.proxy.mu.Unlock()
	if a.proxy.muted {
		return len(b), nil
	}
	return a.Conn.Write(b)
}

// mute loses every answer from now on.
func (p *proxy) mute() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.muted = true
}

// cut breaks all connections; new ones lose nothing.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
	p.conns, p.muted = nil, false
}
