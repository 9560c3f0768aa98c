#!/usr/bin/env python3
"""What other people's code is in a cudafit: the Debian packages whose headers were compiled in or whose archives were linked.

linked.py BUILD      prints one line for each: package, version, what of it is used

BUILD is a folder where the target cudafit_portable was built. The compiler's own record of headers (ninja -t deps) and the linker's
trace of archives are asked, so that nothing is listed by heart. Other scripts here import `linked`.
"""
import collections
import os
import re
import subprocess
import sys

PROGRAM = "portable/cudafit"


def output(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def headers(build):
    """Headers of the system that the objects of the program were compiled with."""
    found = set()
    ours = False
    for line in output("ninja", "-t", "deps", cwd=build).splitlines():
        if line and not line.startswith(" "):
            ours = re.match(r"CMakeFiles/cudafit_(?!matrix_compile)[a-z_]+\.dir/", line) is not None
        elif ours and line.strip().startswith("/usr/"):
            found.add(line.strip())
    return found


def archives(build):
    """Archives and objects of the system that the linker took something from."""
    link = output("ninja", "-t", "commands", PROGRAM, cwd=build).strip().splitlines()[-1]
    link = link.removeprefix(": && ").removesuffix(" && :").replace(f"-o {PROGRAM} ", "-o /dev/null -Wl,--trace ")
    trace = subprocess.run(link, shell=True, cwd=build, check=True, capture_output=True, text=True).stdout
    found = set()
    for line in trace.splitlines():
        path = re.sub(r"^\((.*)\).*$|^(.*\.a)\(.*\)$", lambda m: m[1] or m[2], line.strip())
        if path.startswith("/usr/"):
            found.add(os.path.normpath(path))
    return found


def package_of(path):
    for candidate in (path, os.path.realpath(path)):
        found = subprocess.run(["dpkg-query", "-S", candidate], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.splitlines()[0].split(": ")[0].split(":")[0]
    sys.exit(f"linked.py: no package has {path}")


def linked(build):
    """package -> {"version": ..., "source": ..., "headers": number, "archives": [names]}"""
    compiled, taken = collections.Counter(), collections.defaultdict(list)
    folders = {}
    for header in headers(build):
        folder = os.path.dirname(os.path.realpath(header))
        if folder not in folders or folder.count("/") < 3:  # /usr/include itself belongs to many
            folders[folder] = package_of(header)
        compiled[folders[folder]] += 1
    for archive in archives(build):
        taken[package_of(archive)].append(os.path.basename(archive))
    result = {}
    for package in sorted(set(compiled) | set(taken)):
        version, source = output("dpkg-query", "-W", "-f", "${Version} ${source:Package}\n", package).splitlines()[0].split(" ")
        result[package] = {"version": version, "source": source, "headers": compiled[package],
                           "archives": sorted(set(taken[package]))}
    return result


if __name__ == "__main__":
    for package, use in linked(sys.argv[1]).items():
        print(package, use["version"], f"source {use['source']},", f"{use['headers']} headers,", *use["archives"])
