package graph

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/diachinh/diachinh/graph/fault"
)

// The media types of an answer. With the newer one the status tells a request
// that could not be carried out; with the older one it is 200 even so.
const (
	responseType = "application/graphql-response+json"
	jsonType     = "application/json"
)

// exchange carries operations over HTTP, as the draft GraphQL over HTTP has it:
// queries by GET, all operations by POST of JSON.
type exchange struct{}

var _ graphql.Transport = exchange{}

// Supports takes every request: what it cannot carry it refuses by name.
func (exchange) Supports(*http.Request) bool { return true }

// Do carries one operation.
func (exchange) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	out := reply{w, acceptedType(r), executor}
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	parameters, status, err := parametersOf(r)
	if err != nil {
		out.refuse(r, status, gqlerror.List{{Err: err}})
		return
	}
	operation, errs := executor.CreateOperationContext(r.Context(), parameters)
	if errs != nil {
		r = r.WithContext(graphql.WithOperationContext(r.Context(), operation))
		out.refuse(r, out.whereTold(http.StatusBadRequest), errs)
		return
	}
	if r.Method == http.MethodGet && operation.Operation.Operation != ast.Query {
		w.Header().Set("Allow", "POST")
		out.refuse(r, http.StatusMethodNotAllowed, gqlerror.List{{Err: fault.New(fault.BadRequest, "GET chỉ dùng cho truy vấn. Hãy gửi mutation bằng POST.")}})
		return
	}
	answer, ctx := executor.DispatchOperation(r.Context(), operation)
	response := answer(ctx)
	if response == nil { // the deadline came before the answer
		out.refuse(r, http.StatusServiceUnavailable, gqlerror.List{{Err: ctx.Err()}})
		return
	}
	out.write(http.StatusOK, response)
}

func acceptedType(r *http.Request) string {
	if strings.Contains(r.Header.Get("Accept"), responseType) {
		return responseType
	}
	return jsonType
}

// parametersOf reads what a request asks for, or says with which status it is
// refused.
func parametersOf(r *http.Request) (*graphql.RawParams, int, error) {
	parameters := &graphql.RawParams{Headers: r.Header}
	switch r.Method {
	case http.MethodGet:
		return parameters, http.StatusBadRequest, fromURL(r.URL, parameters)
	case http.MethodPost:
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != jsonType {
			return nil, http.StatusUnsupportedMediaType, fault.New(fault.BadRequest, "POST cần Content-Type: application/json.")
		}
		decoder := json.NewDecoder(r.Body)
		decoder.UseNumber()
		err := decoder.Decode(parameters)
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			return nil, http.StatusRequestEntityTooLarge, fault.New(fault.TooLarge, "Yêu cầu dài quá %d byte.", long.Limit)
		}
		return parameters, http.StatusBadRequest, asMalformed(err)
	}
	return nil, http.StatusMethodNotAllowed, fault.New(fault.BadRequest, "Chỉ nhận GET và POST.")
}

func fromURL(address *url.URL, parameters *graphql.RawParams) error {
	values, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return asMalformed(err)
	}
	parameters.Query, parameters.OperationName = values.Get("query"), values.Get("operationName")
	variables := values.Get("variables")
	if variables == "" {
		return nil
	}
	decoder := json.NewDecoder(strings.NewReader(variables))
	decoder.UseNumber()
	return asMalformed(decoder.Decode(&parameters.Variables))
}

// asMalformed says what a request should be. What it was is not repeated.
func asMalformed(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.BadRequest, `Yêu cầu không đúng dạng {"query": "…", "operationName": "…", "variables": {…}}.`)
}

// reply writes the answer to one request.
type reply struct {
	http.ResponseWriter
	media    string
	executor graphql.GraphExecutor
}

// whereTold returns a status for those answers whose status tells of errors.
func (out reply) whereTold(status int) int {
	if out.media == jsonType {
		return http.StatusOK
	}
	return status
}

func (out reply) refuse(r *http.Request, status int, errs gqlerror.List) {
	out.write(status, out.executor.DispatchError(r.Context(), errs))
}

// write sends the data as it is; a request that was not carried out has none.
func (out reply) write(status int, response *graphql.Response) {
	var head []byte
	if len(response.Errors) > 0 {
		told, err := json.Marshal(response.Errors)
		if err != nil {
			panic(err) // errors are text and paths
		}
		head = append(append(head, `{"errors":`...), told...)
		if response.Data != nil {
			head = append(head, `,"data":`...)
		}
	} else {
		head = append(head, `{"data":`...)
	}
	out.Header().Set("Content-Type", out.media+"; charset=utf-8")
	out.Header().Set("Content-Length", strconv.Itoa(len(head)+len(response.Data)+1))
	out.WriteHeader(status)
	for _, part := range [][]byte{head, response.Data, {'}'}} {
		_, _ = out.Write(part)
	}
}
