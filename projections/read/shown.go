package read

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/es"
)

// ParcelsShown returns up to which place of the log parcels are shown by whatever is
// asked after it; the zero position while nothing is.
func (db *DB) ParcelsShown(ctx context.Context) (es.Position, error) {
	return one(ctx, db, func(row pgx.CollectableRow) (at es.Position, err error) {
		return at, row.Scan(&at.Commit, &at.Prepare)
	}, `select coalesce(commit_position, 0), coalesce(prepare_position, 0)
  from unnest(array['communes', 'sheets', 'parcels']) as wanted (model)
  left join registry.checkpoint using (model)
 order by 1, 2
 limit 1`)
}
