"""Runs the cases of a test program one after the other, and counts them in the last line, as tests/run reads it."""

import sys
import traceback


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def run(self, name, case, *given):
        """Whether the case passed; it fails by an exception, which is printed below its name."""
        try:
            case(*given)
        except Exception:  # pylint: disable=broad-except
            return self.add(name, False, traceback.format_exc())
        return self.add(name, True)

    def add(self, name, passed, why=""):
        """The same for what was found out elsewhere."""
        if passed:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}\n{why}", flush=True)
        return passed

    def end(self, of=""):
        """The last line, and the exit status: something must have been tried."""
        print(f"{of + ': ' if of else ''}{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


if __name__ == "__main__":
    sys.exit("this is a part of test programs")
