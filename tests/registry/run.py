"""--online against a real registry on this machine, and against servers that misbehave.

usage: run.py CUDAFIT [WORD...]: only cases with such a word in their name"""

import pathlib
import sys
import time
import traceback

sys.dont_write_bytecode = True
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))

from box import Box  # noqa: E402
from common import cases  # noqa: E402
import cases_answers  # noqa: E402,F401
import cases_logins  # noqa: E402,F401
import cases_failures  # noqa: E402,F401


def main():
    Box.binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2:]
    passed = failed = 0
    for function in cases:
        if wanted and not any(word in function.__name__ for word in wanted):
            continue
        box = Box()
        begun = time.monotonic()
        try:
            function(box)
            passed += 1
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"FAILED {function.__name__.replace('_', ' ')}")
            traceback.print_exc(file=sys.stdout)
        finally:
            box.close()
        if time.monotonic() - begun > 5:
            print(f"{function.__name__.replace('_', ' ')}: {time.monotonic() - begun:.1f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
