#!/usr/bin/env python3
"""End-to-end tests of the binary: run.py BINARY [PART OF A CASE'S NAME]

Every function `case_*` of every cases_*.py gets a Box; it fails by an assertion.
"""

import importlib
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402
from box import Box


def main():
    Box.binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    tally = Tally()
    for path in sorted(pathlib.Path(__file__).parent.glob("cases_*.py")):
        module = importlib.import_module(path.stem)
        for name, case in vars(module).items():
            if not name.startswith("case_") or wanted not in name:
                continue
            box = Box()
            tally.run(f"{path.stem}.{name}", case, box)
            box.close()
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
