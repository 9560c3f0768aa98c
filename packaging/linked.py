#!/usr/bin/env python3
"""What other people's code is in a cudafit: the Debian packages whose headers were compiled in or whose archives were linked.

linked.py BUILD      prints one line for each: package, version, what of it is used

BUILD is a folder where the target cudafit_portable was built, or the folder `build` of packaging/wasm/build. The compiler's own record
of headers (ninja -t deps) and the linker's trace of archives are asked, so that nothing is listed by heart. emscripten's libraries
are of the package that its headers are of, so a build for WebAssembly needs no trace. Other scripts here import `linked`.
"""
import collections
import os
import pathlib
import re
import subprocess
import sys

PROGRAM = "portable/cudafit"


def output(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def sources(build):
    """Where a build for WebAssembly has the sources of packages that it compiles; None for other builds."""
    cache = (pathlib.Path(build) / "CMakeCache.txt").read_text(encoding="utf-8")
    found = re.search(r"^CUDAFIT_SOURCES:PATH=(.*)$", cache, re.M)
    return found and os.path.realpath(found[1])


def headers(build, unpacked):
    """Headers of the system, and of sources that are unpacked, that the objects of the program were compiled with."""
    found = set()
    ours = False
    for line in output("ninja", "-t", "deps", cwd=build).splitlines():
        if line and not line.startswith(" "):
            ours = re.match(r"CMakeFiles/cudafit_(?!matrix_compile)[a-z_]+\.dir/", line) is not None
        elif ours:
            found.add(line.strip())
    if not unpacked:
        return {path for path in found if path.startswith("/usr/")}
    # Links in the folder of the build lead to headers of the system.
    return {path for path in map(os.path.realpath, found) if path.startswith(("/usr/", f"{unpacked}/"))}


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


def unpacked_package(path, unpacked):
    """Name and version of the source package that a file is of, from its changelog."""
    folder = pathlib.Path(unpacked, pathlib.Path(path).relative_to(unpacked).parts[0])
    with open(folder / "debian/changelog", encoding="utf-8") as changelog:
        return re.match(r"(\S+) \((.*?)\)", changelog.readline()).groups()


def linked(build):
    """package -> {"version": ..., "source": ..., "headers": number, "archives": [names]}; of a source package that is compiled along,
    "compiled": True besides"""
    compiled, taken, along = collections.Counter(), collections.defaultdict(list), collections.Counter()
    folders = {}
    unpacked = sources(build)
    for header in headers(build, unpacked):
        folder = os.path.dirname(os.path.realpath(header))
        if unpacked and header.startswith(f"{unpacked}/"):
            along[unpacked_package(header, unpacked)] += 1
            continue
        if folder not in folders or folder.count("/") < 3:  # /usr/include itself belongs to many
            folders[folder] = package_of(header)
        compiled[folders[folder]] += 1
    for archive in archives(build) if not unpacked else ():
        taken[package_of(archive)].append(os.path.basename(archive))
    result = {}
    for package in sorted(set(compiled) | set(taken)):
        version, source = output("dpkg-query", "-W", "-f", "${Version} ${source:Package}\n", package).splitlines()[0].split(" ")
        result[package] = {"version": version, "source": source, "headers": compiled[package],
                           "archives": sorted(set(taken[package]))}
    for (package, version), number in sorted(along.items()):
        result[package] = {"version": version, "source": package, "headers": number, "archives": [], "compiled": True}
    return result


if __name__ == "__main__":
    for package, use in linked(sys.argv[1]).items():
        print(package, use["version"], f"source {use['source']},", f"{use['headers']} headers,", *use["archives"])
