"""`python -m cudafit` is the program of this package, by another name."""

import os
import subprocess
import sys

from cudafit._find import find_cudafit

if __name__ == "__main__":
    program = find_cudafit()
    arguments = [program, *sys.argv[1:]]
    if sys.platform == "win32":  # there execv lets the shell go on at once
        sys.exit(subprocess.call(arguments))
    os.execv(program, arguments)
