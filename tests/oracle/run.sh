#!/usr/bin/env bash
# tests/oracle/run.sh BINARY [CORPUS_DIR]: cudafit against BuildKit's own parser, a Go module with its test data inside.
# BINARY is cudafit; oracle_compare is looked for in tests/ beside it, or is $CUDAFIT_COMPARE. Compared are BuildKit's
# test files (dump and refusal), its Linux cases of variable expansion, and every Dockerfile below CORPUS_DIR
# ($CUDAFIT_CORPUS). Closes with "N passed, N failed"; exits 77 where no Go can build the oracle.
set -uo pipefail
if [ $# -lt 1 ]; then
  sed -n '2,5s/^# //p' "$0"
  exit 2
fi
binary=$(realpath "$1")
corpus=${2:-${CUDAFIT_CORPUS:-}}
compare=${CUDAFIT_COMPARE:-$(dirname "$binary")/tests/oracle_compare}
cd "$(dirname "$0")/buildkit" || exit 3

PATH=$PATH:/usr/local/go/bin
# From 1.21 on, go fetches the toolchain a module asks for.
if ! go version 2>/dev/null | grep -qE 'go1\.(2[1-9]|[3-9][0-9])'; then
  echo "no Go 1.21 or newer: BuildKit's parser cannot be built, nothing was compared"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! go build -o "$work/oracle" . || ! module=$(go list -m -f '{{.Dir}}' github.com/moby/buildkit); then
  echo "BuildKit's parser cannot be built, nothing was compared"
  exit 77
fi
data=$module/frontend/dockerfile
passed=0
failed=0
count() { if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "DIFFERS $2"; fi; }

# The program as a user calls it, on BuildKit's own expectations.
for file in "$data"/parser/testfiles/*/Dockerfile; do
  "$binary" parse --format buildkit "$file" | cmp -s - "$(dirname "$file")/result"
  count $? "$file"
done
for file in "$data"/parser/testfiles-negative/*/Dockerfile; do
  "$binary" parse --format buildkit "$file" >/dev/null 2>&1
  test $? -eq 1
  count $? "$file"
done

# Everything else in one process.
find "$data" -type f -iname '*dockerfile*' >"$work/paths"
if [ -n "$corpus" ]; then
  find "$(cd "$OLDPWD" && realpath "$corpus")" -type f \( -iname '*dockerfile*' -o -iname '*containerfile*' \) >>"$work/paths"
fi
echo "$(wc -l <"$work/paths") files, $("$work/oracle" cases <"$data/shell/envVarTest" | wc -l) expansions"
"$work/oracle" dump <"$work/paths" >"$work/dumps" 2>/dev/null
"$work/oracle" cases <"$data/shell/envVarTest" >"$work/cases" 2>/dev/null
"$compare" dumps "$work/dumps" words "$work/cases" >"$work/result"
grep -v ' passed, ' "$work/result"
counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$work/result")
if [ -z "$counts" ]; then counts="0 1"; fi
passed=$((passed + ${counts% *}))
failed=$((failed + ${counts#* }))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
