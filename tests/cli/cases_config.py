"""The keys of .cudafit.toml, where it is looked for, and how it is refused."""

import json
import os
import pathlib

from box import CLEAN, HINT, SAFE, SUGGESTED, WARNING


def problem(box, text, line, *words, name=".cudafit.toml"):
    """This configuration is refused at that place, in these words."""
    box.write(name, text)
    box.write("Dockerfile", SAFE)
    done = box.run()
    assert done.status == 2 and done.out == "", (text, str(done))
    assert f"{name}:{line}:" in done.err, (text, str(done))
    for word in words:
        assert word in done.err, (text, word, str(done))


def case_select_and_ignore(box):
    box.write("Dockerfile", SAFE + SUGGESTED)
    box.write(".cudafit.toml", 'select = ["pip-unquoted-specifier"]\n')
    assert box.run("--format", "json").rules() == ["pip-unquoted-specifier"]
    box.write(".cudafit.toml", 'ignore = ["pip-unquoted-specifier"]\n')
    assert box.run("--format", "json").rules() == ["image-tag-not-found"]
    assert box.run("--format", "json", "--select", "pip-unquoted-specifier").rules() == ["pip-unquoted-specifier"]
    assert box.run("--format", "json", "--ignore", "image-tag-not-found").rules() == []
    assert len(box.run("--format", "json", "--isolated").rules()) == 2


def case_fail_on(box):
    box.write("Dockerfile", HINT)
    box.write(".cudafit.toml", 'fail-on = "hint"\n')
    assert box.run().status == 1
    assert box.run("--fail-on", "warning").status == 0
    assert box.run("--exit-zero").status == 0
    box.write("Dockerfile", SAFE)
    box.write(".cudafit.toml", 'fail-on = "never"\n')
    assert box.run().status == 0


def case_severity(box):
    box.write("Dockerfile", SAFE)
    for word, status, shown in (("off", 0, ""), ("hint", 0, "hint[pip"), ("warning", 1, "warning[pip"),
                                ("error", 1, "error[pip")):
        box.write(".cudafit.toml", f'[severity]\npip-unquoted-specifier = "{word}"\n')
        done = box.run()
        assert done.status == status and shown in done.out, (word, str(done))
    assert "pip-unquoted" not in box.run("--ignore", "pip-unquoted-specifier").out


def case_per_file_ignores(box):
    box.mkdir(".git")
    box.write("legacy/deep/Dockerfile", SAFE)
    box.write("Dockerfile", SAFE)
    for glob in ("legacy", "legacy/", "legacy/**", "/legacy/deep/Dockerfile", "legacy/*/Dockerfile"):
        box.write(".cudafit.toml", f'[per-file-ignores]\n"{glob}" = ["pip-unquoted-specifier"]\n')
        done = box.run()
        assert "legacy" not in done.out and "Dockerfile:2:" in done.out, (glob, str(done))
        assert box.run(cwd="legacy/deep").status == 0, glob


def case_exclude(box):
    box.write("old/Dockerfile", SAFE)
    box.write("new/Dockerfile.old.Dockerfile", SAFE)
    box.write(".cudafit.toml", 'exclude = ["old/", "*.old.*"]\n')
    done = box.run()
    assert done.status == 0 and "no Dockerfile found" in done.err, done
    assert box.run("old/Dockerfile").status == 1, "a path given by name is always read"


def case_builds(box):
    box.write("docker/Dockerfile", "ARG V\nFROM nvidia/cuda:${V}\n" + SAFE)
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "docker/Dockerfile"\nargs = { V = "12.4.1-base" }\n'
                               '[[build]]\ndockerfile = "docker/Dockerfile"\n'
                               'args = { V = "12.4.1-base-ubuntu22.04" }\n')
    done = box.run("--format", "full")
    assert done.out.count("error[pip-unquoted-specifier]") == 1, done
    assert done.out.count("error[image-tag-not-found]") == 1, done
    assert "V=12.4.1-base\n" in done.out, done
    found = {f["rule"]: f["build"] for f in json.loads(box.run("--format", "json").out)["findings"]}
    assert found["image-tag-not-found"] == "V=12.4.1-base" and not found["pip-unquoted-specifier"], found
    assert box.run("--build-arg", "V=12.4.1-base-ubuntu22.04", "--format", "json").rules() == ["pip-unquoted-specifier"]


def case_build_target(box):
    box.write("Dockerfile", "FROM python:3.12 AS a\nFROM nvidia/cuda:12.4.1-base AS b\n")
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "Dockerfile"\ntarget = "a"\nplatform = "linux/amd64"\n')
    assert box.run().status == 0
    assert box.run("--target", "b").status == 1


def case_a_declared_dockerfile_may_have_any_name(box):
    box.write("images/cuda.txt", SAFE)
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "images/cuda.txt"\n[[build]]\ndockerfile = "not/there"\n')
    assert "images/cuda.txt:2:" in box.run().out
    assert "images/cuda.txt:2:" in box.run("images", "Dockerfile").out
    box.write("other/Dockerfile")
    assert box.run("other").status == 0


def case_the_schema_knows_the_same_keys(box):
    path = pathlib.Path(__file__).parents[2] / "schema/config.schema.json"
    schema = json.loads(path.read_text())

    def known(text):
        box.write(".cudafit.toml", text)
        said = next(line for line in box.run().err.splitlines() if "known are " in line)
        return sorted(said.split("known are ")[1].split(", "))

    assert known("zzzzzzzzz = 1\n") == sorted(schema["properties"])
    for table in ("host", "build", "image"):
        assert known(f"[[{table}]]\nzzzzzzzzz = 1\n") == sorted(schema["$defs"][table]["properties"]), table
    assert schema["$defs"]["rule"]["enum"] == [r["id"] for r in json.loads(
        box.run("rules", "--format", "json").out)["rules"]]


def case_nearest_file_wins_and_the_repository_root_stops(box):
    ignore = 'ignore = ["pip-unquoted-specifier"]\n'
    box.write(".cudafit.toml", ignore)
    box.mkdir("repo/.git")
    box.write("repo/a/b/Dockerfile", SAFE)
    assert box.run("repo").status == 1, "above the repository root"
    box.write("repo/.cudafit.toml", ignore)
    assert box.run("repo").status == 0
    assert box.run("Dockerfile", cwd="repo/a/b").status == 0
    box.write("repo/a/.cudafit.toml", "")
    assert box.run("repo").status == 1, "the nearest one alone counts"


def case_outside_a_repository_the_working_directory_is_the_root(box):
    box.write(".cudafit.toml", 'ignore = ["pip-unquoted-specifier"]\n')
    box.write("a/Dockerfile", SAFE)
    assert box.run("Dockerfile", cwd="a").status == 1
    assert box.run("a").status == 0


def case_extend(box):
    box.write("base.toml", 'ignore = ["pip-unquoted-specifier"]\n[severity]\nimage-tag-not-found = "hint"\n'
                           'image-tag-unresolved = "error"\n')
    box.write("sub/.cudafit.toml", 'extend = "../base.toml"\n[severity]\nimage-tag-not-found = "warning"\n')
    box.write("sub/Dockerfile", SAFE + SUGGESTED)
    done = box.run()
    assert "warning[image-tag-not-found]" in done.out and "pip-" not in done.out, done
    box.write("sub/Dockerfile", HINT)
    assert "error[image-tag-unresolved]" in box.run().out
    box.write("sub/.cudafit.toml", 'extend = "../base.toml"\nignore = []\n')
    box.write("sub/Dockerfile", SAFE)
    assert "error[pip-unquoted-specifier]" in box.run().out


def case_extend_is_refused(box):
    problem(box, 'extend = "missing.toml"\n', 1, "does not exist: missing.toml")
    problem(box, '\nextend = ".cudafit.toml"\n', 2, "leads back to where it came from")
    problem(box, 'extend = "../other.toml"\n', 1, "leads out of the repository")
    problem(box, 'extend = "/etc/passwd"\n', 1, "leads out of the repository")
    os.symlink("/etc/passwd", box.root / "link.toml")
    problem(box, 'extend = "link.toml"\n', 1, "leads out of the repository")
    box.write("b.toml", 'extend = ".cudafit.toml"\n')
    box.write(".cudafit.toml", 'extend = "b.toml"\n')
    done = box.run()
    assert done.status == 2 and "b.toml:1:10: " in done.err and "leads back" in done.err, done
    box.write("b.toml", "\nfail-on = 3\n")
    done = box.run()
    assert done.status == 2 and "b.toml:2:11: " in done.err, done


def case_configuration_by_flag(box):
    box.write("Dockerfile", SAFE)
    box.write("ci.toml", 'ignore = ["pip-unquoted-specifier"]\n')
    box.write(".cudafit.toml", "broken")
    assert box.run("--config", "ci.toml").status == 0
    assert box.run("--isolated").status == 1
    assert box.run().status == 2
    done = box.run("--config", "missing.toml")
    assert done.status == 2 and "missing.toml: no such file" in done.err and done.out == "", done


def case_problems_have_their_place(box):
    problem(box, "fail-on = \n", 1)
    problem(box, 'fail-on = "sometimes"\n', 1, "error, warning, hint, never", "sometimes")
    problem(box, 'x = 1\n\n  sevrity = 2\n', 3, 'unknown key "sevrity"; did you mean "severity"?')
    problem(box, 'select = ["gpu-at-bild"]\n', "1:11", 'unknown rule "gpu-at-bild"; did you mean "gpu-at-build"?')
    problem(box, 'ignore = "gpu-at-build"\n', 1, "a list of strings")
    problem(box, '[severity]\ngpu-at-bild = "off"\n', "2:1", "gpu-at-build")
    problem(box, '[severity]\ngpu-at-build = "fatal"\n', 2, "off, hint, warning, error")
    problem(box, '[per-file-ignores]\n"x" = ["nope"]\n', 2, 'unknown rule "nope"')
    problem(box, 'rule-set = "2026-11"\n', 1, "2026.11")
    problem(box, "rule-set = 2026.11\n", 1, "in quotes")
    problem(box, "preview = 1\n", 1, "true or false")
    problem(box, '[build]\ndockerfile = "x"\n', 1, "[[build]]")
    problem(box, '[[build]]\ntarget = "x"\n', 1, 'needs "dockerfile"')
    problem(box, '[[build]]\ndockerfile = "x"\ncontxt = "."\n', 3, 'did you mean "context"?')
    problem(box, '[[build]]\ndockerfile = "x"\ncontext = "../.."\n', 3, "leads out of the repository")
    problem(box, '[[host]]\ndrivr = "535"\n', 2, 'did you mean "driver"?')
    problem(box, "[[host]]\ndriver = 535.10\n", 2, "in quotes")
    problem(box, "[[host]]\njetpack = 6.2\n", 2, "in quotes")
    problem(box, '[[image]]\nlike = "x"\n', 1, 'needs "name"')
    problem(box, '# \u00e9\u00e9\n"\u00e9" = 1; x\n', 2)
    problem(box, b'a = "\xff"\n', 1)


def case_later_keys_are_accepted(box):
    box.write("Dockerfile", CLEAN)
    box.write(".cudafit.toml", 'preview = true\nrule-set = "2026.11"\n'
                               '[[host]]\nname = "a100"\ndriver = 535\ngpus = ["A100", "sm_90"]\nwsl2 = false\n'
                               'toolkit = "1.17"\nplatform = "linux/amd64"\ncdi = true\njetpack = "6.2"\nl4t = "36.4.3"\n'
                               '[[image]]\nname = "corp/base"\ntags = "*"\nlike = "nvidia/cuda:12.4.1-base-ubuntu22.04"\n'
                               'brings = { cudart = "12.4", torch = 2 }\n')
    done = box.run()
    assert done.status == 0 and done.err == "", done


def case_rule_sets_and_preview(box):
    box.write("Dockerfile", WARNING)
    assert box.run().status == 1
    box.write(".cudafit.toml", 'rule-set = "2026.11"\npreview = true\n')
    done = box.run()
    assert done.status == 1 and done.err == "", done
    problem(box, 'rule-set = "2026.10"\n', 1, 'there is no rule set "2026.10"; known are 2026.11')
    box.write(".cudafit.toml", "preview = false\n")
    done = box.run("--preview")
    assert done.status == 1 and done.err == "", done
    for flags, shown in (([], "preview = false"), (["--preview"], "preview = true")):
        assert shown in box.run("--show-settings", *flags, "Dockerfile").out.splitlines()


def case_show_settings(box):
    box.write("sub/Dockerfile", WARNING)
    box.write("base.toml", 'ignore = ["image-tag-latest"]\n')
    box.write("sub/.cudafit.toml", 'extend = "../base.toml"\nfail-on = "error"\n[severity]\ngpu-at-build = "hint"\n'
                                   '[[host]]\nname = "x"\ndriver = "535"\n')
    done = box.run("check", "--show-settings", "sub/Dockerfile", "--build-arg", "A=a\"b")
    assert done.status == 0, done
    for line in ("# Settings for sub/Dockerfile", "# Configuration: sub/.cudafit.toml, extending base.toml",
                 'ignore = ["image-tag-latest"]', 'fail-on = "error"', 'gpu-at-build = "hint"', 'args = { "A" = "a\\"b" }',
                 'driver = "535"'):
        assert line in done.out.splitlines(), (line, str(done))
    box.write("sub/.cudafit.toml", '[per-file-ignores]\n"*.txt" = ["gpu-at-build"]\n')
    shown = box.run("--show-settings", "sub/Dockerfile").out.splitlines()
    assert "[per-file-ignores]" in shown and '"*.txt" = ["gpu-at-build"]' in shown, shown
    again = box.write("again.toml", done.out)
    assert box.run("--config", str(again), "sub").status == 0, "what is shown is a configuration"
    assert box.run("--show-settings", "missing").status == 3


def case_a_configuration_that_is_no_file(box):
    box.write("Dockerfile", SAFE)
    box.mkdir(".cudafit.toml")
    done = box.run()
    assert done.status == 2 and ".cudafit.toml: is a directory" in done.err, done
    os.rmdir(box.root / ".cudafit.toml")
    os.symlink("/etc/hostname", box.root / ".cudafit.toml")
    done = box.run()
    assert done.status == 2 and "lies outside the repository" in done.err, done


def case_a_jetson_runs_one_jetpack(box):
    box.write("Dockerfile", 'FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0\nCOPY app /app\nCMD ["/app"]\n')
    box.write(".cudafit.toml", '[[host]]\nname = "robot"\njetpack = "5.1.2"\n')
    found = box.run("--format", "json")
    assert found.rules() == ["jetson-image-mismatch"], found
    assert ".cudafit.toml" in found.out and "warning" in found.out, found
    box.write(".cudafit.toml", '[[host]]\nname = "robot"\nl4t = "36.4.3"\n')
    assert box.run("--format", "json").rules() == []


def case_a_release_of_jetpack_that_is_not_known(box):
    box.write("Dockerfile", CLEAN)
    for text, message in (
        ('jetpack = "9.9"', 'no release of JetPack is known as "9.9"; "cudafit matrix jetpack" lists them'),
        ('l4t = "12.1"', 'no release of L4T is known as "12.1"'),
        ('jetpack = "5.1.2"\nl4t = "36.4.0"', "JetPack 5.1.2 is not the one of L4T 36.4.0"),
    ):
        box.write(".cudafit.toml", "[[host]]\n" + text + "\n")
        done = box.run()
        assert done.status == 2 and ".cudafit.toml:2:" in done.err and message in done.err, done
