# The portable binary: what it is linked to, what it says where there is nothing else, and that it is the same wherever it is built.

needs_nothing() {
  ! readelf --program-headers --wide "$binary" | grep INTERP && ! readelf --dynamic --wide "$binary" | grep NEEDED
}
check "the portable binary needs no library and no dynamic linker" needs_nothing
check "it has random addresses" bash -c 'readelf --file-header "$1" | grep -q "Type: *DYN"' - "$binary"
check "it runs on kernels since 3.2" bash -c 'readelf --notes "$1" | grep -q "OS: Linux, ABI: 3.2.0"' - "$binary"
check "it is stripped" bash -c '! readelf --sections --wide "$1" | grep -qF .symtab' - "$binary"
check "it is smaller than 15 MB" [ "$(stat -c %s "$binary")" -lt 15000000 ]
check "it does not name the folder it was built in" bash -c '! grep -qF "$1" "$2"' - "$repository/" "$binary"

# A machine that has the binary and Dockerfiles: no libc, no /proc, /dev or /tmp, no shell.
root=$work/root
mkdir -p "$root/tests"
cp "$binary" "$root/cudafit"
cp -r examples "$root"
cp -r tests/rules tests/projects "$root/tests"
# same FORMAT PATH: it says of these what the ordinary binary says, byte for byte but for what differs from run to run.
same() {
  local plain='s/ \([0-9.]+ ms\)//; s/^::(stop-commands::)?cudafit-[0-9a-f]{16,}.*/::token/'
  (cd "$root" && env -i "$build/cudafit" check --isolated --format "$1" "$2") 2>&1 | sed -E "$plain" >"$work/ordinary"
  in_root "$root" /cudafit check --isolated --format "$1" "$2" 2>&1 | sed -E "$plain" >"$work/portable"
  [ -s "$work/ordinary" ] && diff "$work/ordinary" "$work/portable"
}
check "in an empty root it says its version" says "cudafit $version" in_root "$root" /cudafit --version
check "in an empty root: exit status 1 where there is an error" status 1 in_root "$root" /cudafit check examples/dead-tag
check "in an empty root: exit status 0 where there is none" status 0 in_root "$root" /cudafit check examples/good-build
for format in full concise json github; do check "in an empty root: $format, threads" same $format tests/rules; done
check "in an empty root: projects" same full tests/projects
check "in an empty root, --online says what it would take" says "curl is not installed" \
  in_root "$root" /cudafit check --online examples/good-build
check "in an empty root it fixes" in_root "$root" /cudafit check --fix examples/dead-tag
check "in an empty root, after fixing" says "No problems found" in_root "$root" /cudafit check examples/dead-tag

# The same bytes again: linked into another folder, and compiled from a copy of the sources in another folder (of the rooms that cost
# little; the tables are what most of the binary's data comes from).
relinked() {
  local link
  link=$(ninja -C "$build" -t commands portable/cudafit | tail -n 1)
  (cd "$build" && bash -c "${link//-o portable\/cudafit/-o $work/relinked}") && cmp "$work/relinked" "$binary"
}
check "linking again gives the same bytes" relinked
elsewhere=$work/a/folder/with/another/name
mkdir -p "$elsewhere"
cp -r CMakeLists.txt CMakePresets.json LICENSE README.md THIRD-PARTY-NOTICES grammar matrix packaging schema src "$elsewhere"
libraries="libcudafit_terms.a libcudafit_grammar.a libcudafit_fmt.a"
compiled_elsewhere() {
  (cd "$elsewhere" && cmake --preset portable -B out && ninja -C out $libraries) || return 1
  for library in $libraries; do cmp "$elsewhere/out/$library" "$build/$library" || return 1; done
}
check "compiling in another folder gives the same bytes" compiled_elsewhere
tables_elsewhere() { "$build/cudafit_matrix_compile" "$elsewhere/matrix" "$work/tables.cpp" && cmp "$work/tables.cpp" "$build/matrix/tables.cpp"; }
check "the tables are the same from another folder" tables_elsewhere
