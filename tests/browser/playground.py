#!/usr/bin/env python3
"""The playground in Chromium: playground.py PAGE.html [FOLDER]; FOLDER keeps screenshots.

What is asked: are findings of what is typed shown and underlined, does a fix mend the text, is the graph drawn, does the machine count,
can all of it be done by keyboard, does it fit a telephone, does the page ask nobody for anything.
"""

import base64
import pathlib
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402
from driver import browser

TAB, RIGHT = "\ue004", "\ue014"
BAD = 'FROM python:3.11-slim\nRUN pip install "numpy<2" torch>=2.0\n'
GOOD = 'FROM python:3.11-slim\nRUN pip install "numpy<2" "torch>=2.0"\n'


class Page:
    def __init__(self, web, path):
        self.web, self.path = web, path

    def open(self):
        self.web.requests()
        self.web.complaints()
        self.web.open(self.path)
        self.settle(lambda: self.count() >= 1, "the first findings")

    def count(self):
        """How often the linter has answered."""
        return int(self.web.script("return document.body.dataset.linted || 0"))

    def settle(self, good, what, limit=60):
        until = time.monotonic() + limit
        while not good():
            said = self.web.script("return document.getElementById('status').textContent")
            assert time.monotonic() < until, f"waited for {what} in vain; the page says: {said}; {self.web.complaints()}"
            time.sleep(0.05)

    def write(self, text, field="text"):
        """As typing does, and waits for the answer."""
        before = self.count()
        self.web.script(
            "const field = document.getElementById(arguments[0]); field.value = arguments[1]; field.dispatchEvent(new Event('input'))",
            field, text,
        )
        self.settle(lambda: self.count() > before, "an answer")

    def click(self, selector):
        element = self.web.find(selector)
        self.web.script("arguments[0].scrollIntoView({block: 'center'})", element)
        self.web.call("POST", f"/element/{next(iter(element.values()))}/click", {})

    def text(self):
        return self.web.script("return document.getElementById('text').value")

    def words(self, selector):
        return self.web.script("return [...document.querySelectorAll(arguments[0])].map((e) => (e.innerText ?? e.textContent).replace(/\\s+/g, ' ').trim())", selector)

    def shot(self, keep, name):
        if keep:
            (keep / f"{name}.png").write_bytes(base64.b64decode(self.web.call("GET", "/screenshot")))


def what_is_typed_is_linted(page):
    page.write(BAD)
    assert page.words(".finding .rule") == ["pip-unquoted-specifier"], page.words(".finding")
    assert page.words("mark.error") == ["torch>=2.0"], page.words("mark")
    assert page.words(".gutter .error") == ["2"]
    assert "1 error" in page.words("#status")[0]
    page.write(GOOD)
    assert not page.words(".finding") and not page.words("mark")
    assert "No problems found" in page.words("#status")[0]


def a_fix_is_applied(page):
    page.write(BAD.replace("FROM", "# \u00e4\U0001f40d\nFROM"))  # places are bytes
    before = page.count()
    page.click(".fix .apply")
    page.settle(lambda: page.count() > before, "an answer")
    assert page.text() == GOOD.replace("FROM", "# \u00e4\U0001f40d\nFROM"), page.text()
    assert not page.words(".finding")


def all_fixes(page):
    page.write(BAD)
    page.click("#tab-fix")
    page.settle(lambda: page.words("#diff .added"), "the diff")
    assert page.words("#diff .added") == ['+RUN pip install "numpy<2" "torch>=2.0"'], page.words("#diff")
    before = page.count()
    page.click("#fix-safe")
    page.settle(lambda: page.count() > before, "an answer")
    assert page.text() == GOOD
    page.click("#tab-findings")


def requirements(page):
    page.write("FROM python:3.11-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    page.click("[id='file-requirements.txt']")
    page.write("requests\n")
    assert not page.words(".finding"), page.words(".finding")
    page.write("--extra-index-url https://download.pytorch.org/whl/cu118\ntorch==2.0.1+cu118\ntorchvision==0.15.2+cu117\n")
    assert page.words("#files [aria-selected=true] .count"), page.words(".finding")
    assert page.words("mark.error")
    page.click(".finding .place")
    assert page.web.script("return document.activeElement.id") == "text"
    page.click("[id='file-Dockerfile']")
    assert page.text().startswith("FROM python")


def the_machine_counts(page):
    page.write("FROM python:3.11-slim\nRUN pip install torch==2.4.1\nENV NVIDIA_VISIBLE_DEVICES=all\n")
    assert "driver-too-old" not in page.words(".finding .rule")
    page.write("418", "driver")
    assert "driver-too-old" in page.words(".finding .rule"), page.words(".finding")
    page.write("not a driver", "driver")
    page.settle(lambda: page.words("#wrong")[0], "what is wrong with the driver")
    page.write("", "driver")
    assert page.words("#wrong") == [""]
    page.write("RTX 5090", "gpus")
    assert "gpu-arch-not-in-wheel" in page.words(".finding .rule"), page.words(".finding")


def the_graph_is_drawn(page):
    page.write(BAD)
    page.click("#tab-graph")
    page.settle(lambda: page.words("#graph svg .title"), "the drawing")
    assert page.web.script("return document.querySelectorAll('#graph .node').length") > 1
    fill = page.web.script("return getComputedStyle(document.querySelector('#graph .paper')).fill")
    assert fill == "rgb(255, 255, 255)", f"the drawing has its style: {fill}"
    page.click("#tab-image")
    page.settle(lambda: "starts from python:3.11-slim" in page.words("#advice")[0], "the advice")
    page.click("#tab-findings")


def the_documentation_of_a_rule(page):
    page.write(BAD)
    page.click(".finding summary")
    page.settle(lambda: "pip-unquoted-specifier" in " ".join(page.words(".page")), "the documentation")


def licences(page):
    page.click("#licences summary")
    page.settle(lambda: page.words("#licences pre"), "the licences")
    assert "tree-sitter" in page.words("#licences pre")[0] and "musl" in page.words("#licences pre")[0]


def text_is_text(page):
    page.write('FROM python:3.11-slim\nRUN pip install "<img src=x onerror=window.bad=1>" torch>=2.0 # </script><script>window.bad=1</script>\n')
    page.click("#tab-fix")
    page.click("#tab-graph")
    page.click("#tab-findings")
    assert page.web.script("return window.bad === undefined && !document.querySelector('img')")


def keyboard(page):
    page.write(BAD)
    page.web.script("document.getElementById('tab-findings').focus()")
    page.web.key(RIGHT)
    assert page.web.script("return document.activeElement.id") == "tab-graph"
    assert page.web.script("return !document.getElementById('graph').hidden")
    page.web.key("\ue012")
    reached = set()
    page.web.script("document.getElementById('example').focus()")
    for _ in range(40):
        page.web.key(TAB)
        reached.add(page.web.script("return document.activeElement.id || document.activeElement.className"))
    assert reached >= {"driver", "gpus", "wsl", "text", "tab-findings", "apply", "place"}, reached
    unnamed = page.web.script(
        "return [...document.querySelectorAll('button, input, select, textarea')].filter((e) => !e.labels?.length && "
        "!e.getAttribute('aria-label') && !e.innerText.trim() && e.checkVisibility()).map((e) => e.outerHTML)"
    )
    assert not unnamed, unnamed


def typing_never_waits(page):
    """Keys come in while the linter works; the last text is the one that counts."""
    for end in range(1, len(BAD) + 1):
        page.web.script("const t = document.getElementById('text'); t.value = arguments[0]; t.dispatchEvent(new Event('input'))", BAD[:end])
    page.settle(lambda: page.words(".finding .rule") == ["pip-unquoted-specifier"], "the finding")


def narrow_and_dark(page, keep):
    page.web.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {
        "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}})
    page.open()
    assert page.web.script("return document.documentElement.scrollWidth <= 360"), page.web.script("return document.documentElement.scrollWidth")
    page.shot(keep, "narrow")
    page.web.media(prefers_color_scheme="dark")
    page.shot(keep, "narrow-dark")
    page.web.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})
    dark = page.web.script("return getComputedStyle(document.body).backgroundColor")
    page.shot(keep, "dark")
    page.web.media()
    assert page.web.script("return getComputedStyle(document.body).backgroundColor") != dark


def nobody_is_asked(page):
    page.open()
    page.write(BAD)
    asked = [url for url in page.web.requests() if not url.startswith("blob:")]
    assert asked == [page.path.resolve().as_uri()], asked
    assert not page.web.complaints()
    page.web.script("fetch('http://127.0.0.1:9/').catch(() => (window.refused = true))")
    page.settle(lambda: page.web.script("return window.refused === true"), "the policy to refuse")
    assert any("Content Security Policy" in line for line in page.web.complaints())


def main():
    path = pathlib.Path(sys.argv[1])
    keep = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    tally = Tally()

    def fresh(page, case):
        page.open()
        if case is what_is_typed_is_linted:
            page.shot(keep, "light")
        case(page)

    with tempfile.TemporaryDirectory(prefix="cudafit-playground-") as name, browser(f"--user-data-dir={name}/profile") as web:
        page = Page(web, path)
        cases = [nobody_is_asked, what_is_typed_is_linted, a_fix_is_applied, all_fixes, requirements, the_machine_counts, the_graph_is_drawn]
        cases += [the_documentation_of_a_rule, licences, text_is_text, keyboard, typing_never_waits, lambda page: narrow_and_dark(page, keep)]
        for case in cases:
            tally.run(case.__name__, fresh, page, case)
        if keep:
            page.open()
            page.click("#tab-graph")
            time.sleep(1)
            page.shot(keep, "graph")
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
