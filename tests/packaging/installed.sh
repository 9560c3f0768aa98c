# cmake --install, all of it and by components, and what configuring says where things are missing.

prefix=$work/prefix
check "cmake --install" cmake --install "$build" --prefix "$prefix"
check "what was installed runs" says "cudafit $version" "$prefix/bin/cudafit" --version
for file in share/doc/cudafit/{README.md,LICENSE,THIRD-PARTY-NOTICES} share/cudafit/schema/config.schema.json \
  share/bash-completion/completions/cudafit share/zsh/site-functions/_cudafit share/fish/vendor_completions.d/cudafit.fish; do
  check "cmake --install has $file" [ -s "$prefix/$file" ]
done
completion_is() { "$prefix/bin/cudafit" completion "$1" | cmp - "$prefix/share/$2"; }
check "the completions for bash are the binary's" completion_is bash bash-completion/completions/cudafit
check "the completions for zsh are the binary's" completion_is zsh zsh/site-functions/_cudafit
check "the completions for fish are the binary's" completion_is fish fish/vendor_completions.d/cudafit.fish
if "$build/cudafit" man >/dev/null 2>&1; then check "cmake --install has the manual" [ -s "$prefix/share/man/man1/cudafit.1" ]; fi
check "one component alone" cmake --install "$build" --prefix "$work/schema" --component schema
check "is all that is installed then" bash -c '[ "$(find "$1" -type f | wc -l)" -eq "$(ls schema/*.json | wc -l)" ]' - "$work/schema"

# Its program is built and run by the fast tests; here the project is looked at, which takes the sources in as a part.
check "examples/cpp is a project of its own" cmake -S examples/cpp -B "$work/example" -G Ninja

# A machine without compiler and libraries: one message names all that is missing, with the names that ./dev installs.
bare() {
  cmake -S . -B "$work/bare" -G Ninja -DCMAKE_MAKE_PROGRAM="$(command -v ninja)" '-DCMAKE_IGNORE_PREFIX_PATH=/;/usr;/usr/local' \
    "-DCMAKE_IGNORE_PATH=${PATH//:/;};/usr/local/bin;/usr/bin;/bin"
}
says_what_is_missing() {
  ! bare >"$work/bare.log" 2>&1 || return 1
  local want have
  want=$(sed -nE '/^build_packages=\(/,/^\)/s/^ *"([^ ]+) .*/\1/p' dev | grep -vxE 'cmake|ninja-build|doctest-dev' | sort)
  have=$(sed -nE 's/^ *apt-get install //p' "$work/bare.log" | tr ' ' '\n' | sort)
  diff <(echo "$want") <(echo "$have") || { cat "$work/bare.log"; return 1; }
}
check "configuring names every package that is missing" says_what_is_missing
dockerfile_packages() {
  diff <(sed -nE '/^build_packages=\(/,/^\)/s/^ *"([^ ]+) .*/\1/p' dev | grep -vx doctest-dev | sort) \
    <(sed -nE '/apt-get install/,/&&/p' Dockerfile | grep -oE '[a-z0-9+.-]+' | grep -E '^(lib|cmake|g\+\+|ninja|nlohmann|pkg-)' | sort)
}
check "the Dockerfile installs the same packages" dockerfile_packages
dockerfile_copies() {
  local sources
  sources=$(sed -nE '/--from/d; s/^COPY (.*) [^ ]+$/\1/p' Dockerfile)
  for source in $sources; do [ -e "$source" ] || { echo "no $source"; return 1; }; done
}
check "the Dockerfile copies what is there" dockerfile_copies
check "cudafit finds nothing in the Dockerfile" says "No problems found" "$build/cudafit" check Dockerfile
