// What BuildKit itself makes of Dockerfiles and of words with variables, as JSON lines for compare.cpp.
//
//	oracle dump    reads paths, one a line: {"path", "dump", "heredocs", "syntax"} or {"path", "error"}
//	oracle words   reads JSON lines {"word", "escape", "env"}: the same with {"value", "error", "words", "words_error"}
//	oracle cases   reads shell/envVarTest: {"word", "escape", "env", "value", "error"}, as the file expects it
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

type file struct {
	Path     string `json:"path"`
	Dump     string `json:"dump"`
	Heredocs string `json:"heredocs"` // one line for each, with Go-quoted strings
	Syntax   string `json:"syntax"`   // Go-quoted
	Error    string `json:"error,omitempty"`
}

type words struct {
	Word       string   `json:"word"`
	Escape     string   `json:"escape"`
	Env        []string `json:"env"`
	Value      string   `json:"value"`
	Error      string   `json:"error,omitempty"`
	Words      []string `json:"words"`
	WordsError string   `json:"words_error,omitempty"`
}

// The environment BuildKit's own test gives its cases.
var env = []string{"PWD=/home", "SHELL=bash", "KOREAN=한국어", "NULL="}

func dump(path string) file {
	bytes, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	result, err := parser.Parse(strings.NewReader(string(bytes)))
	if err != nil {
		return file{Path: path, Error: err.Error()}
	}
	var heredocs strings.Builder
	for _, child := range result.AST.Children {
		for _, h := range child.Heredocs {
			fmt.Fprintf(&heredocs, "%q %d %t %t %q\n", h.Name, h.FileDescriptor, h.Expand, h.Chomp, h.Content)
		}
	}
	syntax, _, _, _ := parser.DetectSyntax(bytes)
	return file{path, result.AST.Dump(), heredocs.String(), fmt.Sprintf("%q", syntax), ""}
}

func expand(w words) words {
	lex := shell.NewLex(rune(w.Escape[0]))
	values := shell.EnvsFromSlice(w.Env)
	var err error
	if w.Value, _, err = lex.ProcessWord(w.Word, values); err != nil {
		w.Error = err.Error()
	}
	if w.Words, err = lex.ProcessWords(w.Word, values); err != nil {
		w.WordsError = err.Error()
	}
	return w
}

// A line of envVarTest: platform|word|expected, where `W` is Windows only.
func testCase(line string) (words, bool) {
	parts := strings.Split(strings.TrimSpace(line), "|")
	if strings.HasPrefix(line, "#") || len(parts) != 3 || strings.TrimSpace(parts[0]) == "W" {
		return words{}, false
	}
	w := words{Word: strings.TrimSpace(parts[1]), Escape: `\`, Env: env, Value: strings.TrimSpace(parts[2])}
	if w.Value == "error" {
		w.Value, w.Error = "", "error"
	}
	return w, true
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: oracle dump|words|cases < input")
		os.Exit(2)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		switch os.Args[1] {
		case "dump":
			out.Encode(dump(in.Text()))
		case "words":
			var w words
			if err := json.Unmarshal(in.Bytes(), &w); err != nil {
				panic(err)
			}
			out.Encode(expand(w))
		case "cases":
			if w, ok := testCase(in.Text()); ok {
				out.Encode(w)
			}
		}
	}
}
