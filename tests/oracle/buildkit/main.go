// What BuildKit itself makes of Dockerfiles and of words with variables, as JSON lines for compare.cpp.
//
//	oracle dump    reads paths, one a line: {"path", "dump"} or {"path", "error"}
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
	Path  string `json:"path"`
	Dump  string `json:"dump"`
	Error string `json:"error,omitempty"`
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
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	result, err := parser.Parse(f)
	if err != nil {
		return file{Path: path, Error: err.Error()}
	}
	return file{Path: path, Dump: result.AST.Dump()}
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
