#!/usr/bin/env python3
"""Prints how fast cudafit is, as ratios measured in one run on one machine.

usage: run.py BUILD [FOLDER...]     BUILD holds the binaries; the Dockerfiles of each FOLDER (default: tests and examples)
are the real files of the second measurement."""
import json, pathlib, statistics, subprocess, sys, time

ORDINARY = pathlib.Path(__file__).resolve().parent / "ordinary.Dockerfile"


def once(command):
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def peak_kib(build, command):
    return int(subprocess.run([str(build / "tests" / "bench"), *command], capture_output=True, text=True).stdout)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(__file__).resolve().parents[2]
    folders = [pathlib.Path(name) for name in sys.argv[2:]] or [root / "tests", root / "examples"]
    binary = str(build / "cudafit")

    # One ordinary file, the whole process, runs interleaved so that both see the same machine.
    lint, nothing = [], []
    command = [binary, "check", str(ORDINARY)]
    for _ in range(10):
        once(command), once(["/bin/true"])
    for _ in range(200):
        nothing.append(once(["/bin/true"]))
        lint.append(once(command))
    base, mine = statistics.median(nothing), statistics.median(lint)
    print(f"one ordinary file   {mine:7.2f} ms, /bin/true {base:.2f} ms: {mine / base:.2f} x"
          f"  (bound: 2 x + 2 ms = {2 * base + 2:.2f} ms)   {'ok' if mine <= 2 * base + 2 else 'SLOW'}")
    kib = peak_kib(build, command)
    print(f"its peak memory     {kib / 1024:7.2f} MiB  (bound: 10)   {'ok' if kib < 10 * 1024 else 'LARGE'}")

    # All real files: the whole analysis against parsing alone.
    names = [str(path) for folder in folders for path in folder.rglob("*") if path.is_file()
             and ("dockerfile" in path.name.lower() or "containerfile" in path.name.lower())
             and path.suffix not in (".md", ".py", ".go", ".js", ".ts", ".json", ".fixed")]
    out = subprocess.run([str(build / "tests" / "bench")], input="\n".join(names), capture_output=True, text=True, check=True)
    row = json.loads(out.stdout)
    ratio = row["analyze_ms"] / row["parse_ms"]
    print(f"{row['files']} files, {row['bytes'] / 1e6:.1f} MB: parse {row['parse_ms']:.0f} ms"
          f" ({row['bytes'] / 1000 / row['parse_ms']:.1f} MB/s), all rules {row['analyze_ms']:.0f} ms:"
          f" {ratio:.2f} x  (bound: 2 x)   {'ok' if ratio <= 2 else 'SLOW'}")

    # What the start-up path loads.
    libraries = subprocess.run(["ldd", binary], capture_output=True, text=True).stdout.split("\n")
    print("shared libraries    " + ", ".join(sorted(line.split()[0].split(".so")[0] for line in libraries if "=>" in line)))


if __name__ == "__main__":
    main()
