"""matrix --stale: how old the data are."""

import json
import re

DAY = 86400
MOMENT = {"SOURCE_DATE_EPOCH": "2208988800"}  # 2040-01-01, behind all data


def stale(box, *args, env=None):
    return box.run("matrix", "--stale", *args, env=MOMENT if env is None else env)


def case_stale_text(box):
    done = stale(box)
    assert done.status == 0 and not done.err, done
    lines = done.out.splitlines()
    assert re.fullmatch(r"subject +newest known +read on +days +watch for +where", lines[0]), lines[0]
    starts = [lines[0].index(word) for word in ("newest known", "read on", "watch for", "where")]
    ages = []
    for line in lines[1:-2]:
        assert all(line[at - 1] == " " != line[at] for at in starts), line
        ages.append(int(line[starts[1]:starts[2]].split()[1]))
    assert len(ages) > 50 and ages == sorted(ages, reverse=True), ages
    assert lines[-2] == "", lines[-3:]
    assert re.fullmatch(r"data of 20\d\d-\d\d-\d\d \(\d+ days? old\); \d+ of \d+ sources are older than 90 days; "
                        r"CONTRIBUTING\.md says how to bring a new release in\.", lines[-1]), lines[-1]
    assert done.out == stale(box).out


def case_stale_json(box):
    done = stale(box, "--format", "json")
    report = json.loads(done.out)
    assert done.status == 0 and list(report) == ["schema", "data", "today", "watches"], done
    assert report["schema"] == 1 and report["today"] == "2040-01-01", report["today"]
    assert report["data"] == box.run("--version").out.split()[-1].rstrip(")")
    watches = report["watches"]
    for watch in watches:
        assert set(watch) == {"subject", "known", "read", "age_days", "next", "look", "table", "edit", "source"}, watch
        assert set(watch["source"]) == {"id", "title", "url"} and watch["edit"], watch
    assert [watch["age_days"] for watch in watches] == sorted((watch["age_days"] for watch in watches), reverse=True)
    torch = next(watch for watch in watches if watch["subject"] == "torch")
    assert torch["look"] == "pypi:torch" and "torch-releases.yaml" in torch["edit"], torch


def case_stale_ages_with_the_clock(box):
    def age(seconds):
        done = stale(box, "cuda", "toolkit", "--format", "json", env={"SOURCE_DATE_EPOCH": str(seconds)})
        return json.loads(done.out)["watches"][0]["age_days"]

    start = int(MOMENT["SOURCE_DATE_EPOCH"])
    assert age(start + DAY - 1) == age(start) and age(start + DAY) == age(start) + 1
    assert age(0) < 0 and age(253402300799) > 2_000_000
    now = stale(box, env={})
    assert now.status == 0 and now.out.startswith("subject"), now
    for wrong in ("x", "-1", "1.5", "253402300800", "99999999999999999999"):
        done = stale(box, env={"SOURCE_DATE_EPOCH": wrong})
        assert done.status == 2 and done.err == f'cudafit: SOURCE_DATE_EPOCH is a number of seconds since 1970, not "{wrong}"\n', done


def case_stale_markdown(box):
    done = stale(box, "--format", "markdown")
    lines = done.out.splitlines()
    assert done.status == 0 and lines[0].startswith("| subject | newest known |") and lines[1].startswith("|---|"), done
    assert all(line.count("|") == 8 for line in lines[:-2]), lines
    assert lines[-1].startswith("data of "), lines[-1]


def case_stale_of_some_subjects(box):
    done = stale(box, "CUDNN")
    assert done.status == 0 and done.out.count("\n") == 5, done  # head, cuDNN, conda's, blank, last line
    assert stale(box, "conda-forge", "cudnn").out.count("\n") == 4
    assert "conda:conda-forge/pytorch" in stale(box, "torch on conda").out


def case_stale_of_an_unknown_subject(box):
    for written, meant in (("tensorflw", "TensorFlow"), ("nvida/cuda", "nvidia/cuda"), ("torchvison", "torchvision")):
        done = stale(box, written)
        assert done.status == 2 and not done.out, done
        assert done.err.startswith(f'cudafit: nothing watched is called "{written}"; did you mean "{meant}"?\n'), done
    done = stale(box, "no such thing")
    assert done.status == 2 and "did you mean" not in done.err and "lists what is watched" in done.err, done
