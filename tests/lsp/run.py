#!/usr/bin/env python3
"""The language server from outside: run.py BINARY [PART OF A CASE'S NAME]

Every function `case_*` of every cases_*.py gets a Client; it fails by an assertion.
"""

import importlib
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402
from client import Client


def main():
    Client.binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    tally = Tally()
    for path in sorted(pathlib.Path(__file__).parent.glob("cases_*.py")):
        module = importlib.import_module(path.stem)
        for name, case in vars(module).items():
            if not name.startswith("case_") or wanted not in name:
                continue
            client = Client()
            tally.run(f"{path.stem}.{name}", case, client)
            client.close()
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
