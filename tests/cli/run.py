#!/usr/bin/env python3
"""End-to-end tests of the binary: run.py BINARY [PART OF A CASE'S NAME]

Every function `case_*` of every cases_*.py gets a Box; it fails by an assertion.
"""

import importlib
import pathlib
import sys
import traceback

from box import Box


def main():
    Box.binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    passed = failed = 0
    for path in sorted(pathlib.Path(__file__).parent.glob("cases_*.py")):
        module = importlib.import_module(path.stem)
        for name, case in vars(module).items():
            if not name.startswith("case_") or wanted not in name:
                continue
            box = Box()
            try:
                case(box)
                passed += 1
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"FAILED {path.stem}.{name}")
                traceback.print_exc(file=sys.stdout)
            finally:
                box.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
