# Sourced, with the folder of a go.mod: puts a Go that can build it first on PATH. From 1.21 on, go fetches the toolchain that a
# module asks for; the module proxy serves toolchains as modules, too, which helps an older one.
go=$(command -v go || echo /usr/local/go/bin/go)
minor=$("$go" env GOVERSION 2>/dev/null | sed -nE 's/^go1\.([0-9]+).*/\1/p')
if [ "${minor:-0}" -lt 21 ]; then
  want=$(sed -nE 's/^go ([0-9.]+)$/\1/p' "$1/go.mod")
  toolchain=golang.org/toolchain@v0.0.1-go$want.linux-$(dpkg --print-architecture)
  folder=$(mktemp -d)
  trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
  echo 'module none' >"$folder/go.mod"
  (cd "$folder" && GOMODCACHE=$folder/cache GOSUMDB=off GOFLAGS=-mod=mod "$go" mod download "$toolchain") || exit 1
  root=$(echo "$folder"/cache/golang.org/toolchain@*)
  chmod -R u+w "$root" && chmod -R +x "$root/bin" "$root/pkg/tool"
  PATH=$root/bin:$PATH
  export PATH GOROOT=$root GOTOOLCHAIN=local
else
  PATH=$(dirname "$go"):$PATH
fi
