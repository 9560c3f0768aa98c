#!/usr/bin/env python3
"""Prints how long diagnostics take after an edit, as an editor sees it: pipe, JSON and the client's own time included.

usage: lsp.py CUDAFIT [EDITS]     default: 1000 edits of a file of 200 lines; use a release build"""
import pathlib
import random
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lsp"))
from client import PULL, PUSH, Client, edit  # noqa: E402

LONG = pathlib.Path(__file__).resolve().parent / "long.Dockerfile"
REQUIREMENTS = "numpy==1.26.4\nfastapi==0.110.0\nuvicorn[standard]==0.29.0\ntransformers==4.44.0\n" \
               "accelerate==0.33.0\nopencv-python-headless==4.10.0.84\n"


def places(text, count):
    """Where letters are typed: behind a word of a line that is no heredoc's or directive's."""
    random.seed(7)
    rows = [i for i, line in enumerate(text.split("\n")) if line.strip()]
    return [(row, len(text.split("\n")[row].split("#")[0].rstrip(" \\"))) for row in random.choices(rows, k=count)]


def measure(capabilities, count, pull):
    client = Client()
    try:
        text = LONG.read_text()
        client.write("requirements.txt", REQUIREMENTS)
        client.write(".cudafit.toml", '[[host]]\nname = "fleet"\ndriver = "535"\ngpus = ["A100", "H100"]\n')
        client.start(capabilities)
        client.open("Dockerfile", text)
        client.pull("Dockerfile") if pull else client.pushed("Dockerfile", 1)
        times, version, before = [], 1, cpu_ms(client)
        for row, column in places(text, count // 2):
            for change in (edit((row, column), (row, column), "x"), edit((row, column), (row, column + 1), "")):
                version += 1
                begin = time.perf_counter()
                client.change("Dockerfile", change)
                client.pull("Dockerfile") if pull else client.pushed("Dockerfile", version)
                times.append((time.perf_counter() - begin) * 1000)
                client.inbox.clear()
        return times, (cpu_ms(client) - before) / len(times)
    finally:
        client.close()


def cpu_ms(client):
    """What the server's threads have computed so far."""
    tasks = pathlib.Path(f"/proc/{client.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def round_trips(count):
    """The same without any work: what the pipe and this client take."""
    client = Client()
    try:
        client.start(PULL)
        times, before = [], cpu_ms(client)
        for _ in range(count):
            begin = time.perf_counter()
            client.error("no/such", {})
            times.append((time.perf_counter() - begin) * 1000)
        return times, (cpu_ms(client) - before) / count
    finally:
        client.close()


def show(name, times, cpu):
    ordered = sorted(times)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    good = "ok" if median < 1 and late < 2 else "SLOW"
    print(f"{name:16} median {median:6.3f} ms   p99 {late:6.3f} ms   (bounds: 1 and 2)   {good}"
          f"   the server computes {cpu:.3f} ms each")


def main():
    Client.binary = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    lines = len(LONG.read_text().split("\n")) - 1
    print(f"{count} edits of a Dockerfile of {lines} lines")
    show("an empty answer", *round_trips(count))
    show("edit and pull", *measure(PULL, count, True))
    show("edit until sent", *measure(PUSH, count, False))


if __name__ == "__main__":
    main()
