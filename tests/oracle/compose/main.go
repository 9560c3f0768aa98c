// What compose-go reads of Compose files, one JSON object a line: the services, or why it refuses the file.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

type line struct {
	File     string         `json:"file"`
	Error    string         `json:"error,omitempty"`
	Services map[string]any `json:"services,omitempty"`
}

func values(mapping types.MappingWithEquals) map[string]any {
	out := map[string]any{}
	for name, value := range mapping {
		if value == nil {
			out[name] = nil
		} else {
			out[name] = *value
		}
	}
	return out
}

func requests(devices []types.DeviceRequest) []any {
	out := []any{}
	for _, device := range devices {
		one := map[string]any{"capabilities": device.Capabilities, "driver": device.Driver}
		if device.IDs != nil {
			one["device_ids"] = device.IDs
		} else if device.Count == -1 {
			one["count"] = "all"
		} else {
			one["count"] = fmt.Sprint(int64(device.Count))
		}
		out = append(out, one)
	}
	return out
}

func service(each types.ServiceConfig, folder string) map[string]any {
	out := map[string]any{
		"image": each.Image, "platform": each.Platform, "runtime": each.Runtime, "ipc": each.Ipc,
		"profiles": each.Profiles, "environment": values(each.Environment),
		"command": each.Command, "entrypoint": each.Entrypoint, "gpus": requests(each.Gpus),
	}
	if each.Deploy != nil && each.Deploy.Resources.Reservations != nil {
		out["reservations"] = requests(each.Deploy.Resources.Reservations.Devices)
	}
	if each.Build != nil {
		context := each.Build.Context
		if below, err := filepath.Rel(folder, context); err == nil && filepath.IsAbs(context) {
			context = below
		}
		out["build"] = map[string]any{
			"context": context, "dockerfile": each.Build.Dockerfile, "target": each.Build.Target,
			"platforms": each.Build.Platforms, "args": values(each.Build.Args),
		}
	}
	return out
}

func read(path string) line {
	out := line{File: path}
	files := []string{path}
	base := filepath.Base(path)
	if base == "compose.yaml" || base == "compose.yml" || base == "docker-compose.yaml" || base == "docker-compose.yml" {
		for _, ending := range []string{".yaml", ".yml"} {
			over := strings.TrimSuffix(path, filepath.Ext(path)) + ".override" + ending
			if _, err := os.Stat(over); err == nil {
				files = append(files, over)
				break
			}
		}
	}
	options, err := cli.NewProjectOptions(files, cli.WithWorkingDirectory(filepath.Dir(path)), cli.WithEnvFiles(), cli.WithDotEnv,
		cli.WithName("x"), cli.WithProfiles([]string{"*"}), cli.WithConsistency(false), cli.WithResolvedPaths(true))
	if err != nil {
		out.Error = err.Error()
		return out
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		out.Error = err.Error()
		return out
	}
	folder, _ := filepath.Abs(filepath.Dir(path))
	out.Services = map[string]any{}
	for name, each := range project.Services {
		out.Services[name] = service(each, folder)
	}
	return out
}

func main() {
	logrus.SetOutput(io.Discard)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for _, path := range os.Args[1:] {
		_ = encoder.Encode(read(path))
	}
}
