"""Reports of many runs made one."""

import itertools
import json
import os

from box import CLEAN, HINT, SAFE, SUGGESTED

OLD = "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCMD nvidia-smi\n"  # needs a driver


def report(box, name, content, *more, form="json", folder="reports"):
    """A report of a repository that has one Dockerfile; its path."""
    box.write("work/Dockerfile", content)
    box.mkdir(folder)
    path = f"{folder}/{name}.{form}"
    done = box.run("--format", form, "--output", f"../{path}", *more, cwd="work")
    assert done.status in (0, 1), done
    return path


def three(box, form="json"):
    return [report(box, f"r{i}", text, "--repository", f"org/{name}", form=form)
            for i, (name, text) in enumerate((("a", SAFE), ("b", SUGGESTED), ("a", SAFE + "RUN export A=1\n")))]


def case_reports_say_what_they_are_about(box):
    box.write("Dockerfile", OLD)
    words = ("--repository", "org/a", "--driver", "450.36.06", "--gpu", "A100", "--host-name", "old")
    done = json.loads(box.run("--format", "json", *words).out)
    assert done["repository"] == "org/a" and done["hosts"] == ["old"], done
    assert {f["host"] for f in done["findings"]} == {"old"}, done
    run = json.loads(box.run("--format", "sarif", *words).out)["runs"][0]
    assert run["properties"] == {"repository": "org/a", "hosts": ["old"]} and "versionControlProvenance" not in run, run
    run = json.loads(box.run("--format", "sarif", "--repository", "https://git.example/org/a").out)["runs"][0]
    assert run["versionControlProvenance"] == [{"repositoryUri": "https://git.example/org/a"}], run
    plain = json.loads(box.run("--format", "json", "--driver", "450.36.06").out)
    assert plain["repository"] is None and plain["hosts"] == [], plain
    for wrong, said in ((("--host-name", "x"), "is about --driver"), (("--repository", "a\x1b"), "not seen"),
                        (("--repository", "https://me:secret@git.example/a"), "leave out"),
                        (("--repository", "a", "--format", "full"), "is about --format json")):
        done = box.run(*wrong)
        assert done.status == 2 and said in done.err and "secret" not in done.err, (wrong, done)


def case_json_reports(box):
    paths = three(box)
    done = box.run("merge", *paths)
    assert done.status == 1 and done.err == "", done
    out = json.loads(done.out)
    assert [(f["repository"], f["rule"]) for f in out["findings"]] == [
        ("org/a", "pip-unquoted-specifier"), ("org/a", "run-export-no-effect"), ("org/b", "image-tag-not-found")], done
    assert len(out["reports"]) == 3 and len({r["id"] for r in out["reports"]}) == 3, done
    single = json.loads(box.read(paths[0]))["findings"][0]
    assert {**single, "repository": "org/a"} in out["findings"], done
    statistics = out["statistics"]
    assert (statistics["repositories"], statistics["affected"], statistics["reports"]) == (2, 2, 3), statistics
    assert [(r["repository"], r["errors"]) for r in statistics["by_repository"]][0][0] == "org/a", statistics
    assert all(ord(c) < 128 for c in done.out)


def case_groups_and_order_make_no_difference(box):
    for form in ("json", "sarif"):
        paths = three(box, form)
        whole = box.run("merge", *paths).out
        for a, b, c in itertools.permutations(paths):
            assert box.run("merge", a, b, "--output", "ab").status == 1
            assert box.run("merge", "ab", c).out == box.run("merge", c, "ab", c).out == whole, form
        assert box.run("merge", "-", stdin=whole).out == whole
        box.mkdir("empty")
        nothing = box.run("merge", "empty", "--format", form)
        assert nothing.status == 0 and "no report in empty" in nothing.err, nothing
        assert box.run("merge", "-", *paths, stdin=nothing.out).out == whole


def case_one_sarif_for_code_scanning(box):
    paths = three(box, "sarif")
    done = box.run("merge", *paths)
    log = json.loads(done.out)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules) and len(rules) == 3 and all("help" in r for r in run["tool"]["driver"]["rules"]), rules
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"], result
        assert result["properties"]["repository"].startswith("org/"), result
    assert run["automationDetails"] == {"id": "cudafit/"}, run
    one = json.loads(box.read(paths[1]))["runs"][0]["results"][0]
    (same,) = (r for r in run["results"] if r["ruleId"] == one["ruleId"])
    for key in ("message", "locations", "partialFingerprints", "fixes"):
        assert same[key] == one[key], key


def case_machines_of_one_repository(box):
    words = ("--repository", "org/a")
    for host, driver in (("old", "450.36.06"), ("older", "440.33.01"), ("new", "580.65.06")):
        report(box, host, OLD + "RUN export A=1\n", *words, "--driver", driver, "--gpu", "A100", "--host-name", host)
    out = json.loads(box.run("merge", "reports").out)
    by_host = {row["host"]: row for row in out["statistics"]["by_host"]}
    assert by_host["old"]["warnings"] >= 1 and by_host["new"] == {
        "host": "new", "checked": 1, "errors": 0, "warnings": 0, "hints": 0, "repositories": 0}, by_host
    # What is about no machine is there once.
    assert [f["rule"] for f in out["findings"] if f["host"] is None].count("run-export-no-effect") == 1, out["findings"]
    # Machines that have no name differ in what is said.
    for driver in ("450.36.06", "440.33.01"):
        report(box, driver, OLD, *words, "--driver", driver, "--gpu", "A100", folder="plain")
    found = [f["message"] for f in json.loads(box.run("merge", "plain").out)["findings"] if f["severity"] == "warning"]
    assert len(found) == len(set(found)) >= 2, found


def case_names_of_repositories(box):
    path = report(box, "one", SAFE)
    done = box.run("merge", path)
    assert json.loads(done.out)["findings"][0]["repository"] == "reports/one", done
    assert "1 report does not say which repository" in done.err, done
    done = box.run("merge", f"org/x={path}", f"org/y={path}")
    assert done.err == "" and len(json.loads(done.out)["findings"]) == 2, done
    assert box.run("merge", "org/x=reports").out == box.run("merge", f"org/x={path}").out
    assert box.run("merge", "org/x=-", stdin=box.read(path)).out == box.run("merge", f"org/x={path}").out
    odd = report(box, "a=b", SAFE, "--repository", "org/z")
    assert box.run("merge", odd).status == 1 and box.run("merge", f"org/z={odd}").status == 1
    done = box.run("merge", f"org/x={odd}")
    assert done.status == 3 and "it is about org/z, and not about org/x" in done.err, done


def case_lists_of_reports(box):
    paths = three(box)
    whole = box.run("merge", *paths).out
    box.write("list", "\r\n".join(paths) + "\n\n")
    assert box.run("merge", "--from-file", "list").out == whole
    assert box.run("merge", "--from-file", "-", stdin="\n".join(paths)).out == whole
    assert box.run("merge", paths[0], "--from-file", "list").out == whole
    done = box.run("merge", "--from-file", "gone")
    assert done.status == 2 and "--from-file gone: no such file" in done.err, done
    for wrong in ((), ("-", "-"), ("-", "--from-file", "-"), ("--top", "many", "x"), ("--format", "xml", "x")):
        assert box.run("merge", *wrong).status == 2, wrong


def case_reports_that_are_none(box):
    good = report(box, "good", SAFE, "--repository", "org/a")
    box.write("cut.json", box.read(good)[:400])
    box.write("new.json", box.read(good).replace('"schema": 1', '"schema": 9'))
    box.write("empty.json", "")
    box.write("other.json", '{"name": "x"}')
    box.write("utf16.json", box.read(good).encode("utf-16"))
    box.write("counts.json", box.run("--format", "json", "--statistics").out)
    box.write("other.sarif", '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]}')
    for name, said in (("cut.json", "it ends in the middle"), ("new.json", "merge with a cudafit as new as"),
                       ("empty.json", "it is empty"), ("other.json", "it is no report of cudafit"),
                       ("utf16.json", "write it with --output"), ("counts.json", "make it without --statistics"),
                       ("other.sarif", "no run in it is one of cudafit"), ("gone.json", "no such file")):
        done = box.run("merge", name, good)
        assert done.status == 3 and f"cudafit: {name}: " in done.err and said in done.err, (name, done)
        out = json.loads(done.out)
        assert len(out["findings"]) == 1 and [e["path"] for e in out["errors"]] == [name], (name, done)
        assert "1 file or report could not be read." in box.run("merge", name, good, "--format", "text").out
    # What is missing stays known: also when the others are merged before.
    whole = box.run("merge", good, "cut.json")
    box.write("whole.json", whole.out)
    again = box.run("merge", "whole.json")
    assert again.status == 3 and again.out == whole.out, again
    sarif = report(box, "good", SAFE, "--repository", "org/a", form="sarif")
    whole = box.run("merge", sarif, "cut.json")
    assert whole.status == 3 and box.run("merge", "-", stdin=whole.out).out == whole.out, whole
    assert "cut.json" in whole.out and not json.loads(whole.out)["runs"][0]["invocations"][0]["executionSuccessful"]


def case_directories(box):
    for form in ("json", "sarif"):
        report(box, "one", SAFE, "--repository", "org/a", form=form, folder="reports/deep")
    box.write("reports/package.json", "{}")
    box.write("reports/notes.txt", "no")
    os.symlink("..", box.root / "reports/up")
    os.mkfifo(box.root / "reports/pipe.json")
    done = box.run("merge", "reports")
    assert done.status == 2 and "is JSON and " in done.err and not done.out, done
    for form in ("json", "sarif"):
        done = box.run("merge", "reports", "--format", form)
        assert done.status == 1 and ("skipped" in done.err) == (form == "json"), done
    # Both say the same, which counts once.
    done = box.run("merge", "reports", "--format", "text")
    assert "2 reports of 1 repository: 1 error, 0 warnings, 0 hints in 1 repository." in done.out, done
    assert box.run("merge", "reports/deep/one.sarif", "--format", "json").status == 2
    assert box.run("merge", "reports/pipe.json").status == 3


def case_exit_status(box):
    hint, clean = report(box, "hint", HINT), report(box, "clean", CLEAN)
    error = report(box, "error", SAFE)
    for words, status in (((clean,), 0), ((hint, clean), 0), ((hint, "--fail-on", "hint"), 1), ((hint, error), 1),
                          ((error, "--exit-zero"), 0), ((error, "--fail-on", "never"), 0), ((error, "gone"), 3)):
        assert box.run("merge", *words).status == status, words
    box.write("lone.json", box.run("--format", "json", "missing").out)
    done = box.run("merge", "lone.json", clean, "--exit-zero")
    assert done.status == 3 and json.loads(done.out)["errors"][0]["path"] == "missing", done


def case_output_is_written_whole(box):
    paths = three(box)
    done = box.run("merge", *paths, "--output", "out/all.json")
    assert done.status == 3 and "cannot be written" in done.err, done
    box.write("all.json", "before")
    assert box.run("merge", *paths, "--output", "all.json").out == ""
    assert box.read("all.json") == box.run("merge", *paths).out
    assert not [p for p in box.root.iterdir() if ".tmp" in p.name]


def case_tables(box):
    for i in range(30):
        text = SAFE + "RUN export A=1\n" * (i % 3)
        report(box, f"r{i:02}", text if i < 25 else CLEAN, "--repository", f"org/repository-{i:02}")
    done = box.run("merge", "reports", "--format", "text")
    lines = done.out.splitlines()
    assert lines[0].startswith("30 reports of 30 repositories: ") and lines[0].endswith(" in 25 repositories."), done
    assert "and 5 more; 5 repositories without a finding" in lines and max(map(len, lines)) < 100, done
    assert "By host" not in done.out and len(lines) < 40, done
    done = box.run("merge", "reports", "--format", "text", "--top", "3")
    assert "and 22 more; 5 repositories without a finding" in done.out, done
    report(box, "x", SAFE, "--repository", "<b>|x](y)\u6f22")
    done = box.run("merge", "reports", "--format", "markdown", "--top", "99")
    assert "## cudafit" in done.out and "### By repository" in done.out and "<b>" not in done.out, done
    assert "|x" not in done.out and "\u6f22" in done.out, done


def many(box, count):
    """So many reports of one finding each, in one folder."""
    text = box.read(report(box, "one", SAFE, "--repository", "@"))
    folder = box.root / f"many{count}"
    folder.mkdir()
    for i in range(count):
        (folder / f"{i}.json").write_text(text.replace('"@"', json.dumps(f"org{i % 7}/repository-{i}")))
    return folder.name


def case_ten_thousand_reports(box):
    few, all_of_them = many(box, 1000), many(box, 10000)
    assert box.run("merge", few, "--output", "few.json", timeout=300).status == 1
    assert box.run("merge", all_of_them, "--output", "all.json", timeout=300).status == 1
    out = json.loads(box.read("all.json"))
    assert len(out["findings"]) == len(out["reports"]) == out["statistics"]["repositories"] == 10000
    done = box.run("merge", "all.json", "--format", "text", timeout=300)
    assert "and 9,980 more" in done.out and "10,000 reports of 10,000 repositories: 10,000 errors" in done.out, done
    box.write("list", "".join(f"{few}/{i}.json\n" for i in range(1000)))
    assert box.run("merge", "--from-file", "list").out == box.read("few.json")


def case_a_result_among_its_reports(box):
    """What an earlier run wrote into the folder would keep what is mended since."""
    three(box)
    first = box.run("merge", "reports", "--output", "reports/all.json")
    assert first.status == 1 and first.err == "", first
    written = box.read("reports/all.json")
    again = box.run("merge", "reports", "--output", "reports/all.json")
    assert again.status == 1 and "left out reports/all.json" in again.err, again
    assert box.read("reports/all.json") == written
