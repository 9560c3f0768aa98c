# What packaging/pack makes: twice the same, with notices in every package, each installed and run where there is nothing else.

export SOURCE_DATE_EPOCH=1700000000 CUDAFIT_MAINTAINER="cudafit <maintainers@cudafit.example>"
out=$work/out
check "packaging/pack" packaging/pack "$build" "$out"
arch=$(uname -m)
archive=$out/cudafit-$version-linux-$arch.tar.gz
deb=$(echo "$out"/cudafit_*.deb)
wheel=$(echo "$out"/*.whl)
sdist=$out/cudafit-$version.tar.gz
tgz=$out/cudafit-$version.tgz
platform_tgz=$(echo "$out"/cudafit-linux-*.tgz)
check "the sums are right" bash -c 'cd "$1" && sha256sum --check SHA256SUMS-*' - "$out"

# From a copy of the repository in another folder, with files of other times and permissions.
again() {
  local copy=$work/another/repository
  mkdir -p "$copy"
  git ls-files -z --cached --others --exclude-standard | grep -zvE '^tests/' | xargs -0 cp --parents -t "$copy" 2>/dev/null
  chmod -R g+w "$copy"
  (umask 002 && cd "$copy" && git init -q . && packaging/pack "$build" "$work/again") || return 1
  for file in "$out"/*; do cmp "$file" "$work/again/${file##*/}" || return 1; done
}
check "packed again elsewhere, every file is the same" again

# Notices and bill of materials.
check "every library that is linked in has its notice" python3 packaging/notices.py "$build" --check
lacking() {
  mkdir -p "$work/lacking/packaging"
  cp packaging/*.py "$work/lacking/packaging"
  sed '/^yaml-cpp: /d' THIRD-PARTY-NOTICES >"$work/lacking/THIRD-PARTY-NOTICES"
  python3 "$work/lacking/packaging/notices.py" "$build" --check
}
check "a notice that is missing is noticed" status 1 lacking
for package in "$archive" "$sdist" "$tgz" "$platform_tgz"; do
  check "notices in ${package##*/}" bash -c 'tar xzf "$1" -O --wildcards "*/THIRD-PARTY-NOTICES" | cmp - THIRD-PARTY-NOTICES' - "$package"
  check "licence in ${package##*/}" bash -c 'tar xzf "$1" -O --wildcards "*/LICENSE" | cmp - LICENSE' - "$package"
done
check "notices in the wheel" bash -c 'python3 -c "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.stdout.buffer.write(z.read([n for n in z.namelist() if n.endswith(\"/THIRD-PARTY-NOTICES\")][0]))" "$1" | cmp - THIRD-PARTY-NOTICES' - "$wheel"
check "notices in the .deb" bash -c 'dpkg-deb --fsys-tarfile "$1" | tar xO ./usr/share/doc/cudafit/THIRD-PARTY-NOTICES | cmp - THIRD-PARTY-NOTICES' - "$deb"
python3 -m venv "$work/tools" && "$work/tools/bin/pip" install --quiet 'cyclonedx-python-lib[json-validation]' auditwheel
check "the bill of materials keeps to CycloneDX, and is of this binary" "$work/tools/bin/python" tests/packaging/check_bom.py \
  "$out/cudafit-linux-$arch.cdx.json" "$binary" "$build"

# Archive.
mkdir -p "$work/archive"
tar xzf "$archive" -C "$work/archive" --strip-components=1
check "the archive runs in an empty root" says "cudafit $version" in_root "$work/archive" /bin/cudafit --version

# .deb: installed by dpkg into a root that has dpkg's own files and nothing else.
root=$work/debian
mkdir -p "$root"/var/lib/dpkg/{updates,info,parts}
touch "$root"/var/lib/dpkg/{status,available}
dpkg_root() { as_root dpkg --root="$root" --log=/dev/null "$@"; }
check ".deb depends on nothing" [ -z "$(dpkg-deb --field "$deb" Depends Pre-Depends)" ]
check ".deb is installed" dpkg_root --install "$deb"
check ".deb runs in an empty root" says "cudafit $version" in_root "$root" /usr/bin/cudafit --version
check ".deb is configured" bash -c 'dpkg-query --admindir="$1/var/lib/dpkg" -W -f "\${Status}" cudafit | grep -qx "install ok installed"' - "$root"
check ".deb is removed" dpkg_root --purge cudafit
check ".deb leaves nothing" bash -c '! find "$1" -type f -path "*cudafit*" | grep .' - "$root"
ignored=()
"$binary" man >/dev/null 2>&1 || ignored=(--suppress-tags no-manual-page)
check "lintian has nothing against the .deb" lintian --fail-on error,warning "${ignored[@]}" "$deb"
