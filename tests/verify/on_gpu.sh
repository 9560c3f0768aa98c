#!/usr/bin/env bash
# On a machine with a GPU of NVIDIA: on_gpu.sh BUILD. The carried probe runs natively; with nvcc, also what nvcc makes of the
# kernel; with a container engine, also in an image that is made here of this system's own glibc. Takes seconds, needs no network.
set -u
build=${1:?the folder of a finished build}
cudafit=$build/cudafit
failed=0 passed=0

# expect NAME VERDICT ARGUMENT...: the verdict of the first verification.
expect() {
  local name=$1 verdict=$2 answer
  shift 2
  answer=$("$cudafit" verify --format json "$@")
  if printf %s "$answer" | python3 -c '
import json, sys
one = json.load(sys.stdin)["verifications"][0]
sys.exit(one["verdict"] != sys.argv[1] or one["differences"] != [])' "$verdict"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED $name"
  fi
  printf '%s\n' "$answer"
}

nvidia-smi --query-gpu=name,driver_version,compute_cap --format=csv || echo "there is no nvidia-smi"
expect "natively" runs --engine local
"$cudafit" verify --engine local
if command -v nvcc >/dev/null; then expect "compiled here" runs --engine local --compile; else echo "no nvcc: nothing is compiled"; fi
if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
  tree=$(mktemp -d)
  mkdir -p "$tree/lib64" "$tree/lib/x86_64-linux-gnu" "$tree"/{bin,proc,dev,sys,etc,tmp,usr}
  ln -s ../lib "$tree/usr/lib"
  ln -s ../bin "$tree/usr/bin"
  cp -L /lib64/ld-linux-x86-64.so.2 "$tree/lib64"
  # With ldconfig NVIDIA's hook makes its libraries known.
  cp -L "$(PATH=$PATH:/sbin command -v ldconfig)" "$tree/bin"
  ln -s bin "$tree/sbin"
  for library in libc.so.6 libdl.so.2 libm.so.6 libpthread.so.0 librt.so.1; do
    cp -L "/lib/x86_64-linux-gnu/$library" "$tree/lib/x86_64-linux-gnu"
  done
  tar -C "$tree" -c . | docker import --change 'ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility LD_LIBRARY_PATH=/lib/x86_64-linux-gnu' - cudafit-on-gpu:1 >/dev/null
  expect "in a container" runs cudafit-on-gpu:1
  docker rmi --force cudafit-on-gpu:1 >/dev/null
  rm -rf "$tree"
else
  echo "no engine: nothing runs in a container"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
