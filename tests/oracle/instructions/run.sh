#!/usr/bin/env bash
# tests/oracle/instructions/run.sh BINARY [DIR]...: the rule parse-error against what BuildKit's frontend refuses, on every
# Dockerfile below the directories, by default on the test files of BuildKit and of the rules. BINARY is cudafit. Closes
# with "N passed, N failed": a file fails that BuildKit takes and cudafit refuses. Where only BuildKit refuses, it is
# listed and counted. Exits 77 where no Go can build the oracle.
set -uo pipefail
if [ $# -lt 1 ]; then
  sed -n '2,5s/^# //p' "$0"
  exit 2
fi
binary=$(realpath "$1")
shift
dirs=()
for dir in "$@"; do dirs+=("$(realpath "$dir")"); done
cd "$(dirname "$0")" || exit 3

PATH=$PATH:/usr/local/go/bin
# From 1.21 on, go fetches the toolchain a module asks for.
if ! go version 2>/dev/null | grep -qE 'go1\.(2[1-9]|[3-9][0-9])'; then
  echo "no Go 1.21 or newer: BuildKit's frontend cannot be built, nothing was compared"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! go build -o "$work/oracle" . || ! module=$(go list -m -f '{{.Dir}}' github.com/moby/buildkit); then
  echo "BuildKit's frontend cannot be built, nothing was compared"
  exit 77
fi
if [ ${#dirs[@]} -eq 0 ]; then dirs=("$module/frontend/dockerfile" "$(realpath ../../rules)"); fi
find "${dirs[@]}" -type f \( -iname '*dockerfile*' -o -iname '*containerfile*' \) ! -name '*.fixed' >"$work/paths"
"$work/oracle" <"$work/paths" >"$work/verdicts" && python3 compare.py "$binary" "$work/verdicts"
