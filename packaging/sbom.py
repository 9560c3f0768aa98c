#!/usr/bin/env python3
"""The bill of materials of a binary as CycloneDX 1.5 JSON.

sbom.py BUILD BINARY      prints it

What is in it is what linked.py finds in BUILD. The same binary gives the same bytes: the serial number is made of its hash, the time
is SOURCE_DATE_EPOCH.
"""
import datetime
import hashlib
import json
import os
import pathlib
import platform
import re
import sys
import uuid

from linked import linked

SOURCE = pathlib.Path(__file__).resolve().parent.parent

# Licences of the parts that end up in a binary, by Debian source package.
LICENCES = {
    "cli11": "BSD-3-Clause",
    "curl": "curl",
    "emscripten": "(MIT OR NCSA) AND MIT AND Apache-2.0 WITH LLVM-exception",
    "fmtlib": "MIT",
    "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "gcc-13": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "gcc-14": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "glibc": "LGPL-2.1-or-later",
    "linux": "GPL-2.0-only WITH Linux-syscall-note",
    "llvm-toolchain-14": "Apache-2.0 WITH LLVM-exception",
    "nlohmann-json3": "MIT",
    "tomlplusplus": "MIT",
    "tree-sitter": "MIT AND Unicode-DFS-2016",
    "yaml-cpp": "MIT",
}


def cmake_version():
    text = (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(cudafit VERSION ([0-9.]+)", text)[1]


def component(package, use, arch):
    version = use["version"].replace("+", "%2B").replace(":", "%3A")
    purl = f"pkg:deb/debian/{package}@{version}?arch={'source' if use.get('compiled') else arch}"
    how = [f"{use['headers']} headers"] if use["headers"] else []
    how += ["its sources"] if use.get("compiled") else []
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package,
        "version": use["version"],
        "licenses": [{"expression": LICENCES[use["source"]]}],
        "purl": purl,
        "properties": [
            {"name": "cudafit:source-package", "value": use["source"]},
            {"name": "cudafit:used", "value": ", ".join(how + use["archives"])},
        ],
    }


def bom(build, binary):
    digest = hashlib.sha256(pathlib.Path(binary).read_bytes()).hexdigest()
    arch = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp()))
    uses = linked(build)
    unknown = sorted({use["source"] for use in uses.values()} - set(LICENCES))
    if unknown:
        sys.exit(f"sbom.py: the licence of {', '.join(unknown)} is not in its table")
    components = [component(package, use, arch) for package, use in uses.items()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": "cudafit",
                "name": "cudafit",
                "version": cmake_version(),
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
            },
        },
        "components": components,
        "dependencies": [{"ref": "cudafit", "dependsOn": [part["bom-ref"] for part in components]}],
    }


if __name__ == "__main__":
    json.dump(bom(sys.argv[1], sys.argv[2]), sys.stdout, indent=2)
    print()
