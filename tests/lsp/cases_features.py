"""Code actions, hover, completion, definition, inlay hints."""

import json
import re

from client import PULL, applied, edit

UNQUOTED = "FROM python:3.12\nRUN pip install torch>=2.0\n"


def changes(action):
    """New texts by address."""
    edit_ = action["edit"]
    if "changes" in edit_:
        return edit_["changes"]
    return {each["textDocument"]["uri"]: each["edits"] for each in edit_["documentChanges"]}


def labels(result):
    return [item["label"] for item in result["items"]] if result else []


def completed(c, text, line=0):
    """Labels offered at the end of a line, and the item's edit applied for the first."""
    c.open("Dockerfile", text, on_disk=False)
    column = len(text.split("\n")[line])
    return c.at("textDocument/completion", "Dockerfile", line, column)


def case_quick_fix(c):
    c.start()
    c.open("Dockerfile", UNQUOTED)
    actions = c.actions("Dockerfile", 1, 17, ["quickfix"])
    fix = actions[0]
    assert fix["kind"] == "quickfix" and fix["isPreferred"] and "suggested" not in fix["title"], fix
    assert fix["diagnostics"][0]["code"] == "pip-unquoted-specifier"
    [document] = fix["edit"]["documentChanges"]
    assert document["textDocument"] == {"uri": c.uri("Dockerfile"), "version": 1}
    assert applied(UNQUOTED, document["edits"]) == 'FROM python:3.12\nRUN pip install "torch>=2.0"\n'
    assert c.actions("Dockerfile", 0, 0, ["quickfix"]) == [], "nothing is found there"


def case_fixes_by_safety(c):
    c.start()
    c.open("Dockerfile", "FROM nvidia/cuda:12.4.1-base\n")
    fixes = [a for a in c.actions("Dockerfile", 0, 10, ["quickfix"]) if a["kind"] == "quickfix"]
    assert fixes and not any(a.get("isPreferred") for a in fixes)
    assert "suggested" in fixes[0]["title"]
    for each in fixes:
        assert ("edit" in each) != ("disabled" in each), each


def case_edit_without_versions(c):
    plain = json.loads(json.dumps(PULL))
    plain["workspace"]["workspaceEdit"] = {}
    for key in ("disabledSupport", "isPreferredSupport"):
        del plain["textDocument"]["codeAction"][key]
    c.start(plain)
    c.open("Dockerfile", UNQUOTED)
    actions = c.actions("Dockerfile", 1, 17)
    assert list(actions[0]["edit"]) == ["changes"] and "isPreferred" not in actions[0]
    assert not any("disabled" in a for a in actions)


def case_edit_where_the_value_is(c):
    """The edit goes to the ARG line, and to the requirements file."""
    c.start()
    text = "ARG TAG=12.4.1-base\nFROM nvidia/cuda:${TAG}\n"
    c.open("Dockerfile", text)
    [fix, *_] = [a for a in c.actions("Dockerfile", 1, 15, ["quickfix"]) if "edit" in a and a["kind"] == "quickfix"]
    fixed = applied(text, changes(fix)[c.uri("Dockerfile")])
    assert fixed.startswith("ARG TAG=12.4.1-base-") and fixed.endswith("FROM nvidia/cuda:${TAG}\n"), fixed
    c.write("r/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n")
    c.open("r/Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    c.open("r/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n", "plaintext")
    c.pull("r/requirements.txt")
    actions = [a for a in c.actions("r/requirements.txt", 1, 3, ["quickfix"]) if a["kind"] == "quickfix" and "edit" in a]
    assert actions and list(changes(actions[0])) == [c.uri("r/requirements.txt")], actions


def case_only(c):
    c.start()
    c.open("Dockerfile", UNQUOTED)
    kinds = lambda only: sorted({a["kind"] for a in c.actions("Dockerfile", 1, 17, only)})
    assert kinds(["quickfix"]) == ["quickfix", "quickfix.suppress.cudafit"]
    assert kinds(["quickfix.suppress"]) == ["quickfix.suppress.cudafit"]
    assert kinds(["quickfixes"]) == [] and kinds(["refactor.extract"]) == [] and kinds(["source.organizeImports"]) == []
    for only in ("source", "source.fixAll", "source.fixAll.cudafit"):
        assert kinds([only]) == ["source.fixAll.cudafit"], only
    assert "source.fixAll.cudafit" not in kinds(None)


def case_fix_all(c):
    c.start()
    text = ("# cudafit: ignore=gpu-at-build never\nFROM nvidia/cuda:12.4.1-base\n"
            "RUN pip install torch>=2.0\nRUN pip install numpy>=1\n")
    c.open("Dockerfile", text)
    [action] = c.actions("Dockerfile", 0, 0, ["source.fixAll"])
    fixed = applied(text, changes(action)[c.uri("Dockerfile")])
    assert fixed == ('FROM nvidia/cuda:12.4.1-base\nRUN pip install "torch>=2.0"\n'
                     'RUN pip install "numpy>=1"\n'), fixed
    c.change("Dockerfile", fixed)
    assert c.actions("Dockerfile", 0, 0, ["source.fixAll"]) == [], "suggested ones are left alone"


def case_fix_all_of_one_document(c):
    """What is saved is fixed; what its build reads is left as it is, until that is saved."""
    c.start()
    text = "FROM python:3.12\nCOPY run.sh .\nRUN bash run.sh\nRUN pip install torch>=2.0\n"
    script = "#!/bin/bash\npip install numpy>=1.24\n"
    c.write("run.sh", script)
    c.open("Dockerfile", text)
    found = c.pull("Dockerfile")["relatedDocuments"]
    assert [i["code"] for i in found[c.uri("run.sh")]["items"]] == ["pip-unquoted-specifier"], found
    [action] = c.actions("Dockerfile", 0, 0, ["source.fixAll.cudafit"])
    assert list(changes(action)) == [c.uri("Dockerfile")], action
    fixed = applied(text, changes(action)[c.uri("Dockerfile")])
    assert fixed == text.replace("torch>=2.0", '"torch>=2.0"'), fixed
    c.change("Dockerfile", fixed)
    assert c.actions("Dockerfile", 0, 0, ["source.fixAll.cudafit"]) == [], "nothing is left of its own"
    c.open("run.sh", script, "shellscript")
    [action] = c.actions("run.sh", 0, 0, ["source.fixAll.cudafit"])
    assert list(changes(action)) == [c.uri("run.sh")], action
    assert applied(script, changes(action)[c.uri("run.sh")]) == '#!/bin/bash\npip install "numpy>=1.24"\n'


def suppressed(c, name, line, character, words):
    [action] = [a for a in c.actions(name, line, character, ["quickfix.suppress"]) if a["title"].endswith(words)]
    return changes(action)[c.uri(name)]


def case_ignore(c):
    """Each comment silences the finding, is needed, and leaves directives alone."""
    texts = {
        "plain": UNQUOTED,
        "directives": "# syntax=docker/dockerfile:1\n# escape=\\\n# a comment\nFROM python:3.12 AS a\nRUN pip install torch>=2.0\n",
        "indented": "FROM python:3.12\n  RUN true && \\\n    pip install torch>=2.0\n",
        "two stages": "FROM python:3.12 AS a\nRUN true\nFROM a AS b\nRUN pip install torch>=2.0\n",
        "windows": "FROM python:3.12\r\nRUN pip install torch>=2.0\r\n",
    }
    c.start()
    for name, text in texts.items():
        for words in ("for this instruction", "for this stage", "for this file"):
            c.open("Dockerfile", text, on_disk=False)
            [item] = [i for i in c.pull("Dockerfile")["items"] if i["code"] == "pip-unquoted-specifier"]
            place = item["range"]["start"]
            edits = suppressed(c, "Dockerfile", place["line"], place["character"], words)
            after = applied(text, edits) if "\r" not in text else None
            c.change("Dockerfile", *[{"range": e["range"], "text": e["newText"]} for e in edits])
            assert c.rules("Dockerfile") == [], (name, words, after)
            if name == "directives":
                assert after.startswith("# syntax=docker/dockerfile:1\n# escape=\\\n"), after
            if name == "windows":
                assert edits[0]["newText"].endswith("\r\n")


def case_ignore_two_rules(c):
    c.start()
    c.open("Dockerfile", "FROM python:3.12\n# cudafit: ignore=gpu-at-build why\nRUN pip install torch>=2.0\n")
    edits = suppressed(c, "Dockerfile", 2, 17, "for this instruction")
    assert edits[0]["newText"] == "pip-unquoted-specifier,", edits


def case_ignore_in_requirements(c):
    c.write("Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    c.start()
    text = "torch==2.4.1\ntorchvision==0.15.0\n"
    c.open("requirements.txt", text, "plaintext")
    assert c.rules("requirements.txt") == ["companion-mismatch"]
    for words in ("for this line", "for this file"):
        edits = suppressed(c, "requirements.txt", 1, 3, words)
        c.change("requirements.txt", applied(text, edits))
        assert c.rules("requirements.txt") == [], words
        c.change("requirements.txt", text)


def case_split(c):
    c.start()
    text = ("FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nWORKDIR /app\nCOPY main.cu .\n"
            "RUN nvcc -arch=sm_80 main.cu -o main\nCMD [\"./main\"]\n")
    c.write("main.cu", "int main() {}\n")
    c.open("Dockerfile", text)
    actions = c.actions("Dockerfile", 0, 8, ["refactor.rewrite"])
    [action] = actions
    assert "edit" not in action and action["kind"] == "refactor.rewrite.cudafit"
    resolved = c.request("codeAction/resolve", action)
    if "edit" in resolved:
        fixed = applied(text, changes(resolved)[c.uri("Dockerfile")])
        assert fixed.count("FROM ") == 2, fixed
    else:
        assert resolved["disabled"]["reason"]
    assert c.actions("Dockerfile", 4, 0, ["refactor.rewrite"]) == [], "elsewhere it is not offered"


def case_hover_from(c):
    c.start()
    c.open("Dockerfile", "ARG V=12.4.1\nFROM nvidia/cuda:${V}-runtime-ubuntu22.04 AS base\nFROM base\nFROM nvidia/cuda:${X}-base\n")
    text = c.at("textDocument/hover", "Dockerfile", 1, 10)["contents"]
    assert text["kind"] == "markdown" and "12.4.1" in text["value"] and "525.60.13" in text["value"], text
    assert "V = 12.4.1" in c.at("textDocument/hover", "Dockerfile", 1, 20)["contents"]["value"]
    assert "stage `base`" in c.at("textDocument/hover", "Dockerfile", 2, 6)["contents"]["value"]
    assert "`X` has no value" in c.at("textDocument/hover", "Dockerfile", 3, 10)["contents"]["value"]
    assert c.at("textDocument/hover", "Dockerfile", 1, 2) is None


def case_hover_without_markdown(c):
    c.start({})
    c.open("Dockerfile", "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n")
    contents = c.at("textDocument/hover", "Dockerfile", 0, 10)["contents"]
    assert contents["kind"] == "plaintext" and "**" not in contents["value"] and "|" not in contents["value"]
    assert "525.60.13" in contents["value"]


def case_hover_in_compose(c):
    c.start()
    c.open("compose.yaml", "services:\n  a:\n    image: x\n    environment:\n      NVIDIA_DRIVER_CAPABILITIES: compute,video\n", "yaml")
    assert "video" in c.at("textDocument/hover", "compose.yaml", 4, 44)["contents"]["value"]


def case_hover_is_escaped(c):
    c.start()
    c.open("Dockerfile", "FROM x/<b>[a](http://evil)`*\n")
    hover = c.at("textDocument/hover", "Dockerfile", 0, 8)
    assert hover["contents"]["value"] == "``x/<b>[a](http://evil)`*``", hover


def case_hover_reads_well_as_it_is(c):
    """Editors that show the source of Markdown show words, not character references."""
    c.start()
    c.open("Dockerfile", "FROM nvidia/cuda:11.7.0-devel-ubuntu22.04\nENV NVIDIA_REQUIRE_CUDA=cuda>=11.7\n"
           "ENV TORCH_CUDA_ARCH_LIST=8.0\nRUN pip install torch==2.0.1\n# cudafit: ignore=gpu-at-build x\n"
           "ENV NVIDIA_DRIVER_CAPABILITIES=all\n")
    first = c.at("textDocument/hover", "Dockerfile", 0, 10)["contents"]["value"]
    assert first.startswith("`nvidia/cuda:11.7.0-devel-ubuntu22.04`\n"), first
    for line, character in ((0, 10), (1, 8), (2, 8), (2, 26), (3, 18), (4, 25), (5, 8), (5, 32)):
        hover = c.at("textDocument/hover", "Dockerfile", line, character)
        text = hover["contents"]["value"] if hover else ""
        assert "&#" not in text and "&amp;" not in text and "\\_" not in text, text


def case_hover_of_hostile_names(c):
    """Whatever a name holds, it stays within its code span."""
    c.start()
    for name in ("x/`b`", "x/``[a](http://evil)``", "x/<img/src=y>", "`", "``", "x`|`y", "a`\u2028b`"):
        c.open("Dockerfile", f"ARG V='{name}'\nFROM ${{V}}\n", on_disk=False)
        hover = c.at("textDocument/hover", "Dockerfile", 1, 8)
        for line in (hover["contents"]["value"] if hover else "").split("\n"):
            # The name is between two runs of backticks, and has none that are as long.
            run = max((len(r) for r in re.findall("`+", line)), default=0)
            if run:
                assert line.startswith("`" * run) and line.endswith("`" * run), (name, line)
                assert len(re.findall("(?<!`)" + "`" * run + "(?!`)", line)) == 2, (name, line)
            else:
                assert not set("<>[]") & set(line), (name, line)


def case_hover_torch(c):
    c.start()
    c.open("Dockerfile", "FROM python:3.11\nRUN pip install torch==2.4.1 torchvision==0.19.1 "
           "--index-url https://download.pytorch.org/whl/cu124\n")
    text = c.at("textDocument/hover", "Dockerfile", 1, 18)["contents"]["value"]
    assert "2.4.1" in text and "12.4" in text and "525.60.13" in text and "sm" in text, text
    assert "torchvision" in c.at("textDocument/hover", "Dockerfile", 1, 32)["contents"]["value"]
    c.write("q/requirements.txt", "x")
    c.write("q/Dockerfile", "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    c.open("q/requirements.txt", "torch==2.4.1\n", "plaintext")
    assert "2.4.1" in c.at("textDocument/hover", "q/requirements.txt", 0, 2)["contents"]["value"]


def case_hover_architectures_and_variables(c):
    c.start()
    c.open("Dockerfile", "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nENV TORCH_CUDA_ARCH_LIST=\"8.0;9.0+PTX\"\n"
           "RUN nvcc -arch=sm_86 x.cu\nENV NVIDIA_DRIVER_CAPABILITIES=compute,video\n"
           "# cudafit: ignore=gpu-at-build x\nRUN true\nENV NVIDIA_VISIBLE_DEVICES=all\n")
    hover = lambda line, character: c.at("textDocument/hover", "Dockerfile", line, character)["contents"]["value"]
    assert "8.0" in hover(1, 27) and "A100" in hover(1, 27)
    assert "Hopper" in hover(1, 31)
    assert "8.6" in hover(2, 18)
    assert "video" in hover(3, 42)
    assert "compute" in hover(3, 8)
    assert "GPU" in hover(4, 25) and "Bad" in hover(4, 25)
    assert "void" in hover(6, 10)
    assert c.at("textDocument/hover", "Dockerfile", 5, 5) is None


def case_complete_tags_step_by_step(c):
    c.start()
    first = labels(completed(c, "FROM nvidia/cuda:"))
    assert "12.4.1-" in first and first.index("13.0.1-" if "13.0.1-" in first else first[0]) < first.index("12.4.1-")
    assert not any("ubuntu" in label for label in first), first[:5]
    flavors = labels(completed(c, "FROM nvidia/cuda:12.4.1-"))
    assert {"base-", "devel-", "runtime-"} <= set(flavors), flavors
    systems = labels(completed(c, "FROM nvidia/cuda:12.4.1-runtime-"))
    assert "ubuntu22.04" in systems and not any(s.endswith("-") for s in systems), systems
    result = completed(c, "FROM --platform=linux/amd64 nvidia/cuda:12.4.1-runtime-ubu")
    item = next(i for i in result["items"] if i["label"] == "ubuntu22.04")
    text = "FROM --platform=linux/amd64 nvidia/cuda:12.4.1-runtime-ubu"
    assert applied(text, [item["textEdit"]]).endswith(":12.4.1-runtime-ubuntu22.04")
    assert labels(completed(c, "FROM nvidia/cuda:11.0-")) == [], "deleted tags are not offered"
    assert {l[:5] for l in labels(completed(c, "FROM nvidia/cuda:12.4"))} == {"12.4."}
    assert "nvidia/cuda:" in labels(completed(c, "FROM "))


def case_complete_only_what_was_begun(c):
    """Not all editors choose from what is offered."""
    c.start()
    result = completed(c, "FROM nvidia/cuda:12.4.")
    assert {"12.4.0-", "12.4.1-"} == set(labels(result)) and result["isIncomplete"], labels(result)
    assert labels(completed(c, "FROM nvidia/cuda:12.4.1-D")) == ["devel-"], "in any case"
    assert labels(completed(c, "FROM NV")) == ["nvidia/cuda:"]
    assert labels(completed(c, "FROM cuda")) == ["nvidia/cuda:"]
    assert labels(completed(c, "FROM uda")) == []
    assert labels(completed(c, "FROM python AS One\nFROM python AS two\nCOPY --from=on", 2)) == ["One"]
    offered = labels(completed(c, "FROM python\nENV NVIDIA_DRIVER_CAPABILITIES=compute,Vid", 1))
    assert offered == ["video"], offered
    rules = labels(completed(c, "# cudafit: ignore=NVCC-"))
    assert "nvcc-missing" in rules and all(name.startswith("nvcc-") for name in rules), rules
    assert labels(completed(c, "# cudafit: ignore-s")) == ["ignore-stage="]
    offered = labels(completed(c, "FROM python\nRUN pip install torch --index-url https://download.pytorch.org/whl/cu12", 1))
    assert "cu121" in offered and "cu118" not in offered and "cpu" not in offered, offered
    c.open(".cudafit.toml", '[[host]]\ngpus = ["a10', "toml")
    offered = labels(c.at("textDocument/completion", ".cudafit.toml", 1, 12))
    assert offered and all("a10" in name.lower() for name in offered), offered


def case_complete_stages(c):
    c.start()
    text = "FROM python:3.12 AS one\nFROM python:3.12 AS two\nCOPY --from="
    assert labels(completed(c, text, 2)) == ["one", "two"]
    assert labels(completed(c, "FROM python:3.12 AS one\nFROM ", 1))[0] == "one"


def case_complete_no_image_in_a_heredoc(c):
    c.start()
    for text in ("FROM python\nCOPY <<E /x\nFROM nvidia/cuda:\nE\n", "FROM python\nRUN <<E\nFROM nvidia/cuda:\nE\n"):
        assert labels(completed(c, text, 2)) == [], text


def case_complete_indexes(c):
    c.start()
    text = "FROM python:3.12\nRUN pip install torch --index-url "
    offered = labels(completed(c, text, 1))
    assert "https://download.pytorch.org/whl/cu126" in offered, offered
    offered = labels(completed(c, text + "https://download.pytorch.org/whl/cu1", 1))
    assert "cu126" in offered and "cu118" in offered


def case_complete_variables(c):
    c.start()
    start = "FROM python:3.12\n"
    offered = labels(completed(c, start + "ENV NVIDIA_DRIVER_CAPABILITIES=compute,", 1))
    assert "utility" in offered and "compute" not in offered and "all" not in offered
    offered = labels(completed(c, start + 'ENV TORCH_CUDA_ARCH_LIST="8.0;', 1))
    assert "9.0" in offered and "8.0" not in offered
    assert "90" in labels(completed(c, start + "RUN cmake -DCMAKE_CUDA_ARCHITECTURES=", 1))
    assert completed(c, start + "RUN echo ", 1) is None


def case_complete_rules(c):
    c.start()
    assert "ignore=" in labels(completed(c, "# cudafit: "))
    offered = labels(completed(c, "# cudafit: ignore=nvcc-missing,"))
    assert "gpu-at-build" in offered and "nvcc-missing" not in offered


def case_complete_gpus(c):
    c.start()
    c.open(".cudafit.toml", '[[host]]\ngpus = ["', "toml")
    offered = labels(c.at("textDocument/completion", ".cudafit.toml", 1, 9))
    assert any("A100" in name for name in offered), offered[:5]
    c.change(".cudafit.toml", 'driver = "')
    assert c.at("textDocument/completion", ".cudafit.toml", 0, 10) is None


def case_definition(c):
    c.start()
    c.write("requirements.txt", "torch\n")
    c.open("Dockerfile", "ARG V=12.4.1\nFROM nvidia/cuda:${V}-base-ubuntu22.04 AS base\nARG V\nENV W=1\nRUN echo $W $V\n"
           "FROM base\nCOPY --from=base /x /x\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
           "RUN --mount=type=bind,from=base,target=/m true\n")
    line = lambda l, ch: c.at("textDocument/definition", "Dockerfile", l, ch)["range"]["start"]["line"]
    assert line(1, 20) == 0
    assert line(4, 10) == 3
    assert line(4, 13) == 0, "its value comes from the global ARG"
    assert line(5, 6) == 1
    assert line(6, 13) == 1
    assert line(9, 30) == 1
    target = c.at("textDocument/definition", "Dockerfile", 8, 25)
    assert target["uri"] == c.uri("requirements.txt"), target
    assert c.at("textDocument/definition", "Dockerfile", 0, 1) is None


def case_inlay_hints(c):
    c.start()
    c.open("Dockerfile", "ARG V=12.4.1\nFROM nvidia/cuda:${V}-base-ubuntu22.04\n"
           "RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.4.1\n")
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    ask = lambda where: c.request("textDocument/inlayHint", {
        "textDocument": {"uri": c.uri("Dockerfile")}, "range": where})
    hints = [h["label"] for h in ask(everything)]
    assert "= nvidia/cuda:12.4.1-base-ubuntu22.04" in hints, hints
    assert any(h.startswith("driver >= ") for h in hints), hints
    assert ask({"start": {"line": 2, "character": 0}, "end": {"line": 9, "character": 0}}) == []


def case_half_written(c):
    """Every feature on every prefix of a file: nothing breaks."""
    c.start()
    text = ("# syntax=docker/dockerfile:1\nARG V=12.4.1\nFROM --platform=linux/amd64 nvidia/cuda:${V:-x}-base AS b\n"
            "RUN --mount=type=bind,from=b <<EOF\npip install torch>=2 --index-url https://x\nEOF\nCOPY --from=b [\"a\", \"b\"]\n")
    c.open("Dockerfile", "", on_disk=False)
    for size in range(0, len(text), 3):
        part = text[:size]
        c.change("Dockerfile", part)
        line, column = part.count("\n"), len(part.split("\n")[-1])
        for method in ("hover", "completion", "definition"):
            c.at(f"textDocument/{method}", "Dockerfile", line, column)
        c.actions("Dockerfile", line, column)
        c.pull("Dockerfile")


def case_no_address_no_links(c):
    c.start()
    assert "documentLinkProvider" not in c.server
    c.open("Dockerfile", "# cudafit: ignore=gpu-at-build x\nFROM python:3.12\n")
    assert c.request("textDocument/documentLink", {"textDocument": {"uri": c.uri("Dockerfile")}}) == []


def case_code_action_of_stale_version(c):
    """An edit is made for the text as it is, not for the one that was asked about before."""
    c.start()
    c.open("Dockerfile", UNQUOTED)
    c.change("Dockerfile", edit((0, 0), (0, 0), "# above\n"))
    [fix, *_] = c.actions("Dockerfile", 2, 17, ["quickfix"])
    [document] = fix["edit"]["documentChanges"]
    assert document["textDocument"]["version"] == 2
    assert document["edits"][0]["range"]["start"]["line"] == 2
