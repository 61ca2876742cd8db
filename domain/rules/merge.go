package rules

import (
	"cmp"
	"slices"
)

// merge lays the rows of files, in their order, over others.
func merge(rows []Rule, files []Overlay) ([]Rule, error) {
	for _, o := range files {
		read, wrong := o.read()
		if wrong != nil {
			return nil, wrong
		}
		own := map[key]bool{}
		for _, r := range read {
			problem, sound := r.check(nationalOf(rows, r.Code))
			if own[r.key()] {
				problem, sound = words("đã có trong tệp này với cùng ngày bắt đầu", "stands in this file already, with the same first day"), false
			}
			if !sound {
				return nil, &FileError{o.Name, r.line, r.Code, problem}
			}
			own[r.key()] = true
			rows = lay(rows, r.Rule)
		}
	}
	return rows, nil
}

// lay puts a row in the place of the one with its key, or behind the others. A
// national row that replaces the one without a first day takes over what it
// leaves out.
func lay(rows []Rule, over Rule) []Rule {
	at := slices.IndexFunc(rows, func(r Rule) bool { return r.key() == over.key() })
	if at < 0 {
		return append(rows, over)
	}
	if over.Province == "" {
		over = over.over(rows[at])
	}
	rows[at] = over
	return rows
}

// nationalOf returns the national row of a code that others build on, or nil.
func nationalOf(rows []Rule, code string) *Rule {
	at := slices.IndexFunc(rows, func(r Rule) bool { return r.Code == code && r.Province == "" })
	if at < 0 {
		return nil
	}
	return &rows[at]
}

// complete fills what rows leave out from the national rows of their codes.
func complete(rows []Rule) []Rule {
	full := make([]Rule, len(rows))
	for i, r := range rows {
		full[i] = r.over(*nationalOf(rows, r.Code))
	}
	return full
}

// over returns the row with what it leaves out as in another. Source and evidence
// go together, and so do params and cases.
func (r Rule) over(base Rule) Rule {
	r.Severity = cmp.Or(r.Severity, base.Severity)
	r.Field = base.Field
	if r.Source == "" {
		r.Source, r.Evidence = base.Source, cmp.Or(r.Evidence, base.Evidence)
	}
	if r.Params == nil && r.Cases == nil {
		r.Params, r.Cases = base.Params, base.Cases
	}
	r.Acts = base.Acts
	r.Adjustable = base.Adjustable
	r.Message = r.Message.or(base.Message)
	return r
}
