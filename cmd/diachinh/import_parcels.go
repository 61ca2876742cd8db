package main

import (
	"context"

	"github.com/diachinh/diachinh/access"
)

type importParcelsCommand struct {
	File, Layer string
}

func (p *platform) importParcels(ctx context.Context, t *terminal, who access.Principal, c *importParcelsCommand) error {
	return p.allVisible(ctx)
}
