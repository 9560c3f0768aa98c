"""What goes wrong, on the way and in the answers."""

import json
import signal
import subprocess
import time

from common import CUDA, DEVEL, case, check, expect, findings, registry, unknown
from servers import Front


@case
def too_many_requests(box):
    front = Front(registry)
    left = [1]

    def rule(request):
        if left[0]:
            left[0] -= 1
            return 429, {"retry-after": "1"}, b"{}"
        return None

    front.rule = rule
    begun = time.monotonic()
    outcome = check(box, f"FROM {front.host}/team/devel:2\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)
    expect(1 <= time.monotonic() - begun < 10, time.monotonic() - begun)
    for wait in ("3600", "soon", "99999999999999999999"):
        front.rule = lambda request: (429, {"retry-after": wait}, b"{}")
        begun = time.monotonic()
        unknown(check(box, f"FROM {front.host}/team/devel:2\n"), "asked too much", "(429)")
        expect(time.monotonic() - begun < 3, time.monotonic() - begun)
    front.close()


@case
def broken_servers(box):
    front = Front(registry)
    for status in (500, 502, 503, 400, 204, 206, 301, 304, 100):
        front.rule = lambda request: (status, {}, b"{}")
        unknown(check(box, f"FROM {front.host}/team/devel:2\n", "--registry-timeout", "2"), "online: ")
    front.close()


def manifest_of(request, data, kind="application/vnd.oci.image.manifest.v1+json"):
    return 200, {"content-type": kind}, data


@case
def broken_documents(box):
    front = Front(registry)
    good = {"config": {"digest": "sha256:" + "a" * 64, "size": 3}, "layers": []}
    for data in (b"", b"<html>", b"[]", b"{}", b"nul", b"\0\0\0", b"\xff\xfe{", b'{"a":' * 100000, b"[" * 1000000,
                 b'{"config":' + b"[" * 1000000, json.dumps({**good, "layers": 5}).encode(),
                 json.dumps({**good, "config": {"digest": "../../../etc/passwd"}}).encode(),
                 json.dumps({"manifests": [{"digest": "x"}]}).encode(), json.dumps({"fsLayers": []}).encode()):
        front.rule = lambda request: manifest_of(request, data)
        unknown(check(box, f"FROM {front.host}/team/devel:1\n"), "no manifest that can be read")
    front.close()


@case
def wrong_digests(box):
    front = Front(registry)

    def rule(request):
        if "/blobs/" in request.path:
            return 200, {}, json.dumps({"os": "linux", "architecture": "amd64",
                                        "config": {"Env": ["CUDA_VERSION=10.0", "NV_CUDA_CUDART_VERSION=10.0"]}}).encode()
        return None

    front.rule = rule
    unknown(check(box, f"FROM {front.host}/team/devel:1\n"), "something else than what has the digest")
    pinned = registry.push("team/devel", "pinned", {**DEVEL, "A": "1"})["digest"]
    front.rule = lambda request: registry.ask("GET", "/v2/team/late/manifests/1", None,
                                              {"Accept": request.headers["Accept"]}) \
        if "/manifests/" in request.path else None
    registry.push("team/late", "1", CUDA)
    unknown(check(box, f"FROM {front.host}/team/devel@{pinned}\n"), "something else than what has the digest")
    front.close()


def endless(head, piece, pause):
    def write(out):
        out.write(head)
        while True:
            out.write(piece)
            out.flush()
            time.sleep(pause)
    return write


@case
def slow_and_endless_answers(box):
    front = Front(registry)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    for said, words in (
            (lambda out: time.sleep(30), "did not answer in 2 s"),
            (endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.2), "2 s"),
            (endless(head + b"\r\n", b" ", 0.2), "took longer than 2 s"),
            (endless(head + b"Content-Length: 100\r\n\r\n", b"", 0.2), " 2 s"),
            (endless(head + b"\r\n", b" " * 65536, 0), "larger than 4096 KiB"),
            (endless(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 1000 + b"\r\n", 0), "online: "),
            (lambda out: out.write(head + b"Content-Length: 100\r\n\r\n{\"config\""), "broke off"),
            (lambda out: out.write(b""), "broke off"),
            (lambda out: out.write(b"SSH-2.0-OpenSSH\r\n"), "online: "),
            (lambda out: out.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n"), "online: "),
            (lambda out: out.write(head + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"), "no manifest")):
        front.rule = lambda request: said
        begun = time.monotonic()
        unknown(check(box, f"FROM {front.host}/team/devel:1\n", "--registry-timeout", "2"), words)
        expect(time.monotonic() - begun < 9, (words, time.monotonic() - begun))
    front.close()


@case
def nobody_there(box):
    unknown(check(box, "FROM 127.0.0.1:1/a:1\n"), "cannot be reached")
    unknown(check(box, "FROM registry.invalid/a:1\n"), "no address is known")
    # A server without TLS, where it is wanted.
    front = Front(registry)
    unknown(check(box, f"FROM 0.0.0.0:{front.port}/a/b:1\n", "--private-registry", f"0.0.0.0:{front.port}"),
            "no secure connection")
    front.close()


@case
def without_curl(box):
    box.write("Dockerfile", f"FROM {registry.host}/team/devel:2\n")
    for name in ("libcurl.so.4", "libcurl-gnutls.so.4"):
        box.write("libs/" + name, "no library")
    curl = box.write("bin/curl")
    env = {"LD_LIBRARY_PATH": str(box.root / "libs"), "PATH": str(curl.parent)}
    for program, words in (("#!/nowhere", "cannot be started"), ("#!/bin/sh\necho curl 9; echo Protocols: http ftp", "without TLS"),
                           ("#!/bin/sh\nexit 5", "does not work"), (None, "curl is not installed")):
        if program is None:
            curl.unlink()
        else:
            curl.write_text(program + "\n")
            curl.chmod(0o755)
        outcome = box.run("check", "--online", "Dockerfile", env=env)
        expect(outcome.status == 0 and "nothing can be looked up" in outcome.err and words in outcome.err, outcome)


@case
def ctrl_c(box):
    front = Front(registry)
    front.rule = lambda request: (lambda out: time.sleep(30))
    box.write("Dockerfile", f"FROM {front.host}/team/devel:1\n")
    process = subprocess.Popen([box.binary, "check", "--online", "Dockerfile"], cwd=box.root, env=box.env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(100):
        if front.seen:
            break
        time.sleep(0.05)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    expect(process.returncode == -signal.SIGINT and time.monotonic() - begun < 2, process.returncode)
    front.close()


@case
def wrong_usage(box):
    box.write("Dockerfile")
    for args in (("--private-registry", "a"), ("--insecure-registry", "a"), ("--registry-mirror", "a=https://b"),
                 ("--registry-timeout", "5"), ("--online", "--registry-timeout", "0"),
                 ("--online", "--registry-timeout", "x"), ("--online", "--registry-mirror", "a"),
                 ("--online", "--registry-mirror", "a=file:///x"), ("--online", "--private-registry", "a b"),
                 ("--online", "--insecure-registry", "https://a/b c")):
        outcome = box.run("check", *args, "Dockerfile")
        expect(outcome.status == 2, outcome)
    for text in ("[online]\ntimeuot = 5\n", "[online]\ntimeout = 'x'\n", "online = 1\n", "[online", "[host]\n",
                 "[online]\nprivate-registries = ['a b']\n", "[online.mirrors]\na = 'x'\n"):
        box.write(".config/cudafit/config.toml", text)
        outcome = box.run("check", "--online", "Dockerfile")
        expect(outcome.status == 2 and "config.toml" in outcome.err, outcome)
        outcome = box.run("check", "Dockerfile")
        expect(outcome.status == 0, outcome)


@case
def words_of_strangers_are_printed_harmlessly(box):
    front = Front(registry)
    evil = "\x1b]0;x\x07\u202e"

    def rule(request):
        if "tags/list" in request.path:
            return 200, {}, json.dumps({"name": "x", "tags": ["1" + evil]}).encode()
        return None

    front.rule = rule
    box.write("Dockerfile", f"FROM {front.host}/team/devel:2\n")
    outcome = box.run("check", "--online", "--format", "full", "Dockerfile")
    expect(outcome.status == 1 and "\x1b" not in outcome.out and "\u202e" not in outcome.out, outcome)
    registry.push("team/evil", "1", {**DEVEL, "CUDA_VERSION": "12.4.1" + evil, "A" + evil: evil})
    box.write("Dockerfile", f"FROM {registry.host}/team/evil:1\nRUN nvcc x.cu\n")
    for args in (("check", "--format", "full"), ("graph", "--format", "svg"), ("graph", "--format", "dot")):
        outcome = box.run(*args, "--online", "Dockerfile")
        expect("\x1b" not in outcome.out + outcome.err and "\u202e" not in outcome.out + outcome.err, outcome)
