#!/usr/bin/env python3
"""THIRD-PARTY-NOTICES: the copyright notices and licences of the code of others in a cudafit.

notices.py BUILD            prints it
notices.py BUILD --check    says how the committed file differs from what BUILD needs; exit 1 if it does

The texts are Debian's, of the packages that linked.py finds. A file that was written with other versions of them is still good as
long as it speaks of every package.
"""
import pathlib
import re
import sys

from linked import linked

FILE = pathlib.Path(__file__).resolve().parent.parent / "THIRD-PARTY-NOTICES"
LINE = "=" * 100
INTRODUCTION = """\
cudafit is licensed under the Apache License 2.0 (the file LICENSE). A binary of it has the following code of others compiled or
linked in. Each section names the Debian packages that it is taken from and gives their notice as Debian ships it; a notice
covers the whole source package, also parts that are not in cudafit. Licences that several notices refer to are at the end.

The portable binary is linked with glibc statically. glibc's licence, the LGPL, lets you replace it in that binary: cudafit's own
source is enough to link it again (`cmake --preset portable`), and each release has glibc's source beside it.
"""


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8").strip("\n") + "\n"


def sections(build):
    """(heading, text) of each source package, then of each licence they refer to."""
    sources = {}
    for package, use in linked(build).items():
        sources.setdefault(use["source"], []).append((package, use["version"]))
    common = set()
    for source, packages in sorted(sources.items()):
        text = read(f"/usr/share/doc/{packages[0][0]}/copyright")
        common |= set(re.findall(r"/usr/share/common-licenses/([A-Za-z]+-[0-9.]*[0-9])", text))
        yield source + ": " + ", ".join(f"{package} {version}" for package, version in packages), text
    for licence in sorted(common):
        yield f"licence: {licence}", read(f"/usr/share/common-licenses/{licence}")


def render(build):
    return INTRODUCTION + "".join(f"\n{LINE}\n{heading}\n{LINE}\n\n{text}" for heading, text in sections(build))


def parse(text):
    parts = re.split(rf"\n{LINE}\n(.*)\n{LINE}\n\n", text)
    return dict(zip(parts[1::2], parts[2::2]))


def differences(build):
    have = parse(FILE.read_text(encoding="utf-8"))
    names = {re.sub(r" [0-9][^, ]*", "", heading): heading for heading in have}
    want = dict(sections(build))
    for heading, text in want.items():
        name = re.sub(r" [0-9][^, ]*", "", heading)
        if name not in names:
            yield f"no section for {heading}"
        elif heading in have and have[heading] != text:
            yield f"another text for {heading}"
    for name in set(names) - {re.sub(r" [0-9][^, ]*", "", heading) for heading in want}:
        yield f"a section that nothing needs: {name}"


if __name__ == "__main__":
    if "--check" in sys.argv:
        found = list(differences(sys.argv[1]))
        print("\n".join(found) or "THIRD-PARTY-NOTICES has every section it needs")
        sys.exit(1 if found else 0)
    sys.stdout.write(render(sys.argv[1]))
