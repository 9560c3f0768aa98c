#!/usr/bin/env python3
"""`cudafit graph --format html` and `svg` in Chromium: run.py BINARY [FOLDER]; FOLDER keeps screenshots.

What is asked: is everything drawn that the JSON has, are unmet needs red with their reasons, does no text leave its place
or lie on another, do hovering and the keyboard show the details, does the page load nothing and complain of nothing.
"""

import base64
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

from driver import browser

TAB, ESCAPE = "\ue004", "\ue00c"

ORDINARY = {
    "Dockerfile": """FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04 AS build
RUN nvcc --version
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS runtime
COPY --from=build /opt/app /opt/app
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt .
RUN pip3 install -r requirements.txt
RUN nvcc -arch=sm_80 kernel.cu -o kernel
""",
    "requirements.txt": "torch==2.4.1\nnumpy\ntorchvision==0.19.1\n",
    ".cudafit.toml": """[[host]]
name = "old"
driver = "418.87.00"
gpus = ["V100"]
[[host]]
name = "new"
driver = "580.65.06"
gpus = ["H100", "RTX 5090"]
""",
}
BAD = "</script><script>window.bad=1</script><img src=http://example.invalid/x onerror=window.bad=1>]]>\\\"'&\u202eevil"
HOSTILE = {
    "Dockerfile": f'FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS run\nENV A="{BAD}"\nRUN pip install torch==2.4.1\n'
    "FROM example.com/"
    + "very-" * 60
    + f"long/name:1 AS other\nCOPY --from=run /a /b\nRUN pip install '{'x' * 300}==1' \"{BAD}==1\"\n",
    ".cudafit.toml": '[[host]]\nname = "</script><script>window.bad=1</script>\\u202e"\ndriver = "418.87.00"\n'
    + f'[[host]]\nname = "{"w" * 200}"\ndriver = "580"\n',
}
BIG = {
    "Dockerfile": "".join(
        f"FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS s{s}\n"
        + (f"COPY --from=s{s - 1} /a /b\n" if s else "")
        + "RUN pip install torch==2.4.1 "
        + " ".join(f"p{s}x{n}=={n}" for n in range(40))
        + "\n"
        for s in range(8)
    ),
    ".cudafit.toml": '[[host]]\nname = "old"\ndriver = "418.87.00"\n',
}

# Text that leaves its card or its row, and text that lies on other text.
MISPLACED = """
const out = [];
const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
for (const box of document.querySelectorAll('.card, .row')) {
  for (const text of box.parentNode.querySelectorAll(':scope > text')) {
    if (!inside(text.getBoundingClientRect(), box.getBoundingClientRect())) out.push('outside: ' + text.textContent);
  }
}
const texts = [...document.querySelectorAll('svg text')].map((e) => [e.getBoundingClientRect(), e.textContent]);
texts.sort((a, b) => a[0].top - b[0].top);
texts.forEach(([a, words], i) => {
  for (let k = i + 1; k < texts.length && texts[k][0].top < a.bottom - 3; ++k) {
    const b = texts[k][0];
    if (a.left < b.right && b.left < a.right) out.push('on each other: ' + words + ' / ' + texts[k][1]);
  }
});
return out;
"""

# Whether what unmet lines are painted with is red.
RED = """
return [...document.querySelectorAll('.edge.unmet .line')].map((line) => {
  const [r, g, b] = getComputedStyle(line).stroke.match(/\\d+/g).map(Number);
  return r > 180 && g < 130 && b < 130;
});
"""


class Project:
    def __init__(self, binary, folder, name, files):
        self.at = folder / name
        self.at.mkdir()
        (self.at / ".git").mkdir()
        for path, text in files.items():
            (self.at / path).write_text(text, encoding="utf-8")
        self.pages = {}
        for form in ("json", "svg", "html"):
            page = self.at / f"graph.{form}"
            run = subprocess.run([binary, "graph", "--format", form, "-o", page.name], cwd=self.at, check=False)
            assert run.returncode == 0, (name, form, run.returncode)
            self.pages[form] = page
        self.graph = json.loads(self.pages["json"].read_text(encoding="utf-8"))["graphs"][0]
        run = subprocess.run([binary, "check", "--format", "json", "--exit-zero"], cwd=self.at, stdout=subprocess.PIPE, check=True)
        self.findings = json.loads(run.stdout)["findings"]
        self.needs = [edge for edge in self.graph["edges"] if edge["relation"] == "needs"]
        self.unmet = [edge for edge in self.needs if edge["verdict"] == "unmet"]


def counts(web, selector):
    return web.script("return document.querySelectorAll(arguments[0]).length", selector)


def words(web, selector):
    return web.script(
        "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent.replace(/\\s+/g, ' ').trim())", selector
    )


def shown_details(web):
    return web.script("const d = document.getElementById('details'); return d.hidden ? '' : d.innerText")


def everything_drawn(web, project):
    """Both forms hold every node and every line of the JSON."""
    nodes = [node for node in project.graph["nodes"] if node["kind"] != "need"]
    for form in ("svg", "html"):
        web.open(project.pages[form])
        assert counts(web, "parsererror") == 0
        assert counts(web, ".graph .node") == len(nodes), form
        assert counts(web, ".graph .need") == len(project.graph["nodes"]) - len(nodes), form
        assert counts(web, ".graph .edge") == len(project.graph["edges"]), form
        assert counts(web, ".edge.unmet") == len(project.unmet), form
        assert counts(web, ".edge.met") == sum(edge["verdict"] == "met" for edge in project.needs), form
        heads = words(web, ".graph .head")[:4]
        assert heads == ["host", "image", "stage", "packages"], heads
        lefts = web.script("return [...document.querySelectorAll('.graph .head')].map((e) => e.getBoundingClientRect().left)")
        assert lefts[:4] == sorted(lefts[:4]), lefts


def text_in_its_place(web, project):
    for form in ("svg", "html"):
        web.open(project.pages[form])
        misplaced = web.script(MISPLACED)
        assert not misplaced, misplaced[:5]


def harmless(web, project):
    """Nothing is asked of anybody, nothing runs but the page's own script, nobody complains."""
    for form in ("svg", "html"):
        web.requests()
        web.complaints()
        web.open(project.pages[form])
        asked = web.requests()
        assert asked == [project.pages[form].resolve().as_uri()], asked
        assert not web.complaints()
        assert web.script("return window.bad === undefined")
    assert counts(web, "script") == 1 and counts(web, "img, iframe, object, link, embed") == 0
    assert counts(web, "[style], [onclick], [onload], [onerror]") == 0


def unmet_is_red(web, project):
    for form in ("svg", "html"):
        web.open(project.pages[form])
        red = web.script(RED)
        assert red and all(red) and len(red) == len(project.unmet), red
        drawn = words(web, ".edge.unmet")
        for edge in project.unmet:
            start = edge["reason"][:24]
            assert any(start in text for text in drawn), (start, drawn)
        assert len(words(web, ".edge.unmet .reason")) >= len(project.unmet)


def findings_beside(web, project):
    web.open(project.pages["html"])
    listed = words(web, ".finding")
    assert len(listed) == len(project.findings), listed
    for finding in project.findings:
        own = [text for text in listed if " ".join(finding["message"].split()) in text and finding["rule"] in text]
        assert own and own[0].startswith(finding["severity"]), finding
        place = f"{finding['path']}:{finding['start']['line']}:{finding['start']['column']}" if "start" in finding else ""
        own = [text for text in own if place in text]
        assert own, (place, listed)
        for fix in finding["fixes"]:
            assert any(fix["title"] in text for text in own), fix


def hovering(web, project):
    web.open(project.pages["html"])
    assert shown_details(web) == ""
    web.hover(".node.package")
    torch = next(node for node in project.graph["nodes"] if node["kind"] == "package")
    details = shown_details(web)
    assert torch["label"] in details and torch["span"]["path"] in details, details
    for reason in torch["because"]:
        assert reason["message"] in details, (reason, details)
    assert counts(web, ".node.package.lit") == 1 and counts(web, ".edge.has.lit") == 1
    assert counts(web, ".node.stage.lit") == 1 and counts(web, "body.lighting") == 1
    web.hover(".edge.unmet .row")
    details = shown_details(web)
    assert "unmet" in details and any(edge["reason"] in details for edge in project.unmet), details
    assert counts(web, ".finding.lit") >= 1, "the finding about an unmet need lights up with it"
    web.leave()
    assert counts(web, ".lit") == 0 and shown_details(web) != "", "details stay to be read"
    lit = [name for name in web.script("return [...document.querySelectorAll('.finding')].map((e) => e.dataset.lit)") if name]
    assert lit
    web.hover(f".finding[data-lit='{lit[0]}']")
    assert counts(web, ".graph .lit") == len(set(lit[0].split())), lit[0]


def keyboard(web, project):
    web.open(project.pages["html"])
    seen = set()
    for _ in range(60):
        web.key(TAB)
        name = web.script("return document.activeElement.id")
        if not name:
            continue
        seen.add(web.script("return document.activeElement.classList[0]"))
        if name[0] == "g" and "f" not in name:
            label = web.script("return document.activeElement.getAttribute('aria-label')")
            assert label and shown_details(web), name
            assert counts(web, f"#{name}.lit") == 1, name
    assert seen >= {"node", "edge", "finding"}, seen
    web.key(ESCAPE)
    assert shown_details(web) == "" and counts(web, ".lit") == 0


def readable_without_script(web, project):
    """What the details show stands in the page."""
    web.open(project.pages["html"])
    entries = " ".join(words(web, ".entry"))
    for node in project.graph["nodes"]:
        if node["kind"] != "need":
            assert node["label"].replace("\u202e", "\\u{202e}") in entries, node
    for edge in project.unmet:
        assert edge["reason"] in entries and edge["label"] in entries, edge
    targets = web.script("return [...document.querySelectorAll('.graph a')].every((a) => document.querySelector(a.getAttribute('href')))")
    assert targets, "every part leads to its words"


def dark_and_print(web, project):
    for form in ("svg", "html"):
        web.open(project.pages[form])
        paper = "return getComputedStyle(document.querySelector('.paper')).fill"
        light = web.script(paper)
        web.media(prefers_color_scheme="dark")
        assert web.script(paper) != light
        assert all(web.script(RED)), "red on a dark screen, too"
        web.media()
    web.hover(".node.package")
    web.media("print")
    assert web.script("return getComputedStyle(document.getElementById('details')).display") == "none"
    assert web.script("return document.documentElement.scrollWidth <= innerWidth")
    web.media()


def narrow(web, project):
    web.open(project.pages["html"])
    assert web.script("return document.documentElement.scrollWidth <= innerWidth"), "wide"
    web.call("POST", "/window/rect", {"width": 700, "height": 900})
    assert web.script("return document.documentElement.scrollWidth <= innerWidth"), "narrow"
    assert counts(web, ".finding") == len(project.findings)
    web.call("POST", "/window/rect", {"width": 1600, "height": 1000})


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    keep = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            print(f"{program} is not installed")
            return 1
    passed = failed = 0
    with tempfile.TemporaryDirectory() as name, browser(f"--user-data-dir={name}/profile") as web:
        folder = pathlib.Path(name)
        projects = {n: Project(binary, folder, n, f) for n, f in (("ordinary", ORDINARY), ("hostile", HOSTILE), ("big", BIG))}
        everywhere = [everything_drawn, text_in_its_place, harmless, unmet_is_red, findings_beside, readable_without_script]
        runs = [(case, project) for project in projects for case in everywhere]
        runs += [(case, "ordinary") for case in (hovering, keyboard, dark_and_print, narrow)]
        for case, project in runs:
            try:
                case(web, projects[project])
                passed += 1
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"FAILED {case.__name__} of {project}")
                traceback.print_exc(file=sys.stdout)
        for project in projects if keep else ():
            for form in ("svg", "html"):
                web.open(projects[project].pages[form])
                (keep / f"{project}.{form}.png").write_bytes(base64.b64decode(web.call("GET", "/screenshot")))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
