package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnlyRequestsForThisMachineAreAnswered(t *testing.T) {
	t.Parallel()
	handler := localOnly(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	ask := func(host string) *httptest.ResponseRecorder {
		request := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		request.Host = host
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer
	}
	for _, host := range []string{"localhost", "LOCALHOST:8080", "127.0.0.1", "127.8.9.1:80", "[::1]", "[::1]:8080"} {
		if got := ask(host); got.Code != http.StatusOK {
			t.Errorf("%s is answered with %d", host, got.Code)
		}
	}
	for _, host := range []string{"", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example:80", "10.0.0.1:8080", "0.0.0.0", "[::]:80", "localhost:80:80"} {
		got := ask(host)
		if got.Code != http.StatusMisdirectedRequest || !strings.Contains(got.Body.String(), "HOST_NOT_LOCAL") {
			t.Errorf("%s is answered with %d: %s", host, got.Code, got.Body)
		}
	}
}
