#!/usr/bin/env bash
# What action.yml runs: finds cudafit, checks, writes annotations, the job summary, the SARIF file and the outputs. Its
# inputs are environment variables. None of them is ever printed as it is or evaluated: a line that starts with "::" is a
# command to the runner.
set -euo pipefail

say() { printf 'cudafit: %s\n' "$*"; }
fail() {
  printf '::error title=cudafit::%s\n' "$1"
  exit 2
}

one_line() {  # one_line NAME VALUE: such a value ends up in a file where a line break would begin another entry
  case $2 in *$'\n'* | *$'\r'*) fail "The input $1 has a line break." ;; esac
}

sha256_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# Sets `cudafit` to a program, by the first of: the input, a download, PATH, the action's own sources.
find_cudafit() {
  if [ -n "${INPUT_BINARY:-}" ]; then
    cudafit=$INPUT_BINARY
    case $cudafit in */*) ;; *) cudafit=./$cudafit ;; esac
    if [ ! -f "$cudafit" ] || [ ! -x "$cudafit" ]; then fail "The input binary is not a program."; fi
  elif [ -n "${INPUT_DOWNLOAD_URL:-}" ]; then
    download
  elif command -v cudafit >/dev/null; then
    cudafit=$(command -v cudafit)
  else
    say "installing from the action's own sources"
    python3 -m venv "$temporary/venv" >&2
    "$temporary/venv/bin/pip" install --quiet "$GITHUB_ACTION_PATH" >&2 ||
      fail "cudafit is not on PATH, and installing it from the action's sources failed."
    cudafit=$temporary/venv/bin/cudafit
  fi
}

download() {
  [[ ${INPUT_SHA256:-} =~ ^[0-9a-fA-F]{64}$ ]] || fail "download-url needs the input sha256: 64 hexadecimal digits."
  case $INPUT_DOWNLOAD_URL in https://*) ;; *) fail "download-url has to start with https://" ;; esac
  local file=$temporary/download
  curl --fail --silent --show-error --location --proto '=https' --output "$file" -- "$INPUT_DOWNLOAD_URL" ||
    fail "The download failed."
  [ "$(sha256_of "$file")" = "$(printf %s "$INPUT_SHA256" | tr A-F a-f)" ] ||
    fail "What was downloaded has another SHA-256."
  unpack "$file"
}

unpack() {  # unpack FILE: a program, or an archive with one
  if gzip -t "$1" 2>/dev/null; then
    mkdir "$temporary/unpacked"
    tar -xzf "$1" -C "$temporary/unpacked" --no-same-owner
    cudafit=$(find "$temporary/unpacked" -type f -name cudafit | head -n 1)
    [ -n "$cudafit" ] || fail "What was downloaded has no cudafit in it."
  else
    cudafit=$1
  fi
  chmod +x "$cudafit"
}

if [ "${GITHUB_EVENT_NAME:-}" = pull_request_target ]; then
  printf '%s\n' "::warning title=cudafit on pull_request_target::This workflow runs with the rights of the base branch. If \
it checks out the code of the pull request, a stranger decides which files are read here and in every other step: use \
pull_request instead."
fi

temporary=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/cudafit.XXXXXX")
cd "${INPUT_WORKING_DIRECTORY:-.}" || fail "The input working-directory is no directory."
find_cudafit
if [ -n "${INPUT_VERSION:-}" ]; then
  case "$("$cudafit" --version) " in
    "cudafit $INPUT_VERSION "*) ;;
    *) fail "This is another version of cudafit than the input version asks for." ;;
  esac
fi

arguments=(check)
add() {  # add OPTION VALUE
  [ -z "$2" ] || arguments+=("$1=$2")
}
add --driver "${INPUT_DRIVER:-}"
add --host "${INPUT_HOST:-}"
add --config "${INPUT_CONFIG:-}"
add --baseline "${INPUT_BASELINE:-}"
add --fail-on "${INPUT_FAIL_ON:-}"
while IFS= read -r gpu; do add --gpu "${gpu%$'\r'}"; done <<<"${INPUT_GPU:-}"
paths=()
while IFS= read -r path; do
  path=${path%$'\r'}
  [ -z "$path" ] || paths+=("$path")
done <<<"${INPUT_PATHS:-.}"
[ "${#paths[@]}" -ne 0 ] || paths=(.)
for path in "${paths[@]}"; do [ "$path" != - ] || fail "Standard input is no path here."; done

one_line RUNNER_TEMP "$temporary"
sarif=${INPUT_SARIF:-$temporary/cudafit.sarif}
case $sarif in /*) ;; *) sarif=$PWD/$sarif ;; esac
one_line "sarif or working-directory" "$sarif"
suggestions=
[ "${INPUT_SUGGESTIONS:-false}" != true ] || suggestions=$temporary/cudafit.rdjson

# The one run that people read. What it finds it says itself; the others say the same to programs.
status=0
"$cudafit" "${arguments[@]}" --format github -- "${paths[@]}" || status=$?
silent() { "$cudafit" "${arguments[@]}" --exit-zero --format "$1" --output "$2" -- "${paths[@]}" 2>/dev/null || true; }
if [ "$status" -ne 2 ]; then
  silent sarif "$temporary/report.sarif"
  silent json "$temporary/cudafit.json"
  [ -z "$suggestions" ] || silent rdjson "$suggestions"
fi

# Only what this run wrote is handed on: a file of that name may be anybody's.
if [ ! -f "$temporary/report.sarif" ]; then
  sarif=
elif ! cp -- "$temporary/report.sarif" "$sarif"; then
  say "the SARIF file cannot be written"
  sarif=
  [ "$status" -ne 0 ] || status=3
fi

count() {  # count WHAT: from the end of the report, where every entry has a line
  local number=
  if [ -f "$temporary/cudafit.json" ]; then
    number=$(sed -n '/^  "summary": {$/,/^  }/s/^    "'"$1"'": \([0-9]*\),*$/\1/p' "$temporary/cudafit.json")
  fi
  printf '%s' "${number:-0}"
}
{
  printf 'errors=%s\n' "$(count errors)"
  printf 'warnings=%s\n' "$(count warnings)"
  printf 'hints=%s\n' "$(count hints)"
  printf 'sarif=%s\n' "$sarif"
  if [ -n "$suggestions" ] && [ -f "$suggestions" ]; then printf 'suggestions=%s\n' "$suggestions"; else printf 'suggestions=\n'; fi
} >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"
