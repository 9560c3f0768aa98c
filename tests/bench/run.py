#!/usr/bin/env python3
"""Prints how fast cudafit is, as ratios measured in one run on one machine.

usage: run.py BUILD [FOLDER...]     BUILD holds the binaries; the Dockerfiles of each FOLDER (default: tests and examples)
are the real files of the second measurement."""
import os, pathlib, statistics, subprocess, sys, time

ORDINARY = pathlib.Path(__file__).resolve().parent / "ordinary.Dockerfile"


def once(command):
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def processor_ms(command):
    """What all threads of a process use, in it and in the kernel for it."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    return (used.ru_utime + used.ru_stime) * 1000


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

    # All real files: the whole process against one that only finds, reads and parses them; in turns, the best of each.
    names = [path for folder in folders for path in folder.rglob("*") if path.is_file()
             and ("dockerfile" in path.name.lower() or "containerfile" in path.name.lower())
             and path.suffix not in (".md", ".py", ".go", ".js", ".ts", ".json", ".fixed")]
    megabytes = sum(path.stat().st_size for path in names) / 1e6
    names = [str(path) for path in names]
    parse, check = [], []
    for _ in range(7):
        parse.append(processor_ms([str(build / "tests" / "bench"), "parse-only", *names]))
        check.append(processor_ms([binary, "check", "--isolated", *names]))
    ratio = min(check) / min(parse)
    print(f"{len(names)} files, {megabytes:.1f} MB: parse only {min(parse):.0f} ms of processor time"
          f" ({megabytes * 1000 / min(parse):.1f} MB/s), all rules {min(check):.0f} ms:"
          f" {ratio:.2f} x  (bound: 2 x)   {'ok' if ratio <= 2 else 'SLOW'}")

    # What the start-up path loads.
    libraries = subprocess.run(["ldd", binary], capture_output=True, text=True).stdout.split("\n")
    print("shared libraries    " + ", ".join(sorted(line.split()[0].split(".so")[0] for line in libraries if "=>" in line)))


if __name__ == "__main__":
    main()
