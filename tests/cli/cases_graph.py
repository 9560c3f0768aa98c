"""`cudafit graph`, and the flags that say where an image runs."""

import base64
import hashlib
import html.parser
import json
import re
import xml.etree.ElementTree as ElementTree

TORCH = """FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS run
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt .
RUN pip3 install -r requirements.txt
"""
REQUIREMENTS = "--index-url https://download.pytorch.org/whl/cu118\ntorch==2.0.1+cu118\n"


def project(box):
    box.mkdir(".git")
    box.write("Dockerfile", TORCH)
    box.write("requirements.txt", REQUIREMENTS)


def graph(box, *args):
    done = box.run("graph", *args)
    assert done.status == 0, done
    answer = json.loads(done.out)
    assert answer["schema"] == 1 and len(answer["graphs"]) == 1, done
    return answer["graphs"][0]


def case_graph_json(box):
    project(box)
    drawn = graph(box)
    nodes = {node["id"]: node for node in drawn["nodes"]}
    assert len(nodes) == len(drawn["nodes"]), drawn
    torch = next(node for node in drawn["nodes"] if node["label"] == "torch 2.0.1+cu118")
    # The wheel's place is pip, and it was asked for in the requirements file.
    assert torch["place"] == "pip" and torch["stage"] == "run" and not torch["assumed"], torch
    assert torch["span"]["path"] == "requirements.txt" and torch["span"]["start"]["line"] == 2, torch
    assert any(reason["source"] for reason in torch["because"]), torch
    image = next(node for node in drawn["nodes"] if node["kind"] == "image")
    assert image["label"] == "nvidia/cuda:11.8.0-base-ubuntu22.04" and image["place"] == "image", image
    for edge in drawn["edges"]:
        assert edge["from"] in nodes and edge["to"] in nodes, edge
        assert (edge["verdict"] is not None) == (edge["relation"] == "needs"), edge
    pairs = {(edge["from"], edge["relation"], edge["to"]) for edge in drawn["edges"]}
    assert ("stage:run", "starts-from", image["id"]) in pairs and ("stage:run", "has", torch["id"]) in pairs, pairs


def case_graph_host(box):
    project(box)
    drawn = graph(box, "--driver", "352.55", "--gpu", "A100")
    host = next(node for node in drawn["nodes"] if node["kind"] == "host")
    assert "352.55" in host["label"] and "A100" in host["label"], host


def case_graph_needs_of_hosts(box):
    """A need that is judged on a host ends at it, whether or not the host has a name."""
    project(box)

    def drivers(*args):
        needs = [edge for edge in graph(box, *args)["edges"] if (edge["label"] or "").startswith("driver for CUDA")]
        return {edge["to"]: edge for edge in needs}

    [(host, edge)] = drivers("--driver", "352.55").items()
    assert host == "host:0" and edge["verdict"] == "unmet", edge
    assert edge["reason"] == "driver 352.55 comes from the command line", edge
    assert edge["span"]["path"] == "requirements.txt" and edge["span"]["start"]["line"] == 2, edge
    box.write(".cudafit.toml", '[[host]]\nname = "old"\ndriver = "352.55"\n[[host]]\nname = "new"\ndriver = "580"\n')
    both = drivers()
    assert {host: edge["verdict"] for host, edge in both.items()} == {"host:old": "unmet", "host:new": "met"}, both
    assert both["host:new"]["reason"] is None, both
    # What no host is asked about has a node of its own.
    box.write("Dockerfile", "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nRUN nvcc -arch=sm_80 a.cu\n")
    nvcc = next(edge for edge in graph(box)["edges"] if (edge["label"] or "").startswith("nvcc"))
    assert nvcc["to"].startswith("need:") and "has no nvcc" in nvcc["reason"], nvcc


def case_graph_formats_are_told(box):
    words = ("json", "dot", "mermaid", "svg", "html")
    assert "|".join(words) in box.run("graph", "--help").out
    for shell in ("bash", "fish", "zsh"):
        assert " ".join(words) in box.run("completion", shell).out, shell


def case_graph_drawn_formats(box):
    project(box)
    dot = box.run("graph", "--format", "dot")
    assert dot.status == 0 and dot.out.startswith("digraph ") and "torch 2.0.1+cu118" in dot.out, dot
    assert dot.out.count("{") == dot.out.count("}") == 1, dot
    mermaid = box.run("graph", "--format", "mermaid")
    assert mermaid.status == 0 and mermaid.out.startswith("flowchart LR\n") and " -->|" in mermaid.out, mermaid


def case_graph_svg(box):
    project(box)
    done = box.run("graph", "--format", "svg", "--driver", "352.55")
    assert done.status == 0, done
    root = ElementTree.fromstring(done.out)
    spaced = "{http://www.w3.org/2000/svg}"
    assert root.tag == spaced + "svg" and root.get("role") == "img", done
    assert root.find(spaced + "title").text == "What is put together: Dockerfile", done
    assert "unmet" in root.find(spaced + "desc").text, done
    heads = [text.text for text in root.iter(spaced + "text") if text.get("class") == "head"]
    assert heads == ["host", "image", "stage", "packages"], heads
    # The driver of the flags is a host like any other: the need that it does not meet ends there.
    unmet = next(group for group in root.iter(spaced + "g") if group.get("class") == "edge needs unmet")
    words = [text.text for text in unmet.iter(spaced + "text")]
    assert words[0].startswith("driver for CUDA: driver >= ") and "driver 352.55 comes from the command line" in words, words
    assert any(path.get("class") == "tip" for path in unmet.iter(spaced + "path")), done
    # Whole in itself, and the same each time.
    assert "<script" not in done.out and "href" not in done.out and "url(" not in done.out, done
    assert done.out == box.run("graph", "--format", "svg", "--driver", "352.55").out


class Page(html.parser.HTMLParser):
    """The elements of a page, and the text inside those of each name."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.open = [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open = tag

    def handle_data(self, data):
        self.texts[self.open] = self.texts.get(self.open, "") + data


def case_graph_html(box):
    project(box)
    done = box.run("graph", "--format", "html", "--driver", "352.55", "-o", "page.html")
    assert done.status == 0, done
    text = box.read("page.html")
    page = Page(text)
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy, policy
    for tag in ("style", "script"):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", text, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy, (tag, policy)
        assert text.count(f"<{tag}") == 1, tag
    # Nothing from elsewhere, nothing that the policy would have to forbid.
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "base", "form", "object"), tag
        assert not attributes.get("src") and attributes.get("href", "#").startswith("#"), attributes
        assert "style" not in attributes and not any(name.startswith("on") for name in attributes), attributes
    # The findings stand beside the drawing, and what lights up with what is there.
    names = {a["id"] for _, a in page.elements if "id" in a}
    assert len(names) == sum("id" in a for _, a in page.elements), "ids are unique"
    findings = [a for tag, a in page.elements if a.get("class", "").startswith("finding ")]
    found = json.loads(box.run("check", "--format", "json", "--driver", "352.55").out)["findings"]
    assert len(findings) == len(found) > 0, findings
    for attributes in (a for _, a in page.elements if "data-lit" in a):
        assert set(attributes["data-lit"].split()) <= names, attributes
    assert findings[0]["data-lit"], findings
    for one in found:
        assert one["rule"] in text, one


def case_graph_drawn_builds(box):
    """Several builds stand one below the other, each under its name."""
    project(box)
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "Dockerfile"\n[[build]]\ndockerfile = "Dockerfile"\nargs = { A = "1" }\n')
    graphs = json.loads(box.run("graph").out)["graphs"]
    assert len(graphs) == 2, graphs
    titles = [graph["path"] + (f", build {graph['build']}" if graph["build"] else "") for graph in graphs]
    for form in ("svg", "html"):
        done = box.run("graph", "--format", form)
        assert done.status == 0, done
        assert all(title in done.out for title in titles), (titles, done)
        assert 'id="g0n0"' in done.out and 'id="g1n0"' in done.out, done
    box.mkdir("none")
    for form in ("svg", "html"):
        assert "There is no Dockerfile." in box.run("graph", "--format", form, "none").out


def case_graph_hostile_names(box):
    box.write("Dockerfile", 'FROM python:3.12 AS a\nCOPY --from="a\\"]; x --> y" / /\nRUN pip install "torch==2.0.1 ; x"\n')
    for form in ("json", "dot", "mermaid", "svg", "html"):
        done = box.run("graph", "--format", form)
        assert done.status == 0 and "\x1b" not in done.out, done
    box.write("Dockerfile", "FROM x AS a\nRUN pip install '</script><script>alert(1)</script>==1' ']]>==1' '\u202e==1'\nENV X=\x1b[31m\n")
    ElementTree.fromstring(box.run("graph", "--format", "svg").out)
    page = box.run("graph", "--format", "html").out
    assert page.count("<script") == page.count("</script") == 1 and "\u202e" not in page and "\x1b" not in page, page


def case_graph_output_and_failures(box):
    project(box)
    assert box.run("graph", "-o", "out.json").status == 0
    assert json.loads(box.read("out.json"))["graphs"]
    assert box.run("graph", "missing").status == 3
    assert box.run("graph", "--format", "png").status == 2
    box.write(".cudafit.toml", 'colour = "red"\n')
    assert box.run("graph").status == 2


def case_host_flags(box):
    box.write("Dockerfile")
    for wrong, words in (
        (("--driver", "new"), "535.104.05"),
        (("--gpu", "RTX 5O90"), "5090"),
        (("--gpu", "no such thing"), "sm_"),
        (("--host", "mac"), "linux, wsl2"),
        # The driver of WSL2 is that of Windows, which has numbers of its own.
        (("--host", "wsl2", "--driver", "550.54.14"), "is a driver for Linux"),
        (("--host", "wsl2", "--driver", "535.104.05"), "as in 539.72"),
        (("--host", "wsl2", "--driver", "550.142"), "is a driver for Linux"),
    ):
        done = box.run("check", *wrong)
        assert done.status == 2 and words in done.err, done
    for right in (
        ("--driver", "535"),
        ("--driver", "535.104.05", "--gpu", "RTX 2080 Ti", "--gpu", "sm_90"),
        ("--host", "wsl2", "--driver", "560.94"),
        ("--host", "wsl2", "--driver", "552.22"),
        # Of these nobody knows that they are none of Windows.
        ("--host", "wsl2", "--driver", "550"),
        ("--host", "wsl2", "--driver", "550.54"),
        ("--host", "wsl2", "--driver", "560.99.99"),
        ("--host", "linux", "--driver", "550.54.14"),
        ("--gpu", "8.6"),
    ):
        done = box.run("check", *right)
        assert done.status == 0, done


def case_host_table(box):
    box.write("Dockerfile")
    box.write(".cudafit.toml", '[[host]]\nname = "old"\ndriver = "470.82.01"\ngpus = ["A100"]\n')
    assert box.run("check").status == 0
    box.write(".cudafit.toml", '[[host]]\nname = "old"\ndriver = "470.82.01"\ngpus = ["RTX 5O90"]\n')
    done = box.run("check")
    assert done.status == 2 and ".cudafit.toml:4:" in done.err and "5090" in done.err, done
    box.write(".cudafit.toml", '[[host]]\nname = "laptop"\nwsl2 = true\ndriver = "550.54.14"\n')
    done = box.run("check")
    assert done.status == 2 and ".cudafit.toml:4:" in done.err and "nvidia-smi" in done.err, done
    box.write(".cudafit.toml", '[[host]]\nname = "laptop"\nwsl2 = false\ndriver = "550.54.14"\n')
    assert box.run("check").status == 0
    # What the command line says replaces the tables.
    shown = box.run("graph", "--driver", "535", "--isolated")
    assert [n["label"] for n in json.loads(shown.out)["graphs"][0]["nodes"] if n["kind"] == "host"] == ["host, driver 535"]
