#!/usr/bin/env python3
"""Settings for editors that no test can run: they can be read, and say what the server takes."""

import json
import pathlib
import re
import tomllib

EDITORS = pathlib.Path(__file__).resolve().parent.parent.parent / "examples" / "editors"


def check(what, good):
    print(f"ok {what}" if good else f"not ok {what}")


def without_comments(text):
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.M))


manifest = json.loads((EDITORS / "vscode" / "package.json").read_text())
declared = {name.removeprefix("cudafit.") for name in manifest["contributes"]["configuration"]["properties"]}
settings = declared - {"path", "trace.server"}

helix = (EDITORS / "helix" / "languages.toml").read_text()
server = tomllib.loads(helix)["language-server"]["cudafit"]
check("Helix starts the server", [server["command"], *server["args"]] == ["cudafit", "lsp"])
shown = re.search(r"^# (config = .*)$", helix, re.M)
check("Helix' settings exist", set(tomllib.loads(shown[1])["config"]) <= settings)
languages = tomllib.loads(helix)["language"]
check("each language of Helix has it", all("cudafit" in each["language-servers"] for each in languages))

zed = without_comments((EDITORS / "zed" / "settings.json").read_text())["lsp"]["dockerfile-language-server"]
check("Zed starts the server", zed["binary"]["path"].endswith("/cudafit") and zed["binary"]["arguments"] == ["lsp"])
check("Zed's settings exist", set(zed["initialization_options"]) <= settings)
tasks = without_comments((EDITORS / "zed" / "tasks.json").read_text())
check("Zed's tasks call cudafit", all(each["command"] == "cudafit" for each in tasks))

source = (EDITORS / "vscode" / "src" / "settings.ts").read_text()
sent = set(re.findall(r'"([a-z]+)"', re.search(r"names = \[(.*?)\]", source)[1]))
check("VS Code sends each setting it declares", sent == settings)
readme = (EDITORS / "README.md").read_text()
keys = re.search(r"Settings are the\s+keys (.*?), as", readme, re.S)
check("the README names them all", set(re.findall(r"`(\w+)`", keys[1])) == settings)
print("done")
