// Package web holds the pages that the service shows in a browser. Every file
// is embedded in the binary: no page loads anything from elsewhere.
package web
