"""--online against a real registry on this machine, and against servers that misbehave: by libcurl, and by the program
curl, as a cudafit does it that cannot load libraries.

usage: run.py CUDAFIT [WORD...]: only cases with such a word in their name"""

import os
import pathlib
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402
from box import Box  # noqa: E402
from common import cases  # noqa: E402
import cases_answers  # noqa: E402,F401
import cases_engines  # noqa: E402,F401
import cases_logins  # noqa: E402,F401
import cases_failures  # noqa: E402,F401


def by_the_program(folder):
    """From now on no libcurl can be loaded; the program curl has its own."""
    for name in ("libcurl.so.4", "libcurl-gnutls.so.4"):
        (folder / name).write_text("no library")
    curl = folder / "bin" / "curl"
    curl.parent.mkdir()
    curl.write_text(f"#!/bin/sh\nunset LD_LIBRARY_PATH\nexec {shutil.which('curl')} \"$@\"\n")
    curl.chmod(0o755)
    os.environ["PATH"] = f"{curl.parent}:{os.environ['PATH']}"
    Box.surroundings = {"LD_LIBRARY_PATH": str(folder)}


def run(way, wanted):
    """How many cases fail."""
    tally = Tally()
    for function in cases:
        if wanted and not any(word in function.__name__ for word in wanted):
            continue
        box = Box()
        begun = time.monotonic()
        tally.run(function.__name__.replace("_", " "), function, box)
        box.close()
        if time.monotonic() - begun > 5:
            print(f"{function.__name__.replace('_', ' ')}: {time.monotonic() - begun:.1f} s")
    tally.end(way)
    return tally.failed


def main():
    Box.binary = str(pathlib.Path(sys.argv[1]).resolve())
    failed = run("as the machine is", sys.argv[2:])
    with tempfile.TemporaryDirectory(prefix="cudafit-curl-") as folder:
        by_the_program(pathlib.Path(folder))
        failed += run("without libcurl", sys.argv[2:])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
