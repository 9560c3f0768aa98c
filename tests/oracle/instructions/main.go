// What BuildKit refuses in Dockerfiles, beyond the shape of their lines. Reads paths, one a line; prints JSON lines
// {"path", "parse", "parse_line", "build", "build_line"}:
//
//	parse   why parser.Parse or instructions.Parse refuse the file; empty when they take it
//	build   why the frontend refuses to turn it into build steps, every stage wanted and every base image an ordinary
//	        Linux image; empty when it takes it
//
// Lines count from 1; 0 is no line.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/pkg/errors"
)

type verdict struct {
	Path      string `json:"path"`
	Parse     string `json:"parse"`
	ParseLine int    `json:"parse_line"`
	Build     string `json:"build"`
	BuildLine int    `json:"build_line"`
}

// Every image exists and is empty but for one layer.
type images struct{}

func (images) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config := `{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/bin:/bin"]},` +
		`"rootfs":{"type":"layers","diff_ids":["sha256:` + strings.Repeat("0", 64) + `"]}}`
	return ref, "", []byte(config), nil
}

func parse(bytes []byte) error {
	result, err := parser.Parse(strings.NewReader(string(bytes)))
	if err != nil {
		return err
	}
	_, _, err = instructions.Parse(result.AST, nil)
	return err
}

func build(bytes []byte) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	capabilities := pb.Caps.CapSet(pb.Caps.All())
	platform := ocispecs.Platform{OS: "linux", Architecture: "amd64"}
	built, err := dockerfile2llb.Dockerfile2LLB(context.Background(), bytes, dockerfile2llb.ConvertOpt{
		MetaResolver:   images{},
		LLBCaps:        &capabilities,
		TargetPlatform: &platform,
		AllStages:      true,
	})
	if err == nil {
		_, err = built.State.Marshal(context.Background())
	}
	return err
}

func line(err error) int {
	var location *parser.LocationError
	if errors.As(err, &location) && len(location.Locations) > 0 && len(location.Locations[0]) > 0 {
		return location.Locations[0][0].Start.Line
	}
	return 0
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		bytes, err := os.ReadFile(in.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		parsed := parse(bytes)
		built := build(bytes)
		out.Encode(verdict{in.Text(), text(parsed), line(parsed), text(built), line(built)})
	}
}
