# .pre-commit-hooks.yaml. The hook in Docker is only checked as far as that goes without Docker: its Dockerfile, in installed.sh.

python3 -m venv "$work/tools" && "$work/tools/bin/pip" install --quiet pre-commit
export PATH=$work/tools/bin:$PATH PRE_COMMIT_HOME=$work/home PRE_COMMIT_COLOR=never
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
git config --global user.name suite
git config --global user.email suite@cudafit.example
git config --global init.defaultBranch main
git config --global --add safe.directory '*'

# This repository as it is now, committed or not, as one commit that a hook can be taken from.
hooks=$work/cudafit
mkdir -p "$hooks"
(cd "$repository" && git ls-files -z --cached --others --exclude-standard | grep -zvE '^tests/' |
  while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done | xargs -0 cp --parents -t "$hooks")
commit() { git -C "$1" add -A && git -C "$1" commit --quiet --no-verify -m "$2"; }
git init -q "$hooks" && commit "$hooks" hooks
revision=$(git -C "$hooks" rev-parse HEAD)

check "pre-commit takes the manifest" pre-commit validate-manifest .pre-commit-hooks.yaml
check "files of the hooks: what cudafit looks for, and what builds read" python3 tests/packaging/hook_files.py "$binary" .pre-commit-hooks.yaml

# project NAME HOOK [ARGS]: a repository that uses the hook.
project() {
  mkdir -p "$work/$1"
  cp examples/good-runtime/Dockerfile "$work/$1"
  git init -q "$work/$1"
  cat >"$work/$1/.pre-commit-config.yaml" <<YAML
repos:
- repo: file://$hooks
  rev: $revision
  hooks:
  - id: $2
    args: [${3:-}]
YAML
  commit "$work/$1" first
}
run() { (cd "$work/$1" && shift && pre-commit run "$@"); }

# A machine that has no libraries to build with is told which; then the hook is installed with a finished binary, as a wheel is.
project python cudafit
lacking() {
  CMAKE_ARGS="-DCMAKE_IGNORE_PREFIX_PATH=/usr;/usr/local -DCMAKE_IGNORE_PATH=/usr/bin;/bin;/usr/local/bin" PRE_COMMIT_HOME=$work/lacking \
    run python --all-files
}
check "without libraries the hook says what to install" says "libtree-sitter-dev libyaml-cpp-dev libfmt-dev" lacking
export CUDAFIT_BINARY=$binary
check "the hook is installed" bash -c 'cd "$1" && pre-commit install-hooks' - "$work/python"
unset CUDAFIT_BINARY

check "clean: passes" run python --all-files
check "clean: says so" says "Passed" run python --all-files
cp examples/dead-tag/Dockerfile "$work/python/gpu.Dockerfile"
git -C "$work/python" add -A
check "an error fails" status 1 run python
check "an error is said at its place" says "gpu.Dockerfile:2:6: error[image-tag-not-found]" run python
check "a file that is not asked about is not linted" says "no files to check" run python --files .pre-commit-config.yaml
commit "$work/python" "a dead tag"
git -C "$work/python" rm -q gpu.Dockerfile
commit "$work/python" "and gone"

# A commit that changes requirements.txt alone breaks the build that installs it.
cat >"$work/python/Dockerfile" <<'DOCKERFILE'
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["python3", "-c", "import cupy"]
DOCKERFILE
echo 'requests==2.32.3' >"$work/python/requirements.txt"
git -C "$work/python" add -A
check "requirements that fit pass" run python
commit "$work/python" "requirements"
echo 'cupy-cuda11x==13.3.0' >"$work/python/requirements.txt"
git -C "$work/python" add requirements.txt
check "only requirements.txt changed: fails" status 1 run python
check "only requirements.txt changed: says what of the Dockerfile it does not fit" \
  says "needs the CUDA libraries of CUDA 11, and nvidia/cuda:12.4.1-runtime-ubuntu22.04 has CUDA 12.4.1" run python

# As the hook of git itself.
check "pre-commit install" bash -c 'cd "$1" && pre-commit install' - "$work/python"
check "git commit is refused" bash -c '! git -C "$1" commit -m broken' - "$work/python"
echo 'requests==2.32.4' >"$work/python/requirements.txt"
git -C "$work/python" add requirements.txt
check "git commit goes through" git -C "$work/python" commit -m mended

# With --fix: the file is edited, pre-commit fails once because it was, and then passes.
project fix cudafit --fix
cp examples/dead-tag/{Dockerfile,requirements.txt} "$work/fix"
git -C "$work/fix" add -A
check "--fix: fails, as files were changed" says "files were modified by this hook" run fix
check "--fix: the file is edited" grep -qx "ARG CUDA_VERSION=11.7.1" "$work/fix/Dockerfile"
git -C "$work/fix" add -A
check "--fix: passes then" run fix

# The installed binary, and options.
mkdir -p "$work/bin"
cp "$binary" "$work/bin/cudafit"
project system cudafit-system '--driver, "450"'
check "cudafit-system without cudafit says so" says "Executable \`cudafit\` not found" run system --all-files
with_cudafit() { PATH=$work/bin:$PATH run "$@"; }
check "cudafit-system takes options" says "error[driver-too-old]" with_cudafit system --all-files
sed -i 's/"450"/"550"/' "$work/system/.pre-commit-config.yaml"
check "cudafit-system passes" with_cudafit system --all-files
