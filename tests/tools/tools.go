//go:build tools

// Programs that the reports and workflows are tested with; go.mod says which versions.
package tools

import (
	_ "github.com/reviewdog/reviewdog/cmd/reviewdog"
	_ "github.com/rhysd/actionlint/cmd/actionlint"
)
