package read

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// CommunesWithSheets returns the codes of the communes that have map sheets
// today, in their order.
func (db *DB) CommunesWithSheets(ctx context.Context) ([]string, error) {
	at := dayOr(0)
	return collect(ctx, db, pgx.RowTo[string], `
		select c.code`+fromCommunes+`
		 where c.valid_from <= $1 and $1 < c.valid_to
		   and exists (select from registry.sheet s where s.commune_id = c.id)
		 order by c.code`, at)
}
