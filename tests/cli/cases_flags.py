"""Every flag that no other file has."""

import json
import os

from box import BROKEN, CLEAN, HINT, SAFE, SUGGESTED, WARNING


def case_check_is_the_default_command(box):
    box.write("Dockerfile", SAFE)
    assert box.run().out == box.run("check").out == box.run("check", ".").out != ""


def case_a_file_named_like_a_command_needs_the_command(box):
    box.write("rules", SAFE)
    assert box.run("check", "rules").status == 1
    assert box.run("./rules").status == 1


def case_paths_after_two_dashes(box):
    box.write("-Dockerfile", SAFE)
    done = box.run("check", "--", "-Dockerfile")
    assert done.status == 1 and "-Dockerfile:2:" in done.out, done


def case_formats(box):
    box.write("Dockerfile", SAFE)
    assert "\n --> Dockerfile:2:" in box.run("--format", "full").out
    assert box.run("--format", "concise").out.startswith("Dockerfile:2:")
    assert box.run("--format", "json").rules() == ["pip-unquoted-specifier"]
    assert "::error " in box.run("--format", "github").out


def case_concise_is_the_default_in_a_pipe_and_full_on_a_terminal(box):
    box.write("Dockerfile", SAFE)
    assert box.run().out == box.run("--format=concise").out
    shown = box.run_on_terminal("check")
    assert "\x1b[" in shown.out and "Dockerfile:2:" in shown.out and "\n" in shown.out, shown
    assert "-->" in shown.out and shown.status == 1, shown


def case_colour(box):
    box.write("Dockerfile", SAFE)
    assert "\x1b" not in box.run("--format", "full").out
    assert "\x1b" in box.run("--format", "full", "--color", "always").out
    for args, env in ((["--no-color"], {}), (["--color", "never"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})):
        shown = box.run_on_terminal("check", *args, env=env)
        assert "\x1b" not in shown.out and "-->" in shown.out, (args, env, shown.out)


def case_hyperlinks_only_on_a_terminal(box):
    box.write("Dockerfile", SAFE)
    assert "\x1b]8;" not in box.run("--format", "full", "--color", "always").out
    assert "\x1b]8;" in box.run_on_terminal("check").out


def case_output_file(box):
    box.write("Dockerfile", SAFE)
    expected = box.run("--format", "json").out
    done = box.run("--format", "json", "--output", "report.json")
    assert done.status == 1 and done.out == "" and box.read("report.json") == expected, done
    done = box.run("-o", "no/such/folder")
    assert done.status == 3 and "no/such/folder: cannot be written" in done.err, done


def case_an_option_without_a_value_takes_no_other_word(box):
    text = box.read(box.write("Dockerfile", SAFE).name)
    for option in ("--output=", "--write-baseline=", "--target=", "--baseline="):
        done = box.run(option, "Dockerfile")
        assert done.status == 2 and f"{option} has no value" in done.err and not done.out, done
        assert box.read("Dockerfile") == text, option
    done = box.run("recommend", "--torch=", "2.4")
    assert done.status == 2 and "--torch= has no value" in done.err, done
    box.write("--output=", SAFE)
    assert box.run("--", "--output=").status != 2, "behind -- there are paths only"


def case_github_summary(box):
    box.write("Dockerfile", SAFE)
    box.write("summary.md", "before\n")
    env = {"GITHUB_STEP_SUMMARY": str(box.root / "summary.md")}
    box.run("--format", "github", env=env)
    text = box.read("summary.md")
    assert text.startswith("before\n") and "pip-unquoted-specifier" in text, text
    box.run("--format", "json", env=env)
    assert box.read("summary.md") == text
    box.write("summary.md", "x" * (2**20 - 2000))
    box.run("--format", "github", env=env)
    assert len(box.read("summary.md")) <= 2**20, "a larger one is not shown at all"
    done = box.run("--format", "github", env={"GITHUB_STEP_SUMMARY": "/no/such/file"})
    assert done.status == 3 and "/no/such/file: cannot be written" in done.err, done


def case_select_and_ignore(box):
    box.write("Dockerfile", SAFE + SUGGESTED)
    both = ["pip-unquoted-specifier", "image-tag-not-found"]
    assert box.run("--format", "json").rules() == both
    assert box.run("--format", "json", "--select", both[0]).rules() == both[:1]
    assert box.run("--format", "json", "--select", ",".join(both)).rules() == both
    assert box.run("--format", "json", "--select", both[0], "--select", both[1]).rules() == both
    assert box.run("--format", "json", "--ignore", both[0]).rules() == both[1:]
    assert box.run("--format", "json", "--ignore", ",".join(both)).status == 0


def case_fail_on(box):
    for text, least in ((HINT, 3), (WARNING, 2), (SAFE, 1)):
        box.write("Dockerfile", text)
        for level, name in enumerate(["never", "error", "warning", "hint"]):
            assert box.run("--fail-on", name).status == (1 if level >= least else 0), (text, name)
    assert box.run("--exit-zero").status == 0


def case_quiet_hides_hints(box):
    box.write("Dockerfile", HINT)
    for name in ("full", "concise", "json", "github"):
        assert "image-tag-unresolved" in box.run("--format", name).out
        assert "image-tag-unresolved" not in box.run("--format", name, "--quiet").out
    assert "image-tag-unresolved" not in box.run("-q").out


def case_verbose_names_the_configuration(box):
    box.write("a/.cudafit.toml")
    box.write("a/.cudafit.toml", "")
    box.write("a/Dockerfile")
    box.write("b/Dockerfile")
    done = box.run("-v")
    assert "a/Dockerfile: settings from a/.cudafit.toml" in done.err, done
    assert "b/Dockerfile: default settings" in done.err, done


def case_statistics(box):
    box.write("Dockerfile", SAFE + "RUN pip install a>=2\n" + SUGGESTED)
    done = box.run("--statistics")
    lines = done.out.splitlines()
    assert lines[:2] == ["    2  [*] pip-unquoted-specifier", "    1      image-tag-not-found"], done
    assert done.status == 1, done
    counts = json.loads(box.run("--statistics", "--format", "json").out)["statistics"]
    assert counts == [{"rule": "pip-unquoted-specifier", "count": 2, "fixable": 2},
                      {"rule": "image-tag-not-found", "count": 1, "fixable": 0}], counts


def case_build_arg(box):
    box.write("Dockerfile", "ARG V\nFROM nvidia/cuda:${V}\n")
    assert box.run("--format", "json").rules() == ["image-tag-unresolved"]
    assert box.run("--format", "json", "--build-arg", "V=12.4.1-base").rules() == ["image-tag-not-found"]
    assert box.run("--format", "json", "--build-arg=V=12.4.1-base-ubuntu22.04").rules() == []
    assert box.run("--format", "json", "--build-arg", "V", env={"V": "12.4.1-base"}).rules() == ["image-tag-not-found"]
    assert box.run("--format", "json", "--build-arg", "V").rules() == ["image-tag-unresolved"]
    assert box.run("--format", "json", "--build-arg", "V=a", "--build-arg", "V=12.4.1-base", "Dockerfile").rules() == [
        "image-tag-not-found"]


def case_target(box):
    box.write("Dockerfile", "FROM python:3.12 AS a\nFROM nvidia/cuda:12.4.1-base AS b\n")
    assert box.run("--format", "json", "--target", "b").rules() == ["image-tag-not-found"]
    assert box.run("--target", "a").status == 0


def case_platform_and_context_are_taken(box):
    box.write("Dockerfile", CLEAN)
    assert box.run("--platform", "linux/arm64", "--context", ".").status == 0
    assert box.run("--platform", "linux/arm/v7").status == 0


def case_standard_input(box):
    done = box.run("-", "--format", "concise", stdin=SAFE)
    assert done.status == 1 and done.out.startswith("<stdin>:2:"), done
    done = box.run("-", "--stdin-filename", "docker/Dockerfile", stdin=SAFE)
    assert done.out.startswith("docker/Dockerfile:2:"), done


def case_standard_input_is_settled_by_its_name(box):
    box.write("docker/.cudafit.toml", 'ignore = ["pip-unquoted-specifier"]\n')
    assert box.run("-", "--stdin-filename", "docker/Dockerfile", stdin=SAFE).status == 0
    assert box.run("-", "--stdin-filename", "docker/not/there/Dockerfile", stdin=SAFE).status == 0
    assert box.run("-", stdin=SAFE).status == 1
    assert box.run("-", "--stdin-filename", str(box.root / "docker/Dockerfile"), stdin=SAFE).status == 0


def case_order_is_the_same_however_many_threads(box):
    for i in range(200):
        box.write(f"{i:03}/Dockerfile", SAFE if i % 3 else BROKEN)
    first = box.run("--format", "json")
    assert first.out == box.run("--format", "json").out
    paths = [finding["path"] for finding in json.loads(first.out)["findings"]]
    assert paths == sorted(paths) and len(paths) == 200, paths


def case_paths_are_relative_to_the_working_directory(box):
    box.write("a/Dockerfile", SAFE)
    absolute = str(box.root.resolve() / "a/Dockerfile")
    for path, cwd, shown in (("./a//Dockerfile", ".", "a/Dockerfile"), (absolute, ".", "a/Dockerfile"),
                             ("../a/Dockerfile", "a", "../a/Dockerfile"), (".", "a", "Dockerfile"),
                             (absolute, "..", os.path.relpath(absolute, box.root.resolve().parent))):
        done = box.run("--format", "concise", path, cwd=cwd)
        assert done.out.startswith(shown + ":2:"), (path, cwd, str(done))


def case_a_path_given_twice_is_linted_once(box):
    box.write("a/Dockerfile", SAFE)
    assert box.run("a/Dockerfile", "a", ".", "./a/Dockerfile", "--format", "json").rules() == ["pip-unquoted-specifier"]


def case_hostile_names_are_printed_harmlessly(box):
    name = "Dockerfile\x1b[31m\r\n::error::x"
    box.write(name, SAFE)
    for args in (["--format", "full"], ["--format", "concise"], ["--format", "json"], ["--format", "github"],
                 ["--verbose"], ["--fix", "--diff"]):
        done = box.run(*args)
        text = done.err if "--diff" in args else done.out + done.err
        assert "\x1b" not in text and "\r" not in text, (args, str(done))
    assert "\x1b" not in box.run("missing\x1b[31m").err
