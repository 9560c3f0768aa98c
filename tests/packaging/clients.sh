# The wheel by pip, the npm packages by npm, as people install them; and the source archive.

export SOURCE_DATE_EPOCH=1700000000

# Wheel: into an environment that has nothing, without an index.
check "the wheel is for glibc since 2.17 and for musl" \
  [ "${wheel##*/}" = "cudafit-$version-py3-none-manylinux2014_$arch.manylinux_2_17_$arch.musllinux_1_1_$arch.whl" ]
check "auditwheel: nothing of the system is asked for" says "requires no external shared libraries" "$work/tools/bin/auditwheel" show "$wheel"
check "auditwheel: an older glibc would do" says '"manylinux_2_5_' "$work/tools/bin/auditwheel" show "$wheel"
python3 -m venv "$work/venv"
pip_offline() { env -u PIP_FIND_LINKS "$work/venv/bin/pip" install --quiet --no-index --no-cache-dir "$@"; }
check "pip install" pip_offline "$wheel"
check "pip puts the very binary on PATH" cmp "$binary" "$work/venv/bin/cudafit"
check "pip: cudafit" says "cudafit $version" env -i PATH="$work/venv/bin" cudafit --version
check "pip: python -m cudafit" says "cudafit $version" env -i "$work/venv/bin/python" -m cudafit --version
check "pip: python -m cudafit hands on arguments and exit status" status 1 env -i "$work/venv/bin/python" -m cudafit check examples/dead-tag
check "pip install --target" pip_offline --target "$work/target" "$wheel"
check "pip install --target: python -m cudafit" says "cudafit $version" env -i PYTHONPATH="$work/target" /usr/bin/python3 -m cudafit --version
check "pip uninstall" "$work/venv/bin/pip" uninstall --quiet --yes cudafit
check "pip uninstall leaves nothing" bash -c '! find "$1" -name "*cudafit*" | grep .' - "$work/venv"
check "the wheel says the version of the binary" says "Version: $version" python3 -c \
  'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read([n for n in z.namelist() if n.endswith("/METADATA")][0]).decode())' "$wheel"

# The source archive: it configures, and has every file of ours that the compiler read for the build that is tested here.
mkdir -p "$work/sdist"
tar xzf "$sdist" -C "$work/sdist" --strip-components=1
check "the source archive configures" cmake -S "$work/sdist" -B "$work/sdist-build" -G Ninja
sources_are_there() {
  { ninja -C "$build" -t inputs cudafit; ninja -C "$build" -t deps | sed -n 's/^    //p'; } | sort -u |
    sed -nE "s#^$repository/((src|grammar|matrix)/.*)#\1#p" >"$work/inputs"
  [ "$(wc -l <"$work/inputs")" -gt 500 ] || { echo "only $(wc -l <"$work/inputs") inputs"; return 1; }
  while read -r file; do cmp "$file" "$work/sdist/$file" || return 1; done <"$work/inputs"
}
check "the source archive has all sources" sources_are_there

# npm: both packages from their files, without a network, into an empty folder.
project=$work/project
mkdir -p "$project"
echo '{ "private": true }' >"$project/package.json"
npm_offline() { (cd "$project" && npm_config_cache=$work/npm npm install --offline --no-audit --no-fund "$@"); }
in_project() { (cd "$project" && npm_config_cache=$work/npm "$@"); }
check "npm install" npm_offline "$tgz" "$platform_tgz"
check "npm installs the very binary" cmp "$binary" "$project"/node_modules/cudafit-linux-*/bin/cudafit
check "npx cudafit --version" says "cudafit $version" in_project npx --offline cudafit --version
check "npm hands on arguments and exit status" status 1 "$project/node_modules/.bin/cudafit" check examples/dead-tag
check "npm hands on standard input" says "image-tag-latest" bash -c 'echo FROM nvidia/cuda | "$1" check -' - "$project/node_modules/.bin/cudafit"
elsewhere() {  # elsewhere PLATFORM ARCH: what is said on another machine
  node -e 'for (const [name, value] of [["platform", process.argv[1]], ["arch", process.argv[2]]]) Object.defineProperty(process, name, { value });
    require(process.argv[3]);' "$1" "$2" "$project/node_modules/cudafit/bin/cudafit.js"
}
check "npm says which platforms there are" says "there is no program for sunos on x64; there is one for linux on x64, linux on arm64" elsewhere sunos x64
check "npm ends with 3 on another platform" status 3 elsewhere sunos x64
other=$([ "$arch" = x86_64 ] && echo arm64 || echo x64)
check "npm says how to get the program that is missing" says "cudafit-linux-$other, which is not installed" elsewhere linux "$other"
killed() {  # whoever ends the script ends the program
  mkfifo "$work/fifo"
  "$project/node_modules/.bin/cudafit" check - <"$work/fifo" &
  local script=$! got=0
  exec 9>"$work/fifo"
  for _ in $(seq 200); do [ -s "/proc/$script/task/$script/children" ] && break; sleep 0.05; done
  sleep 0.2
  kill -TERM "$script"
  wait "$script" || got=$?
  exec 9>&-
  [ "$got" -eq 143 ]
}
check "npm hands on signals" killed
