"""Findings in the editor: pulled, pushed, of other files, after edits."""

import json

from client import PULL, PUSH, edit

UNQUOTED = "FROM python:3.12\nRUN pip install torch>=2.0\n"
TAG = "ARG TAG=12.4.1-base\nFROM nvidia/cuda:${TAG}\n"


def changed(capabilities, **parts):
    out = json.loads(json.dumps(capabilities))
    for path, value in parts.items():
        here = out
        *above, last = path.split("__")
        for step in above:
            here = here.setdefault(step, {})
        here[last] = value
    return out


def case_one_finding(c):
    c.start()
    assert c.server["diagnosticProvider"] == {
        "identifier": "cudafit", "interFileDependencies": True, "workspaceDiagnostics": True}
    c.open("Dockerfile", UNQUOTED)
    report = c.pull("Dockerfile")
    assert report["kind"] == "full" and report["resultId"]
    [item] = report["items"]
    assert item["range"] == {"start": {"line": 1, "character": 16}, "end": {"line": 1, "character": 26}}, item
    assert item["code"] == "pip-unquoted-specifier" and item["source"] == "cudafit" and item["severity"] == 1
    assert "codeDescription" not in item, "no address is configured"
    assert "tags" not in item
    again = c.pull("Dockerfile", report["resultId"])
    assert again == {"kind": "unchanged", "resultId": report["resultId"]}
    assert c.pull("Dockerfile", "nonsense")["kind"] == "full"


def case_never_both(c):
    c.start()
    c.open("Dockerfile", UNQUOTED)
    assert c.rules("Dockerfile") == ["pip-unquoted-specifier"]
    c.change("Dockerfile", "FROM python:3.12\n")
    assert c.rules("Dockerfile") == []
    assert not [m for m in c.inbox if m.get("method") == "textDocument/publishDiagnostics"]


def case_push(c):
    c.start(PUSH)
    assert "diagnosticProvider" not in c.server
    c.open("Dockerfile", UNQUOTED)
    assert len(c.pushed("Dockerfile", 1)) == 1
    c.change("Dockerfile", edit((1, 16), (1, 26), '"torch>=2.0"'))
    assert c.pushed("Dockerfile", 2) == []
    c.change("Dockerfile", edit((1, 16), (1, 28), "torch>=2.0"))
    assert len(c.pushed("Dockerfile", 3)) == 1
    c.notify("textDocument/didClose", {"textDocument": {"uri": c.uri("Dockerfile")}})
    assert c.pushed("Dockerfile") == []


def case_hint_is_information(c):
    c.start()
    c.open("Dockerfile", "ARG TAG\nFROM nvidia/cuda:${TAG}\n")
    [item] = c.pull("Dockerfile")["items"]
    assert item["code"] == "image-tag-unresolved" and item["severity"] == 3


def case_related_and_notes(c):
    c.start()
    c.open("Dockerfile", TAG)
    [item] = [i for i in c.pull("Dockerfile")["items"] if i["code"] == "image-tag-not-found"]
    places = [r["location"] for r in item.get("relatedInformation", [])]
    assert all(p["uri"] == c.uri("Dockerfile") for p in places), item
    assert "\n" in item["message"], "notes without a place are in the message"
    assert item["data"]["rule"] == "image-tag-not-found"


def case_tags(c):
    c.start()
    c.open("Dockerfile", "# cudafit: ignore=gpu-at-build no reason\nFROM python:3.12\n")
    [item] = c.pull("Dockerfile")["items"]
    assert item["code"] == "unused-ignore" and item["tags"] == [1], item
    c.change("Dockerfile", "FROM nvidia/cuda:10.2-base-ubuntu18.04\nRUN nvidia-smi -L || true\n")
    old = [i for i in c.pull("Dockerfile")["items"] if i["code"] == "image-eol"]
    assert all(i["tags"] == [2] for i in old)


def case_tags_unsupported(c):
    c.start(changed(PULL, textDocument__publishDiagnostics={}))
    c.open("Dockerfile", "# cudafit: ignore=gpu-at-build no reason\nFROM python:3.12\n")
    [item] = c.pull("Dockerfile")["items"]
    assert set(item) == {"range", "severity", "code", "source", "message"}, item


def case_incremental_edits(c):
    """Surrogates, CRLF, several changes in one notification, places past the end."""
    for encoding, width in (("utf-8", 4), ("utf-16", 2), ("utf-32", 1)):
        c.spawn()
        c.buffer, c.inbox = b"", []
        c.request("initialize", {"processId": None, "workspaceFolders": [{"uri": c.root.as_uri(), "name": "x"}],
                                 "capabilities": changed(PULL, general__positionEncodings=[encoding])})
        c.notify("initialized", {})
        text = "FROM python:3.12\r\nRUN echo \U0001F600\U0001F600 && pip install torch\r\n"
        c.open("Dockerfile", text, on_disk=False)
        assert c.rules("Dockerfile") == []
        column = 9 + 2 * width + len(" && pip install torch")
        c.change("Dockerfile", edit((1, column), (1, column), ">=2"), edit((1, column + 3), (9, 9), ".0\r\n"))
        [item] = c.pull("Dockerfile")["items"]
        assert item["code"] == "pip-unquoted-specifier"
        assert item["range"] == {"start": {"line": 1, "character": column - 5},
                                 "end": {"line": 1, "character": column + 5}}, (encoding, item)
        # Inside a character is before it; past the end of a line is its end.
        c.change("Dockerfile", edit((1, 9), (1, 10), ""), edit((1, 5000), (1, 6000), ""), edit((70, 0), (80, 2), "USER 1\n"))
        [item] = c.pull("Dockerfile")["items"]
        extra = 0 if width > 1 else 1
        assert item["range"]["start"]["character"] == column - 5 - extra, (encoding, item)
        c.change("Dockerfile", "FROM python:3.12\n")
        assert c.rules("Dockerfile") == []
        c.process.kill()
        c.process.wait()


def case_requirements(c):
    """A finding in a dependency file belongs to that file, whoever is asked."""
    c.start()
    docker = "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN apt-get update && apt-get install -y python3-pip\n" \
             "COPY requirements.txt .\nRUN pip install -r requirements.txt\n"
    c.write("requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n")
    c.open("Dockerfile", docker)
    report = c.pull("Dockerfile")
    related = report["relatedDocuments"][c.uri("requirements.txt")]
    assert [i["code"] for i in related["items"]] == ["companion-mismatch"], report
    assert report["items"] == []
    # An open dependency file counts as it is in the editor, and asks its readers.
    c.open("requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n", "pip-requirements")
    assert c.rules("requirements.txt") == ["companion-mismatch"]
    c.change("requirements.txt", edit((1, 13), (1, 19), "0.19.1"))
    assert c.rules("requirements.txt") == []
    after = c.pull("Dockerfile")["relatedDocuments"][c.uri("requirements.txt")]
    assert after["items"] == [], "what was said is taken back"
    assert "relatedDocuments" not in c.pull("Dockerfile")
    c.notify("textDocument/didClose", {"textDocument": {"uri": c.uri("requirements.txt")}})
    assert c.pull("Dockerfile")["relatedDocuments"], "the file on the disk counts again"


def case_requirements_alone(c):
    """Only the dependency file is open: the builds that read it are looked for."""
    c.write("deep/down/Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    c.write("deep/Dockerfile", "FROM python:3.11\n")
    c.start()
    c.open("deep/down/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n", "plaintext")
    assert c.rules("deep/down/requirements.txt") == ["companion-mismatch"]
    c.open("other.txt", "torch==2.4.1\ntorchvision==0.15.0\n", "plaintext")
    assert c.rules("other.txt") == []


def case_requirements_pushed(c):
    c.start(PUSH)
    c.write("requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n")
    c.open("Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    assert [i["code"] for i in c.pushed("requirements.txt")] == ["companion-mismatch"]
    c.change("Dockerfile", edit((1, 0), (3, 0), ""))
    assert c.pushed("requirements.txt") == [], "nobody reads it any more"


def case_missing_file_appears(c):
    c.start()
    c.open("Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    assert c.pull("Dockerfile")["items"] == []
    c.write("requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n")
    c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": c.uri("requirements.txt"), "type": 1}]})
    c.wait_for("workspace/diagnostic/refresh")
    assert c.uri("requirements.txt") in c.pull("Dockerfile")["relatedDocuments"]
    c.write("requirements.txt", "torch==2.4.1\ntorchvision==0.19.1\n")
    c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": c.uri("requirements.txt"), "type": 2}]})
    related = c.pull("Dockerfile")["relatedDocuments"][c.uri("requirements.txt")]
    assert related["items"] == []


def case_watched_files_are_registered(c):
    c.start()
    message = c.wait_for("client/registerCapability")
    [registration] = message["params"]["registrations"]
    globs = [w["globPattern"] for w in registration["registerOptions"]["watchers"]]
    assert registration["method"] == "workspace/didChangeWatchedFiles" and "**/.cudafit.toml" in globs


def case_workspace(c):
    c.write("a/Dockerfile", UNQUOTED)
    c.write("b/x.Dockerfile", "FROM python:3.12\n")
    c.write("node_modules/Dockerfile", UNQUOTED)
    c.write("compose.yaml", "services:\n  web:\n    build: ./made\n")
    c.write("made/Dockerfile", "FROM python:3.12\n")
    c.start()
    items = c.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    found = {i["uri"]: [d["code"] for d in i["items"]] for i in items}
    assert found == {c.uri("a/Dockerfile"): ["pip-unquoted-specifier"], c.uri("b/x.Dockerfile"): [],
                     c.uri("compose.yaml"): [], c.uri("made/Dockerfile"): []}, found
    assert all(i["version"] is None for i in items)
    before = [{"uri": i["uri"], "value": i["resultId"]} for i in items]
    held = c.ask("workspace/diagnostic", {"previousResultIds": before})
    c.open("a/Dockerfile", "FROM python:3.12\n", on_disk=False)
    again = c.answer(held)["result"]["items"]
    assert [i["uri"] for i in again if i["kind"] == "full"] == [c.uri("a/Dockerfile")]
    assert {i["kind"] for i in again if i["uri"] != c.uri("a/Dockerfile")} == {"unchanged"}


def silent(c, seconds=0.6):
    """Nothing is answered for a while, and nothing is computed."""
    c.request("textDocument/diagnostic", {"textDocument": {"uri": c.uri("no-such")}})
    try:
        message = c.receive(seconds)
    except AssertionError:
        return
    raise AssertionError(message)


def told(items):
    return [{"uri": i["uri"], "value": i["resultId"]} for i in items]


def case_workspace_is_held(c):
    """The first answer comes at once, every other when there is something new."""
    c.write("a/Dockerfile", UNQUOTED)
    c.write("b/Dockerfile", "FROM python:3.12\n")
    c.start()
    before = told(c.request("workspace/diagnostic", {"previousResultIds": []})["items"])
    c.open("a/Dockerfile", UNQUOTED)
    held = c.ask("workspace/diagnostic", {"previousResultIds": before})
    silent(c)
    c.change("a/Dockerfile", edit((0, 16), (0, 16), "\n# a comment"), edit((1, 0), (2, 0), ""))
    silent(c)  # the text is another one, but nothing else is said of it
    c.change("a/Dockerfile", edit((1, 16), (1, 26), "x"))
    assert c.pull("a/Dockerfile")["items"] == [], "others are served while one is held"
    items = c.answer(held)["result"]["items"]
    assert [i["uri"] for i in items if i["kind"] == "full"] == [c.uri("a/Dockerfile")], items
    assert {i["uri"]: i["version"] for i in items}[c.uri("a/Dockerfile")] == 3
    # One after a change is answered without another.
    c.change("a/Dockerfile", edit((1, 16), (1, 17), "torch>=2.0"))
    items = c.request("workspace/diagnostic", {"previousResultIds": told(items)})["items"]
    assert len([i for i in items if i["kind"] == "full"]) == 1
    # A new file counts, too.
    held = c.ask("workspace/diagnostic", {"previousResultIds": told(items)})
    c.write("c/Dockerfile", UNQUOTED)
    c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": c.uri("c/Dockerfile"), "type": 1}]})
    items = c.answer(held)["result"]["items"]
    assert [i["uri"] for i in items if i["kind"] == "full"] == [c.uri("c/Dockerfile")], items


def case_workspace_held_is_cancelled(c):
    c.write("Dockerfile", UNQUOTED)
    c.start()
    before = told(c.request("workspace/diagnostic", {"previousResultIds": []})["items"])
    held = [c.ask("workspace/diagnostic", {"previousResultIds": before}) for _ in range(2)]
    silent(c)
    c.notify("$/cancelRequest", {"id": held[0]})
    assert c.answer(held[0])["error"]["code"] == -32800
    silent(c)
    c.request("shutdown", None)  # skips what it is not about
    c.notify("exit", None)
    assert c.ended() == (0, "")


def case_workspace_held_at_shutdown(c):
    c.write("Dockerfile", UNQUOTED)
    c.start()
    before = told(c.request("workspace/diagnostic", {"previousResultIds": []})["items"])
    held = c.ask("workspace/diagnostic", {"previousResultIds": before})
    silent(c)
    last = c.ask("shutdown", None)
    assert c.answer(held)["result"] == {"items": []}, "nothing is new"
    assert "error" not in c.answer(last)
    assert c.error("workspace/diagnostic", {}) == -32600
    c.notify("exit", None)
    assert c.ended() == (0, "")


def case_workspace_comes_last(c):
    """What is asked about a file is answered before all files were looked at."""
    for i in range(40):
        c.write(f"p{i}/Dockerfile", UNQUOTED)
    c.start()
    c.open("p7/Dockerfile", UNQUOTED)
    everything = c.ask("workspace/diagnostic", {"previousResultIds": []})
    one = c.ask("textDocument/diagnostic", {"textDocument": {"uri": c.uri("p7/Dockerfile")}})
    order = []
    while len(order) < 2:
        message = c.receive()
        if "method" not in message:
            order.append(message["id"])
        else:
            c.sort(message)
    assert order == [one, everything]


def case_folders_come_and_go(c):
    c.write("a/Dockerfile", UNQUOTED)
    c.start(folders=False)
    assert c.request("workspace/diagnostic", {"previousResultIds": []})["items"] == []
    folder = {"uri": c.uri("a"), "name": "a"}
    c.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
    items = c.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert len(items) == 1
    c.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
    held = c.ask("workspace/diagnostic", {"previousResultIds": []})
    silent(c)  # of no file anything is said
    c.notify("$/cancelRequest", {"id": held})
    assert "error" in c.answer(held)


def case_not_ours(c):
    c.start()
    c.open("README.md", "FROM nvidia/cuda:12.4.1-base\n", "markdown")
    assert c.pull("README.md")["items"] == []
    c.open("build.txt", "FROM nvidia/cuda:12.4.1-base\n", "dockerfile")
    assert c.rules("build.txt") == ["image-tag-not-found"], "the editor says that it is one"
    c.notify("textDocument/didOpen", {"textDocument": {
        "uri": "untitled:Untitled-1", "languageId": "dockerfile", "version": 1, "text": UNQUOTED}})
    report = c.request("textDocument/diagnostic", {"textDocument": {"uri": "untitled:Untitled-1"}})
    assert report["items"] == []


def case_name_against_language(c):
    """Some clients say one language of all files; a name that says what the file is counts more."""
    c.write("Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    c.start()
    c.open("requirements.txt", "--index-url https://download.pytorch.org/whl/cu121\ntorch==2.0.1+cu118\n", "dockerfile")
    assert "parse-error" not in c.rules("requirements.txt")
    c.change("requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n")
    assert c.rules("requirements.txt") == ["companion-mismatch"]
    for name, text in {
            "pyproject.toml": '[project]\nname = "x"\ndependencies = ["torch>=2"]\n',
            "uv.lock": "version = 1\n", "Pipfile": "[packages]\n", "environment.yml": "dependencies:\n  - pip\n",
            "compose.yaml": "services:\n  a:\n    image: x\n", "docker-compose.gpu.yml": "services: {}\n",
            "docker-bake.hcl": 'target "x" {}\n', "requirements-dev.in": "torch\n", "setup.py": "import x\n",
            "run.sh": "#!/bin/sh\nnvidia-smi\n", "constraints.txt": "numpy<2\n"}.items():
        c.open(name, text, "dockerfile")
        assert "parse-error" not in c.rules(name), name
    c.open("image", "FROM nvidia/cuda:12.4.1-base\n", "dockerfile")
    assert c.rules("image") == ["image-tag-not-found"], "this name says nothing"
    c.open("x.Dockerfile", "FROM nvidia/cuda:12.4.1-base\n", "plaintext")
    assert c.rules("x.Dockerfile") == ["image-tag-not-found"], "and this one says it"


def case_new_file(c):
    """A file that is not on the disk yet."""
    c.start()
    c.open("new/Dockerfile", UNQUOTED, on_disk=False)
    assert c.rules("new/Dockerfile") == ["pip-unquoted-specifier"]


def case_odd_names(c):
    c.start()
    name = "a b #%ä/Dockerfile.x+y"
    c.open(name, UNQUOTED)
    assert c.rules(name) == ["pip-unquoted-specifier"]
    c.open("Dockerfile.latin", "FROM python:3.12\nRUN echo \u20ac\n")
    c.write("Dockerfile.bytes", "x").write_bytes(b"FROM python:3.12\nRUN echo \xff && pip install torch>=2\n")
    items = c.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    [item] = [i for i in items if i["uri"].endswith("bytes")]
    assert [d["code"] for d in item["items"]] == ["pip-unquoted-specifier"]


def case_configuration_file(c):
    c.start()
    c.open("docker/Dockerfile", "FROM nvidia/cuda:13.0.1-runtime-ubuntu22.04\nRUN echo\n")
    assert "driver-too-old" not in c.rules("docker/Dockerfile")
    config = '[[host]]\nname = "old"\ndriver = "470"\ngpus = ["A100"]\n'
    c.open("docker/.cudafit.toml", config, "toml")
    codes = c.rules("docker/Dockerfile")
    assert codes and codes != [], codes
    c.change("docker/.cudafit.toml", 'ignroe = ["x"]\n')
    [item] = c.pull("docker/.cudafit.toml")["items"]
    assert item["severity"] == 1 and "ignroe" in item["message"] and item["range"]["start"]["line"] == 0, item
    assert c.pull("docker/Dockerfile")["items"] == []
    c.change("docker/.cudafit.toml", "")
    assert c.pull("docker/.cudafit.toml")["items"] == []


def case_configuration_that_is_not_open(c):
    c.start()
    c.write(".cudafit.toml", 'extend = "missing.toml"\n')
    c.open("Dockerfile", UNQUOTED)
    assert c.pull("Dockerfile")["items"] == []
    c.pull("Dockerfile")
    [said] = [m["params"]["message"] for m in c.inbox if m.get("method") == "window/showMessage"]
    assert ".cudafit.toml:1:" in said and "missing.toml" in said, said


def case_whole_disk(c):
    c.spawn()
    c.request("initialize", {"processId": None, "capabilities": PULL,
                             "workspaceFolders": [{"uri": "file:///", "name": "/"}]})
    c.notify("initialized", {})
    assert c.request("workspace/diagnostic", {"previousResultIds": []})["items"] == []
    [said] = [m["params"]["message"] for m in c.inbox if m.get("method") == "window/showMessage"]
    assert "whole disk" in said, said
    c.open("Dockerfile", UNQUOTED)
    assert c.rules("Dockerfile") == ["pip-unquoted-specifier"]


def case_configuration_pushed(c):
    c.start(PUSH)
    c.write(".cudafit.toml", "nonsense = 1\n")
    c.open("Dockerfile", UNQUOTED)
    [item] = c.pushed(".cudafit.toml")
    assert "nonsense" in item["message"]
    assert c.pushed("Dockerfile") == [], "under a broken configuration nothing is said"
    c.write(".cudafit.toml", "")
    c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": c.uri(".cudafit.toml"), "type": 2}]})
    while c.pushed(".cudafit.toml"):
        pass  # said between the file's change and the news of it
    assert len(c.pushed("Dockerfile")) == 1


def case_client_settings(c):
    c.settings = {"ignore": ["pip-unquoted-specifier"]}
    c.start(changed(PULL, workspace__configuration=True))
    c.open("Dockerfile", UNQUOTED)
    c.wait_for("workspace/configuration")
    c.wait_for("workspace/diagnostic/refresh")
    assert c.rules("Dockerfile") == []
    c.settings = {}
    c.notify("workspace/didChangeConfiguration", {"settings": None})
    c.wait_for("workspace/configuration")
    c.wait_for("workspace/diagnostic/refresh")
    assert c.rules("Dockerfile") == ["pip-unquoted-specifier"]


def case_settings_in_the_beginning(c):
    c.start(options={"ignore": ["pip-unquoted-specifier", "no-such-rule"], "onlin": True, "preview": 3,
                     "gpus": ["Voodoo 3"]})
    c.open("Dockerfile", UNQUOTED)
    assert c.rules("Dockerfile") == []
    said = [m["params"]["message"] for m in c.inbox if m.get("method") == "window/showMessage"]
    assert len(said) == 4 and any("onlin" in s for s in said) and any("no-such-rule" in s for s in said), said
    c.notify("workspace/didChangeConfiguration", {"settings": {"cudafit": {"onlin": True}}})
    assert c.rules("Dockerfile") == ["pip-unquoted-specifier"]
    assert len([m for m in c.inbox if m.get("method") == "window/showMessage"]) == 4, "each is said once"


def case_driver_setting(c):
    c.start(options={"driver": "470"})
    c.open("Dockerfile", "FROM python:3.12\n"
           "RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130\n")
    assert "driver-too-old" in c.rules("Dockerfile"), c.pull("Dockerfile")


def case_named_configuration(c):
    c.write("ci.toml", 'ignore = ["pip-unquoted-specifier"]\n')
    c.start(options={"config": "ci.toml"})
    c.open("Dockerfile", UNQUOTED)
    assert c.rules("Dockerfile") == []
    c.notify("workspace/didChangeConfiguration", {"settings": {"cudafit": {"config": "gone.toml"}}})
    assert c.rules("Dockerfile") == []
    assert [m for m in c.inbox if m.get("method") == "window/showMessage" and "gone.toml" in m["params"]["message"]]


def case_platform_setting(c):
    c.start(options={"platform": "arm"})
    c.open("Dockerfile", UNQUOTED)
    assert c.rules("Dockerfile") == ["pip-unquoted-specifier"]
    assert [m for m in c.inbox if m.get("method") == "window/showMessage" and "OS/ARCH" in m["params"]["message"]]


def case_untrusted_words(c):
    c.start()
    c.open("Dockerfile", "FROM nvidia/cuda:12.4.1-‮base\n")
    assert all("\u202e" not in i["message"] for i in c.pull("Dockerfile")["items"])


def case_own_tables_broken(c):
    c.write("own.yaml", "nonsense: [\n")
    c.start(options={"matrix": [str(c.root / "own.yaml")]})
    c.open("Dockerfile", UNQUOTED)
    assert c.rules("Dockerfile") == []
    assert [m for m in c.inbox if m.get("method") == "window/showMessage" and m["params"]["type"] == 1]
    for method in ("hover", "completion", "definition"):
        assert not c.at(f"textDocument/{method}", "Dockerfile", 0, 8)


def case_compose(c):
    """A Compose file and the Dockerfile it builds speak of each other."""
    c.write("Dockerfile", "ARG V\nFROM nvidia/cuda:${V}\n")
    compose = "services:\n  a:\n    build:\n      context: .\n      args:\n        V: 12.4.1-base\n"
    c.start()
    c.open("compose.yaml", compose, "yaml")
    report = c.pull("compose.yaml")
    related = report.get("relatedDocuments", {})
    every = [i["code"] for i in report["items"]] + [i["code"] for r in related.values() for i in r["items"]]
    assert "image-tag-not-found" in every, report
    c.change("compose.yaml", compose.replace("12.4.1-base", "12.4.1-base-ubuntu22.04"))
    report = c.pull("compose.yaml")
    every = [i["code"] for i in report["items"]]
    every += [i["code"] for r in report.get("relatedDocuments", {}).values() for i in r["items"]]
    assert "image-tag-not-found" not in every, report
