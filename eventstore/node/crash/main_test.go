package crash_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/diachinh/diachinh/eventstore/node"
)

// childDatabase, childListen and childTail make this binary run a node instead
// of tests.
const (
	childDatabase = "DIACHINH_TEST_NODE_DATABASE"
	childListen   = "DIACHINH_TEST_NODE_LISTEN"
	childTail     = "DIACHINH_TEST_NODE_TAIL_BYTES"
)

func TestMain(m *testing.M) {
	if os.Getenv(childDatabase) == "" {
		os.Exit(m.Run())
	}
	if err := runChild(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// runChild runs a node: from the first line on its input until that ends, or
// until the node ends by itself, which is an error. Each further line asks how
// much memory it has taken so far.
func runChild() error {
	tail, _ := strconv.Atoi(os.Getenv(childTail))
	input := bufio.NewScanner(os.Stdin)
	input.Scan()
	n, err := node.Start(context.Background(), node.Config{
		DatabaseURL: os.Getenv(childDatabase), Listen: os.Getenv(childListen), TailBytes: tail, Program: "crash test",
	})
	if err != nil {
		return err
	}
	fmt.Println(n.URL())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for input.Scan() {
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			fmt.Println(memory.Sys)
		}
	}()
	select {
	case <-ended:
		return n.Stop(context.Background())
	case <-n.Done():
		return n.Err()
	}
}
