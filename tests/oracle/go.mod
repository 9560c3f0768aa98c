module oracle

go 1.26.8

require github.com/moby/buildkit v0.34.2

require github.com/pkg/errors v0.9.1 // indirect
