package read

import (
	"context"
	"fmt"
	"strings"

	"github.com/diachinh/diachinh/domain/ladm"
)

const fromCommunes = `
  from registry.commune c`

// CommuneByCode returns the commune that a code means on a day, or ErrNotFound.
func (db *DB) CommuneByCode(ctx context.Context, code string, validAt ladm.Date) (Commune, error) {
	at := dayOr(validAt)
	return one(ctx, db, scanCommune, `select `+communeColumns+fromCommunes+`
		 where c.code = $1 and c.valid_from <= $2 and $2 < c.valid_to
		 order by c.valid_from desc
		 limit 1`, code, at)
}

// Communes returns a part of the list of today's communes in the order of their
// codes. Search is a part of the name, with or without accents, or the
// beginning of a code; "" lets all through. A place in the list is a code.
func (db *DB) Communes(ctx context.Context, search string, page Page[string]) (List[Commune], error) {
	where := communesFound(search)
	if page.After != nil {
		where.add(`c.code > ?`, *page.After)
	}
	if page.Before != nil {
		where.add(`c.code < ?`, *page.Before)
	}
	communes, err := collect(ctx, db, scanCommune, `select `+communeColumns+fromCommunes+where.where()+fmt.Sprintf(`
		 order by c.code %s
		 limit %d`, page.direction(), page.limit()), where.args...)
	if err != nil {
		return List[Commune]{}, err
	}
	return list(communes, page), nil
}

// CountCommunes returns how many of today's communes a search finds.
func (db *DB) CountCommunes(ctx context.Context, search string) (int, error) {
	where := communesFound(search)
	return one(ctx, db, scanCount, `select count(*)`+fromCommunes+where.where(), where.args...)
}

func communesFound(search string) conditions {
	var where conditions
	at := dayOr(ladm.Date(0))
	where.add(`c.valid_from <= ? and ? < c.valid_to`, at, at)
	words := strings.TrimSpace(search)
	if words == "" {
		return where
	}
	// What was typed with accents must be met with accents.
	column, wanted := `c.search_name`, Fold(words)
	if accented := strings.ToLower(words); accented != wanted {
		column, wanted = `lower(c.name)`, accented
	}
	where.add(`(strpos(`+column+`, ?) > 0 or starts_with(c.code, ?))`, wanted, words)
	return where
}
