#!/usr/bin/env python3
"""The language server from outside: run.py BINARY [PART OF A CASE'S NAME]

Every function `case_*` of every cases_*.py gets a Client; it fails by an assertion.
"""

import importlib
import pathlib
import sys
import traceback

from client import Client


def main():
    Client.binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    passed = failed = 0
    for path in sorted(pathlib.Path(__file__).parent.glob("cases_*.py")):
        module = importlib.import_module(path.stem)
        for name, case in vars(module).items():
            if not name.startswith("case_") or wanted not in name:
                continue
            client = Client()
            try:
                case(client)
                passed += 1
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"FAILED {path.stem}.{name}")
                traceback.print_exc(file=sys.stdout)
            finally:
                client.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
