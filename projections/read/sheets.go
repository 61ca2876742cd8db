package read

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"
)

const fromSheets = `
  from registry.sheet s
  join registry.commune c on c.id = s.commune_id`

// Sheet returns the sheet that a commune's code and a sheet number mean today,
// or ErrNotFound. Scale is the denominator, 0 where it is not known: then
// several sheets of the number are an *AmbiguousScaleError.
func (db *DB) Sheet(ctx context.Context, communeCode string, number, scale int) (Sheet, error) {
	var where conditions
	where.communeAt(communeCode, current)
	where.addSheet(`s.number = ?`, number)
	if scale != 0 {
		where.addSheet(`s.scale = ?`, scale)
	}
	sheets, err := collect(ctx, db, scanSheet, `select `+sheetColumns+fromSheets+where.where()+`
		 order by s.scale`, where.args...)
	switch {
	case err != nil:
		return Sheet{}, err
	case len(sheets) == 0:
		return Sheet{}, ErrNotFound
	case len(sheets) > 1:
		return Sheet{}, ambiguous(communeCode, number, sheets)
	}
	return sheets[0], nil
}

func ambiguous(communeCode string, number int, sheets []Sheet) error {
	return &AmbiguousScaleError{
		CommuneCode: communeCode, Sheet: number,
		Scales: lo.Map(sheets, func(s Sheet, _ int) int { return s.Scale }),
	}
}

func scanCount(row pgx.CollectableRow) (n int, err error) { return n, row.Scan(&n) }
