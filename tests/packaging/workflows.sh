# The workflows, by actionlint.

. tests/oracle/go.sh tests/packaging/actionlint
# go.sh has its own folder to remove at the end.
trap 'rm -rf "$work"; chmod -R u+w "${folder:-$work}" 2>/dev/null; rm -rf "${folder:-$work}"' EXIT
(cd tests/packaging/actionlint && go build -o "$work/actionlint" github.com/rhysd/actionlint/cmd/actionlint) >"$work/go.log" 2>&1 || cat "$work/go.log"
for workflow in .github/workflows/*.yml; do check "actionlint: $workflow" "$work/actionlint" "$workflow"; done
broken() { sed 's/needs: gather/needs: nobody/' .github/workflows/release.yml >"$work/broken.yml" && "$work/actionlint" "$work/broken.yml"; }
check "actionlint sees a mistake" status 1 broken
