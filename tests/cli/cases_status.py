"""Every row of the table of exit statuses and odd input."""

import os
import socket
import subprocess

from box import BROKEN, CLEAN, HINT, SAFE, WARNING


def case_clean_is_0(box):
    box.write("Dockerfile", CLEAN)
    done = box.run("Dockerfile")
    assert done.status == 0, done
    assert done.err == "", done


def case_only_hints_is_0(box):
    box.write("Dockerfile", HINT)
    done = box.run("Dockerfile")
    assert done.status == 0 and "hint[image-tag-unresolved]" in done.out, done


def case_a_finding_at_the_fail_level_is_1(box):
    box.write("Dockerfile", SAFE)
    done = box.run("Dockerfile")
    assert done.status == 1 and "error[pip-unquoted-specifier]" in done.out, done
    box.write("Dockerfile", WARNING)
    assert box.run("Dockerfile").status == 1


def case_bad_flag_is_2(box):
    box.write("Dockerfile", SAFE)
    done = box.run("--formt", "json", "Dockerfile")
    assert done.status == 2 and 'unknown option "--formt"; did you mean "--format"?' in done.err, done
    assert done.out == "", done


def case_bad_value_is_2(box):
    for args in (["--format", "xml"], ["--fail-on", "eror"], ["--color", "sometimes"], ["--format"],
                 ["--platform", "linux"], ["--platform", "a//b"], ["--build-arg", "=x"], ["-", "Dockerfile"],
                 ["--stdin-filename", "x"], ["--isolated", "--config", "c.toml"], ["--select", "gpu-at-bild"]):
        done = box.run("check", *args, stdin="")
        assert done.status == 2 and done.err, (args, str(done))
        assert done.out == "", (args, str(done))


def case_nearest_value_is_named(box):
    assert 'did you mean "error"?' in box.run("--fail-on", "eror").err
    assert 'unknown rule "gpu-at-bild"; did you mean "gpu-at-build"?' in box.run("--ignore", "gpu-at-bild").err


def case_broken_configuration_is_2_and_other_files_are_linted(box):
    box.write("a/.cudafit.toml", "\nfail-onn = 'error'\n")
    box.write("a/Dockerfile", SAFE)
    box.write("b/Dockerfile", SAFE)
    done = box.run("a", "b")
    assert done.status == 2, done
    assert 'a/.cudafit.toml:2:1: unknown key "fail-onn"; did you mean "fail-on"?' in done.err, done
    assert "b/Dockerfile:2:" in done.out and "a/Dockerfile" not in done.out, done


def case_missing_path_is_3_after_the_rest(box):
    box.write("Dockerfile", SAFE)
    done = box.run("missing", "Dockerfile")
    assert done.status == 3, done
    assert "missing: no such file or directory" in done.err, done
    assert "Dockerfile:2:" in done.out, done


def case_empty_path_is_3(box):
    assert box.run("").status == 3


def case_unreadable_file_is_3(box):
    box.write("Dockerfile", SAFE).chmod(0)
    box.write("ok/Dockerfile", SAFE)
    done = box.run_unprivileged("Dockerfile", "ok/Dockerfile")
    assert done.status == 3 and "Dockerfile: permission denied" in done.err, done
    assert "ok/Dockerfile:2:" in done.out, done


def case_unreadable_directory_is_3(box):
    box.mkdir("locked")
    os.chmod(box.root / "locked", 0)
    done = box.run_unprivileged("locked")
    assert done.status == 3 and "locked: permission denied" in done.err, done


def case_unreadable_is_skipped_when_walking(box):
    box.write("a/Dockerfile", SAFE).chmod(0)
    box.mkdir("locked")
    os.chmod(box.root / "locked", 0)
    box.write("b/Dockerfile", CLEAN)
    done = box.run_unprivileged(".", "--verbose")
    assert done.status == 0, done
    assert "skipped a/Dockerfile: permission denied" in done.err, done
    assert "skipped locked: permission denied" in done.err, done
    assert "skipped" not in box.run_unprivileged(".").err


def case_fifo_is_3_when_named_and_skipped_when_walking(box):
    os.mkfifo(box.root / "Dockerfile")
    done = box.run("Dockerfile")
    assert done.status == 3 and "is a FIFO" in done.err, done
    done = box.run(".", "--verbose")
    assert done.status == 0 and "skipped Dockerfile: is not a regular file" in done.err, done


def case_socket_is_3(box):
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(box.root)
        server.bind("Dockerfile")
        os.chdir("/")
        done = box.run("Dockerfile")
    assert done.status == 3 and "is a socket" in done.err, done


def case_device_is_3(box):
    done = box.run("/dev/null")
    assert done.status == 3 and "is a device" in done.err, done


def case_no_dockerfile_is_0_and_said(box):
    box.write("README.md", "x")
    done = box.run()
    assert done.status == 0 and done.out == "", done
    assert done.err == "cudafit: no Dockerfile found in .\n", done


def case_utf16_nul_and_size_are_one_parse_error(box):
    box.write("Dockerfile.utf16", "FROM x\n".encode("utf-16"))
    box.write("Dockerfile.nul", b"FROM x\0\nRUN \0\n")
    with open(box.root / "Dockerfile.big", "wb") as big:
        big.write(b"FROM x\n")
        big.truncate((32 << 20) + 1)
    for name in ("utf16", "nul", "big"):
        done = box.run("--format", "json", "Dockerfile." + name)
        assert done.status == 1 and done.rules() == ["parse-error"], (name, str(done))
    assert "larger than 32 MiB" in box.run("Dockerfile.big").out


def case_big_standard_input_is_one_parse_error(box):
    done = box.run("-", "--format", "json", stdin=b"#" * ((32 << 20) + 1))
    assert done.status == 1 and done.rules() == ["parse-error"], done


def case_invalid_utf8_is_linted_and_escaped(box):
    box.write("Dockerfile", b"FROM python:3.12\nRUN pip install torch>=2.0 # \xff\x1b[31m\n")
    done = box.run("--format", "full")
    assert done.status == 1 and "pip-unquoted-specifier" in done.out, done
    assert "\\x{ff}" in done.out and "\x1b" not in done.out, done


def case_symlink_loop_is_skipped_once(box):
    box.write("a/Dockerfile", SAFE)
    os.symlink("..", box.root / "a/up")
    os.symlink("self", box.root / "a/self")
    done = box.run("--format", "json", "--verbose")
    assert done.rules() == ["pip-unquoted-specifier"], done
    assert done.err.count("skipped a/up: the symbolic link leads in a circle") == 1, done
    assert "skipped" not in box.run("--format", "json").err


def case_named_symlink_loop_is_3(box):
    os.symlink("Dockerfile", box.root / "Dockerfile")
    done = box.run("Dockerfile")
    assert done.status == 3 and "symbolic links lead in a circle" in done.err, done


def case_findings_and_a_failure_is_3(box):
    box.write("Dockerfile", BROKEN)
    done = box.run("Dockerfile", "missing")
    assert done.status == 3 and "error[parse-error]" in done.out, done


def case_broken_configuration_and_a_failure_is_3(box):
    box.write(".cudafit.toml", "x = 1\n")
    box.write("Dockerfile")
    assert box.run("Dockerfile", "missing").status == 3


def case_full_standard_output_is_3(box):
    box.write("Dockerfile", SAFE)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([box.binary, "Dockerfile"], cwd=box.root, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3 and b"standard output: cannot be written" in done.stderr, done
    for words in (["--version"], ["check", "--help"], ["rules"], ["explain", "nvcc-missing"], ["man"], ["matrix", "gpu", "A100"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([box.binary, *words], cwd=box.root, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 3 and done.stderr == b"cudafit: standard output: cannot be written\n", (words, done)


def case_a_syntax_error_does_not_stop_the_rest(box):
    box.write("Dockerfile", BROKEN + "RUN pip install torch>=2.0\n")
    done = box.run("--format", "json")
    assert sorted(done.rules()) == ["parse-error", "pip-unquoted-specifier"], done
