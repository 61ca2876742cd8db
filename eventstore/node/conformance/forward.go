package main

import (
	"errors"
	"io"
	"net"
)

// openForwarder passes bytes between those who connect to a port and an address:
// nothing is read, nothing is added, TLS is the two ends' own.
func openForwarder(port int, behind string, _ authority) (func() error, error) {
	listener, err := listen(port)
	if err != nil {
		return nil, err
	}
	go func() {
		for {
			client, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				go forward(client, behind)
			}
		}
	}()
	return listener.Close, nil
}

// forward ends when either end does.
func forward(client net.Conn, behind string) {
	defer client.Close()
	node, err := net.Dial("tcp", behind)
	if err != nil {
		return
	}
	defer node.Close()
	go func() {
		io.Copy(node, client)
		node.Close()
	}()
	io.Copy(client, node)
}
