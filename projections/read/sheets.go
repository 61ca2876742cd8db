package read

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// numberedSheet is a sheet with a number that it has or had.
type numberedSheet struct {
	sheet   Sheet
	scale   int  // together with the number asked for
	current bool // it still has the number
}

// Sheet returns the sheet that a commune's code and a sheet number mean today,
// or the one that had the number last if none has it, or ErrNotFound. Scale is
// the denominator, 0 where it is not known: then several sheets of the number
// are an *AmbiguousScaleError.
func (db *DB) Sheet(ctx context.Context, communeCode string, number, scale int) (Sheet, error) {
	var where conditions
	where.communeAt(communeCode, dayOr(ladm.DateOf(time.Now())))
	where.add(`n.commune_id = s.commune_id and n.number = ? and ? in (0, n.scale)`, number, scale)
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (n numberedSheet, err error) {
		return n, row.Scan(append(n.sheet.targets(), &n.scale, &n.current)...)
	}, `select `+sheetColumns+`, n.scale, n.valid_to = 'infinity'
  from registry.sheet_number n
  join registry.sheet s on s.id = n.sheet_id
  join registry.commune c on c.id = s.commune_id`+where.where()+`
 order by n.valid_to desc, n.valid_from desc, n.key desc`, where.args...)
	switch {
	case err != nil:
		return Sheet{}, err
	case len(found) == 0:
		return Sheet{}, ErrNotFound
	}
	likely := lo.Filter(found, func(n numberedSheet, _ int) bool { return n.current == found[0].current })
	scales := lo.Uniq(lo.Map(likely, func(n numberedSheet, _ int) int { return n.scale }))
	sheets := lo.UniqBy(likely, func(n numberedSheet) ladm.SheetID { return n.sheet.ID })
	if len(scales) > 1 && len(sheets) > 1 {
		return Sheet{}, ambiguous(communeCode, number, scales)
	}
	return found[0].sheet, nil
}

func ambiguous(communeCode string, number int, scales []int) error {
	slices.Sort(scales)
	return &AmbiguousScaleError{CommuneCode: communeCode, Sheet: number, Scales: scales}
}

func scanCount(row pgx.CollectableRow) (n int, err error) { return n, row.Scan(&n) }
