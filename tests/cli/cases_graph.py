"""`cudafit graph`, and the flags that say where an image runs."""

import json

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


def case_graph_drawn_formats(box):
    project(box)
    dot = box.run("graph", "--format", "dot")
    assert dot.status == 0 and dot.out.startswith("digraph ") and "torch 2.0.1+cu118" in dot.out, dot
    assert dot.out.count("{") == dot.out.count("}") == 1, dot
    mermaid = box.run("graph", "--format", "mermaid")
    assert mermaid.status == 0 and mermaid.out.startswith("flowchart LR\n") and " -->|" in mermaid.out, mermaid


def case_graph_hostile_names(box):
    box.write("Dockerfile", 'FROM python:3.12 AS a\nCOPY --from="a\\"]; x --> y" / /\nRUN pip install "torch==2.0.1 ; x"\n')
    for form in ("json", "dot", "mermaid"):
        done = box.run("graph", "--format", form)
        assert done.status == 0 and "\x1b" not in done.out, done


def case_graph_output_and_failures(box):
    project(box)
    assert box.run("graph", "-o", "out.json").status == 0
    assert json.loads(box.read("out.json"))["graphs"]
    assert box.run("graph", "missing").status == 3
    assert box.run("graph", "--format", "svg").status == 2
    box.write(".cudafit.toml", 'colour = "red"\n')
    assert box.run("graph").status == 2


def case_host_flags(box):
    box.write("Dockerfile")
    for wrong, words in (
        (("--driver", "new"), "535.104.05"),
        (("--gpu", "RTX 5O90"), "5090"),
        (("--gpu", "no such thing"), "sm_"),
        (("--host", "mac"), "linux, wsl2"),
    ):
        done = box.run("check", *wrong)
        assert done.status == 2 and words in done.err, done
    for right in (
        ("--driver", "535"),
        ("--driver", "535.104.05", "--gpu", "RTX 2080 Ti", "--gpu", "sm_90"),
        ("--host", "wsl2", "--driver", "560.94"),
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
    # What the command line says replaces the tables.
    shown = box.run("graph", "--driver", "535", "--isolated")
    assert [n["label"] for n in json.loads(shown.out)["graphs"][0]["nodes"] if n["kind"] == "host"] == ["host, driver 535"]
