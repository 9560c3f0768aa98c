# Sourced by the suites about packages, in the root of the repository, with the build folder as $1: a folder for their work, checks
# that count themselves, roots with nothing in them.
set -u
repository=$PWD
build=$(cd "$1" && pwd)
binary=$build/portable/cudafit
version=$(sed -nE 's/^project\(cudafit VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
umask 022

# check WHAT COMMAND...
check() {
  local what=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "failed: $what"
    tail -n 40 "$work/check.log"
  fi
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# status NUMBER COMMAND...: the command ends with it.
status() {
  local want=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" -eq "$want" ] || { echo "exit status $got, not $want: $*"; return 1; }
}

# says TEXT COMMAND...: what the command prints, on either stream, has the text. Its status does not count.
says() {
  local text=$1 output
  shift
  output=$("$@" 2>&1) || true
  case $output in *"$text"*) ;; *) echo "$output"; echo "does not say: $text"; return 1 ;; esac
}

# as_root COMMAND...: for those who are not root, in a name space where they are.
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else unshare -r "$@"; fi; }

# in_root FOLDER COMMAND...: the command sees the folder as the whole machine, and no variables.
in_root() { local root=$1; shift; as_root env -i "$(command -v chroot || echo /usr/sbin/chroot)" "$root" "$@"; }

# The binary that is packed is linked from the objects of the build; that is all there is to build. Two suites may want it at once.
flock "$build/portable.lock" cmake --build "$build" --target cudafit_portable >"$work/link.log" 2>&1 || { tail -n 50 "$work/link.log"; exit 1; }
