package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/samber/lo"
	"golang.org/x/term"

	"github.com/diachinh/diachinh/eventstore/node"
)

// nodeUsersCommand changes who may use the node over TLS. A running node notices
// within two seconds.
type nodeUsersCommand struct {
	Add      usersAddCommand      `cmd:"" help:"Thêm người dùng; mật khẩu đọc từ đầu vào chuẩn (add a user; the password comes from standard input)."`
	Password usersPasswordCommand `cmd:"" help:"Đổi mật khẩu; đọc từ đầu vào chuẩn (change a password; it comes from standard input)."`
	Rights   usersRightsCommand   `cmd:"" help:"Đổi quyền (change the rights)."`
	Remove   usersRemoveCommand   `cmd:"" help:"Xóa người dùng (remove a user)."`
	List     usersListCommand     `cmd:"" help:"In tên và quyền của mọi người dùng (print names and rights)."`
}

// granted are the rights that a command gives.
type granted struct {
	Rights []string `name:"rights" required:"" enum:"read,read-all,append,admin" placeholder:"read,append" help:"Quyền, cách nhau bằng dấu phẩy: read đọc luồng; read-all đọc toàn bộ nhật ký và luồng hệ thống; append ghi; admin tất cả (rights)."`
}

func (g granted) user(name string) node.User {
	return node.User{Name: name, Rights: lo.Map(g.Rights, func(r string, _ int) node.Right { return node.Right(r) })}
}

// userPassword is set where the standard input is taken by something else. It is
// no flag: what stands on a command line others see.
const userPassword = "DIACHINH_NODE_USER_PASSWORD"

// readPassword takes a password from the environment, or else the first line of
// the standard input, which a terminal does not show.
func readPassword(t *terminal) (string, error) {
	if password := os.Getenv(userPassword); password != "" {
		return password, nil
	}
	if screen := int(os.Stdin.Fd()); term.IsTerminal(screen) {
		t.say("Nhập mật khẩu rồi Enter; mật khẩu không hiện trên màn hình (type the password, it will not be seen):")
		password, err := term.ReadPassword(screen)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return string(password), nil
	}
	line, err := bufio.NewReader(io.LimitReader(os.Stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

type usersAddCommand struct {
	Name string `arg:"" help:"Tên (name)."`
	granted
}

// Run adds a user.
func (c usersAddCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	password, err := readPassword(t)
	if err != nil {
		return err
	}
	return withUsers(ctx, s, t, func(users *node.Users) error { return users.Add(ctx, c.user(c.Name), password) })
}

type usersPasswordCommand struct {
	Name string `arg:"" help:"Tên (name)."`
}

// Run gives a user another password.
func (c usersPasswordCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	password, err := readPassword(t)
	if err != nil {
		return err
	}
	return withUsers(ctx, s, t, func(users *node.Users) error { return users.SetPassword(ctx, c.Name, password) })
}

type usersRightsCommand struct {
	Name string `arg:"" help:"Tên (name)."`
	granted
}

// Run gives a user these rights instead of those had.
func (c usersRightsCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withUsers(ctx, s, t, func(users *node.Users) error { return users.SetRights(ctx, c.user(c.Name)) })
}

type usersRemoveCommand struct {
	Name string `arg:"" help:"Tên (name)."`
}

// Run takes a user away.
func (c usersRemoveCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withUsers(ctx, s, t, func(users *node.Users) error { return users.Remove(ctx, c.Name) })
}

type usersListCommand struct{}

// Run prints a line a user: name and rights.
func (usersListCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withUsers(ctx, s, t, func(users *node.Users) error {
		found, err := users.List(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
		for _, user := range found {
			rights := lo.Map(user.Rights, func(r node.Right, _ int) string { return string(r) })
			fmt.Fprintf(table, "%s\t%s\n", user.Name, strings.Join(rights, ","))
		}
		return table.Flush()
	})
}

// withUsers opens the table of users, whether a node runs or not.
func withUsers(ctx context.Context, s *settings, t *terminal, do func(*node.Users) error) error {
	database, err := openMigrated(ctx, s, t.logger(s), ifThere)
	if err != nil {
		return err
	}
	defer database.close()
	users, err := node.OpenUsers(ctx, database.url)
	if err != nil {
		return err
	}
	defer users.Close(context.WithoutCancel(ctx))
	return do(users)
}
