package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/mattn/go-isatty"
)

// terminal is what a command writes to: answers to out, all else to err.
type terminal struct {
	out, err io.Writer
	// program is the command that was given, e.g. "diachinh serve".
	program string
}

// say prints a line about what goes on.
func (t *terminal) say(format string, args ...any) {
	fmt.Fprintf(t.err, format+"\n", args...)
}

// logger writes the log to err.
func (t *terminal) logger(s *settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(t.err, options))
	}
	return slog.New(slog.NewTextHandler(t.err, options))
}

// meter shows how far a long piece of work is: one line that changes on a
// screen, a line now and then elsewhere.
type meter struct {
	terminal *terminal
	what     string // of what done and total are numbers
	screen   bool
	from     int64 // what was done before
	began    time.Time
	last     time.Time
}

func (t *terminal) meter(what string) *meter {
	file, isFile := t.err.(*os.File)
	return &meter{terminal: t, what: what, screen: isFile && isatty.IsTerminal(file.Fd()), began: time.Now()}
}

// show reports progress; a total of 0 is unknown.
func (m *meter) show(done, total int64) {
	if m.last.IsZero() {
		m.from = done
	}
	pause := 2 * time.Second
	if m.screen {
		pause = 100 * time.Millisecond
	}
	if now := time.Now(); now.Sub(m.last) >= pause || done == total {
		m.last = now
		m.print(done, total)
	}
}

func (m *meter) print(done, total int64) {
	line := fmt.Sprintf("%s: %d", m.what, done)
	if total > 0 {
		line = fmt.Sprintf("%s: %d/%d (%d%%)", m.what, done, total, 100*done/total)
	}
	if elapsed := time.Since(m.began); elapsed > 100*time.Millisecond && done > m.from {
		line += fmt.Sprintf(", %.0f/s", float64(done-m.from)/elapsed.Seconds())
		if total > done {
			left := time.Duration(float64(elapsed) * float64(total-done) / float64(done-m.from))
			line += fmt.Sprintf(", còn %s", left.Round(time.Second))
		}
	}
	if m.screen {
		fmt.Fprintf(m.terminal.err, "\r\x1b[K%s", line)
		if done == total {
			fmt.Fprintln(m.terminal.err)
		}
		return
	}
	m.terminal.say("%s", line)
}
