"""`cudafit matrix`: questions, formats, mistakes."""

import json
import pathlib
import re

# Asked in public: where, what (in our words), the question to cudafit, what an answer has to say, and a source it cites.
QUESTIONS = json.loads(pathlib.Path(__file__).with_name("questions.json").read_text(encoding="utf-8"))


def answer(box, *args):
    done = box.run("matrix", *args, "--format", "json")
    assert done.status == 0, done
    done.out.encode("ascii")
    return json.loads(done.out)


def case_matrix_questions_of_support_threads(box):
    assert len(QUESTIONS) >= 30
    for question in QUESTIONS:
        said = answer(box, *question["args"])
        words = json.dumps([said["summary"], said["sections"], said["see"]])
        for fact in question["facts"]:
            assert fact in words, (question, fact)
        assert question["source"] in [source["id"] for source in said["sources"]], question


def case_matrix_every_line_cites(box):
    said = answer(box, "image", "nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04")
    known = {source["id"]: source for source in said["sources"]}
    cited = set()
    for section in said["sections"]:
        for line in section.get("facts", section.get("rows")):
            assert line["sources"], line
            cited.update(line["sources"])
    assert cited == set(known), (cited, set(known))
    assert all(source["title"] and source["date"] for source in known.values()), known


def case_matrix_text_names_its_sources(box):
    done = box.run("matrix", "driver", "535.104.05")
    assert done.status == 0, done
    assert "CUDA in nvidia-smi      12.2" in done.out, done
    listed = set(re.findall(r"^  \[(\d+)\]", done.out, re.M))
    used = set(re.findall(r"\[(\d+)\??\]", done.out))
    assert used == listed and listed, done
    assert "Sources (data of 20" in done.out, done
    assert "https://" not in done.out, done
    whole = box.run("matrix", "driver", "535.104.05", "--sources")
    assert "https://" in whole.out, whole


def case_matrix_weak_lines_are_marked(box):
    done = box.run("matrix", "jetpack", "4")
    assert "?]" in done.out and "[?] inferred or from memory" in done.out, done
    assert any(line["weak"] for line in answer(box, "jetpack", "4")["sections"][0]["rows"])


def case_matrix_markdown(box):
    done = box.run("matrix", "cuda", "12.4", "--format", "markdown")
    assert done.status == 0 and done.out.startswith("# CUDA 12.4\n"), done
    tables = [line for line in done.out.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in tables}) > 1 and "## Sources" in done.out, done


def case_matrix_windows_numbers(box):
    assert "branch 560" in answer(box, "driver", "560.94", "--host", "wsl2")["summary"]
    done = box.run("matrix", "driver", "528.33")
    assert "Windows" in done.out or "Windows" in done.err, done


def case_matrix_platform(box):
    amd = answer(box, "cuda", "12.2")
    arm = answer(box, "cuda", "12.2", "--platform", "linux/arm64")
    assert amd != arm
    done = box.run("matrix", "cuda", "12.4", "--platform", "arm64")
    assert done.status == 2 and "--platform is OS/ARCH" in done.err, done


def case_matrix_without_a_question(box):
    done = box.run("matrix")
    assert done.status == 0 and "cudafit matrix torch 2.4" in done.out, done
    sources = box.run("matrix", "--sources")
    assert sources.status == 0 and sources.out.count("(20") > 500, sources.status


def case_matrix_mistakes(box):
    for args, words in [
        (["tourch"], 'did you mean "torch"?'),
        (["gpu", "RTX 5091"], 'did you mean "GeForce RTX 5090"?'),
        (["tensorflw", "2.15"], 'did you mean "tensorflow"?'),
        (["nvidia/cuda:12.4.1-runtime-ubuntu2204"], "nvidia/cuda:12.4.1-runtime-ubuntu2204"),
        (["torch", "2.99"], "newer than the data"),
        (["--frmat", "json", "torch"], 'did you mean "--format"?'),
    ]:
        done = box.run("matrix", *args)
        assert words in done.err + done.out, (args, done)
    assert box.run("matrix", "tourch").status == 2


def case_matrix_hostile_words(box):
    for words in ["\x1b[31mred", "::error::x", "a" * 10000, "torch \n2.4", "nvidia/cuda:\x07", "\u202e", "[" * 500]:
        for form in ["text", "json", "markdown"]:
            done = box.run("matrix", words, "--format", form)
            assert done.status in (0, 2), done
            assert "\x1b" not in done.out + done.err and "\x07" not in done.out + done.err, done
