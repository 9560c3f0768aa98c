//go:build tools

// The version of actionlint that the workflows are checked with.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
