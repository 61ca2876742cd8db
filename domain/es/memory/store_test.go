package memory_test

import (
	"testing"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/es/storetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) es.Store { return memory.New() })
	storetest.RunRestarts(t, func(*testing.T) storetest.Restartable {
		return storetest.Restartable{Store: memory.New(), Restart: func(*testing.T) {}} // it has nothing to restart
	})
}
