package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// localOnly answers only requests that name this machine as their host. A page
// of the web could otherwise have its own name lead to 127.0.0.1, and so read
// and write here from the browser of whoever looks at it (DNS rebinding).
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(hostOf(r.Host)) {
			answer(w, http.StatusMisdirectedRequest, refusedHost)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refusedHost has the form of a GraphQL error, whatever was asked.
var refusedHost = map[string]any{"errors": []any{map[string]any{
	"message":    "Dịch vụ chỉ trả lời khi được gọi bằng tên nội bộ. Hãy gọi http://localhost hoặc http://127.0.0.1 với cổng của dịch vụ; máy chủ chuyển tiếp phải đặt tiêu đề Host là localhost.",
	"extensions": map[string]any{"code": "HOST_NOT_LOCAL"},
}}}

// hostOf is a Host header without its port and brackets.
func hostOf(header string) string {
	if host, _, err := net.SplitHostPort(header); err == nil {
		return host
	}
	return strings.TrimSuffix(strings.TrimPrefix(header, "["), "]")
}

// local says whether a host is this machine by any name that needs no lookup.
func local(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() || strings.EqualFold(host, "localhost")
}
