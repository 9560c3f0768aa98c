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
    again = c.request("workspace/diagnostic", {"previousResultIds": before})["items"]
    assert {i["kind"] for i in again} == {"unchanged"}
    c.open("a/Dockerfile", "FROM python:3.12\n", on_disk=False)
    again = c.request("workspace/diagnostic", {"previousResultIds": before})["items"]
    assert [i["uri"] for i in again if i["kind"] == "full"] == [c.uri("a/Dockerfile")]


def case_folders_come_and_go(c):
    c.write("a/Dockerfile", UNQUOTED)
    c.start(folders=False)
    assert c.request("workspace/diagnostic", {"previousResultIds": []})["items"] == []
    folder = {"uri": c.uri("a"), "name": "a"}
    c.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
    assert len(c.request("workspace/diagnostic", {"previousResultIds": []})["items"]) == 1
    c.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
    assert c.request("workspace/diagnostic", {"previousResultIds": []})["items"] == []


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


def case_configuration_pushed(c):
    c.start(PUSH)
    c.write(".cudafit.toml", "nonsense = 1\n")
    c.open("Dockerfile", UNQUOTED)
    [item] = c.pushed(".cudafit.toml")
    assert "nonsense" in item["message"]
    assert c.pushed("Dockerfile") == [], "under a broken configuration nothing is said"
    c.write(".cudafit.toml", "")
    c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": c.uri(".cudafit.toml"), "type": 2}]})
    assert c.pushed(".cudafit.toml") == []
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
