package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: jetstream DIRECTORY")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "jetstream:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	s, err := start(dir)
	if err != nil {
		return err
	}
	defer s.WaitForShutdown()
	defer s.Shutdown()
	fmt.Println("ready")
	input, output := bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout)
	for input.Scan() {
		var l load
		if err := json.Unmarshal(input.Bytes(), &l); err != nil {
			return fmt.Errorf("load %s: %w", input.Text(), err)
		}
		measured, err := l.measure(s)
		if err != nil {
			return err
		}
		if err := output.Encode(measured); err != nil {
			return err
		}
	}
	return input.Err()
}

// start runs a server with one stream of all subjects.
func start(dir string) (*server.Server, error) {
	s, err := server.NewServer(&server.Options{
		JetStream: true, StoreDir: dir, SyncAlways: true, DontListen: true, NoSigs: true, NoLog: true,
	})
	if err != nil {
		return nil, err
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		return nil, errors.New("the server does not become ready")
	}
	js, closing, err := connect(s)
	if err != nil {
		return nil, err
	}
	defer closing()
	ctx, cancel := patience()
	defer cancel()
	_, err = js.CreateStream(ctx, jetstream.StreamConfig{
		Name: "events", Subjects: []string{"events.>"}, Storage: jetstream.FileStorage,
	})
	return s, err
}

// connect makes a connection within the process, which is the shortest way.
func connect(s *server.Server) (jetstream.JetStream, func(), error) {
	conn, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		return nil, nil, err
	}
	js, err := jetstream.New(conn)
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return js, conn.Close, nil
}
