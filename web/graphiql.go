package web

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed graphiql/*.html graphiql/*.css graphiql/*.js
var graphiqlFiles embed.FS

// policy lets the page use what this server serves and nothing else. The
// editor sets style attributes, and its fonts and icons are data in the style
// sheet.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// GraphiQL serves the query page at /graphql and its files below /graphql/.
func GraphiQL() http.Handler {
	files, err := fs.Sub(graphiqlFiles, "graphiql")
	if err != nil {
		panic(err) // the folder is embedded
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /graphql", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "index.html")
	})
	mux.Handle("GET /graphql/", http.StripPrefix("/graphql", http.FileServerFS(files)))
	return secured(mux)
}

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}
