"""Where the program is that came with this package."""

import os
import sys
import sysconfig


def find_cudafit() -> str:
    """The path of the program: beside this Python's scripts, the user's, or those of a --target or --prefix folder."""
    name = "cudafit" + (sysconfig.get_config_var("EXE") or "")
    package = os.path.dirname(os.path.abspath(__file__))
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", scheme=sysconfig.get_preferred_scheme("user"))
        if sys.version_info >= (3, 10)
        else sysconfig.get_path("scripts", scheme=f"{os.name}_user"),
        os.path.join(os.path.dirname(package), "bin"),  # pip install --target
        os.path.join(package, "..", "..", "..", "..", "bin"),  # pip install --prefix: lib/pythonX.Y/site-packages
    ]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return os.path.normpath(path)
    raise FileNotFoundError(f"the program {name} is not in any of: {', '.join(folders)}")
