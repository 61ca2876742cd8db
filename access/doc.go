// Package access says who acts. Until officers sign in, the acting officer and
// office come from two request headers; they go into every event's metadata.
package access
