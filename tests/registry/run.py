"""--online against a real registry on this machine, and against servers that misbehave.

usage: run.py CUDAFIT"""

import base64
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))

from box import Box  # noqa: E402
from servers import Front, Registry, digest  # noqa: E402

CUDA = {
    "PATH": "/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "NVARCH": "x86_64",
    "NVIDIA_REQUIRE_CUDA": "cuda>=12.4 brand=tesla,driver>=470,driver<471",
    "NV_CUDA_CUDART_VERSION": "12.4.127-1",
    "CUDA_VERSION": "12.4.1",
    "LD_LIBRARY_PATH": "/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
    "NVIDIA_VISIBLE_DEVICES": "all",
    "NVIDIA_DRIVER_CAPABILITIES": "compute,utility",
}
RUNTIME = {**CUDA, "NV_CUDA_LIB_VERSION": "12.4.1-1", "NV_CUDNN_VERSION": "9.1.0.70-1"}
DEVEL = {**RUNTIME, "NV_CUDA_CUDART_DEV_VERSION": "12.4.127-1", "LIBRARY_PATH": "/usr/local/cuda/lib64/stubs"}
COMPILES = "RUN nvcc -arch=sm_52 -o /k k.cu\n"

registry = None
cases = []


def case(function):
    cases.append(function)
    return function


def check(box, dockerfile, *args, **kwargs):
    box.write("Dockerfile", dockerfile)
    return box.run("check", "--format", "json", "--online", *args, "Dockerfile", **kwargs)


def findings(outcome):
    return [(f["rule"], f["severity"], f["message"]) for f in json.loads(outcome.out)["findings"]]


def expect(condition, outcome):
    if not condition:
        raise AssertionError(str(outcome))


def login(box, host, user="me", secret="secret"):
    box.write(".docker/config.json",
              json.dumps({"auths": {host: {"auth": base64.b64encode(f"{user}:{secret}".encode()).decode()}}}))


def unknown(outcome, *words):
    """Nothing is concluded, and said why; `check` does not fail for it."""
    expect(outcome.status == 0 and findings(outcome) == [], outcome)
    for word in words:
        expect(word in outcome.err, outcome)


# What registries tell.

@case
def an_unknown_image_gets_its_facts_without_being_pulled(box):
    name = f"{registry.host}/team/devel:1"
    text = f"FROM {name}\nCOPY k.cu .\n{COMPILES}"
    box.write("k.cu", "")
    args = ["--driver", "535.104.05", "--gpu", "RTX 3090"]
    silent = box.run("check", "--format", "json", *args, "-", stdin=text)
    expect(findings(silent) == [], silent)
    outcome = check(box, text, *args)
    rules = [f[0] for f in findings(outcome)]
    expect("driver-refused-by-image" in rules, outcome)
    expect(f"asking http://{registry.host}" in outcome.err, outcome)
    graph = box.run("graph", "--online", "Dockerfile")
    expect("nvcc 12.4.1" in graph.out and "NV_CUDA_CUDART_DEV_VERSION=12.4.127-1" in graph.out, graph)


@case
def what_was_changed_later_is_not_taken_for_certain(box):
    text = "COPY k.cu .\nRUN nvcc -arch=sm_120 -o /k k.cu\n"
    registry.push("team/changed", "1", DEVEL)
    registry.push("team/changed", "2", DEVEL, later="./install-another-cuda.sh")
    outcome = check(box, f"FROM {registry.host}/team/changed:1\n{text}")
    expect([f[0] for f in findings(outcome)] == ["nvcc-arch-unsupported"], outcome)
    outcome = check(box, f"FROM {registry.host}/team/changed:2\n{text}")
    expect(findings(outcome) == [], outcome)
    # The variables are what they are.
    outcome = check(box, f"FROM {registry.host}/team/changed:2\n{text}", "--driver", "535.104.05", "--gpu", "RTX 3090")
    expect([f[0] for f in findings(outcome)] == ["driver-refused-by-image"], outcome)


@case
def nothing_is_asked_without_the_flag(box):
    front = Front(registry)
    box.write("Dockerfile", f"FROM {front.host}/team/devel:1\n")
    for command in ("check", "graph", "recommend"):
        outcome = box.run(command, "Dockerfile")
        expect(outcome.status == 0 and "online" not in outcome.err, outcome)
    expect(front.seen == [], front.seen)
    front.close()


@case
def a_repository_cannot_switch_it_on(box):
    front = Front(registry)
    box.mkdir(".git")
    for line in ("online = true", "[online]\nprivate-registries = ['10.0.0.1']"):
        box.write(".cudafit.toml", line)
        box.write("Dockerfile", f"FROM {front.host}/team/devel:1\n")
        outcome = box.run("check", "Dockerfile")
        expect(outcome.status == 2 and "online" in outcome.err, outcome)
    expect(front.seen == [], front.seen)
    front.close()


@case
def a_missing_tag_is_a_finding_with_registry_and_day(box):
    outcome = check(box, f"FROM {registry.host}/team/devel:2\n")
    expect(outcome.status == 1, outcome)
    expect(findings(outcome) == [("image-tag-not-found", "warning",
                                  f"{registry.host} has no tag 2 of {registry.host}/team/devel")], outcome)
    expect(re.search(r"asked on 20\d\d-\d\d-\d\d", outcome.out), outcome)
    expect("use " in outcome.out and "team/devel:1" in outcome.out, outcome)


@case
def what_the_project_builds_itself_need_not_be_there(box):
    name = f"{registry.host}/team/devel:made-here"
    box.write("compose.yaml", f"services:\n  base:\n    build: base\n    image: {name}\n  app:\n    build: app\n")
    box.write("base/Dockerfile", "FROM scratch\n")
    box.write("app/Dockerfile", f"FROM {name}\n")
    outcome = box.run("check", "--online", "--format", "json", ".")
    expect(outcome.status == 0 and findings(outcome) == [], outcome)
    box.write("compose.yaml", f"services:\n  app:\n    image: {name}\n")
    outcome = box.run("check", "--online", "--format", "json", "compose.yaml")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)


@case
def a_missing_repository_is_none(box):
    unknown(check(box, f"FROM {registry.host}/team/nowhere:2\n"), "shows no repository team/nowhere")


@case
def digests_are_resolved_and_checked(box):
    pinned = registry.push("team/pinned", "1", RUNTIME)["digest"]
    outcome = check(box, f"FROM {registry.host}/team/pinned@{pinned}\nRUN nvidia-smi || true\n")
    expect("online: " + registry.host not in outcome.err, outcome)
    graph = box.run("graph", "--online", "Dockerfile")
    expect("NV_CUDNN_VERSION=9.1.0.70-1" in graph.out, graph)
    other = "sha256:" + "a" * 64
    outcome = check(box, f"FROM {registry.host}/team/pinned@{other}\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)


@case
def lists_and_both_kinds_of_manifests(box):
    for docker in (False, True):
        repository = f"team/list-{'docker' if docker else 'oci'}"
        amd = registry.push(repository, None, RUNTIME, docker=docker)
        arm = registry.push(repository, None, {**CUDA, "NVARCH": "sbsa"}, architecture="arm64", docker=docker)
        registry.push_list(repository, "1", [("linux/arm64/v8", arm), ("linux/amd64", amd)], docker)
        box.write("Dockerfile", f"FROM {registry.host}/{repository}:1\n")
        graph = box.run("graph", "--online", "Dockerfile")
        expect("NV_CUDNN_VERSION" in graph.out, graph)
        graph = box.run("graph", "--online", "--platform", "linux/arm64", "Dockerfile")
        expect("CUDA_VERSION=12.4.1" in graph.out and "NV_CUDNN_VERSION" not in graph.out, graph)
        outcome = check(box, f"FROM --platform=linux/s390x {registry.host}/{repository}:1\n")
        expect([f[:2] for f in findings(outcome)] == [("image-lacks-platform", "error")], outcome)
        expect("only for arm64, amd64" in outcome.out, outcome)
        outcome = check(box, f"FROM --platform=linux/amd64 {registry.host}/{repository}:1\n")
        expect(findings(outcome) == [], outcome)


@case
def real_sizes(box):
    registry.push("team/large", "1", RUNTIME, layer=os.urandom(3_000_000))
    box.write("Dockerfile", f"FROM {registry.host}/team/large:1\nRUN pip install torch==2.4.1\nCMD python3 x.py\n")
    outcome = box.run("recommend", "--online", "--format", "json", "Dockerfile")
    expect("3 MB compressed, by the registry" in outcome.out, outcome)


@case
def what_was_looked_up_is_kept(box):
    front = Front(registry)
    text = f"FROM {front.host}/team/devel:1\n"
    check(box, text)
    asked = len(front.seen)
    expect(asked > 1, front.seen)
    outcome = check(box, text)
    expect(len(front.seen) == asked and "asking" not in outcome.err, outcome)
    kept = list((box.root / ".cache/cudafit/registry").iterdir())
    expect(kept and all(path.stat().st_mode & 0o077 == 0 for path in kept), kept)
    # What somebody has changed there does not count.
    for path in kept:
        path.write_bytes(b'{"config": {}}')
    outcome = check(box, text)
    expect(outcome.status == 0 and len(front.seen) == 2 * asked, front.seen)
    # A cache that cannot be made is none.
    blocked = box.write("blocked", "")
    outcome = check(box, text, env={"XDG_CACHE_HOME": str(blocked)})
    expect(outcome.status == 0 and len(front.seen) == 3 * asked, outcome)
    front.close()


@case
def missing_is_not_kept(box):
    text = f"FROM {registry.host}/team/late:2\n"
    registry.push("team/late", "1", CUDA)
    expect(len(findings(check(box, text))) == 1, "")
    registry.push("team/late", "2", CUDA)
    outcome = check(box, text)
    expect(findings(outcome) == [], outcome)


@case
def many_images_at_once(box):
    front = Front(registry)

    def slow(request):
        time.sleep(0.3)

    front.rule = slow
    lines = [f"FROM {front.host}/team/devel:1 AS a0"]
    lines += [f"COPY --from={front.host}/team/many:{i} /x /x" for i in range(16)]
    for i in range(16):
        registry.push("team/many", str(i), {})
    begun = time.monotonic()
    outcome = check(box, "\n".join(lines) + "\n")
    expect(outcome.status == 0, outcome)
    expect(len(front.seen) >= 18 and time.monotonic() - begun < 0.3 * len(front.seen) * 0.6, time.monotonic() - begun)
    front.close()


# Who is let in, and who sees what.

TOKEN = "T0KEN"
SECRET = "$2b$04$.NSqeV8xY7OxeieQrQ4As.lKaO.2nQrA0ssWl9v8DjXvxK0n3uKue"  # bcrypt of "secret"


def token_server(front, realm=None, tokens=None):
    """Makes `front` want a token. `tokens`: those that are given, one after the other."""
    given = list(tokens or [])

    def rule(request):
        if request.path.startswith("/token"):
            token = given.pop(0) if given else TOKEN
            return 200, {"content-type": "application/json"}, json.dumps({"token": token}).encode()
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            where = realm or f"http://{front.host}/token"
            return 401, {"www-authenticate": f'Bearer realm="{where}",service="tests"'}, b"{}"
        return None

    front.rule = rule


@case
def tokens(box):
    front = Front(registry)
    token_server(front)
    outcome = check(box, f"FROM {front.host}/team/devel:2\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)
    expect("/token?service=tests&scope=repository%3Ateam%2Fdevel%3Apull" in front.paths(), front.paths())
    expect(not any(s.startswith("Basic") for s in front.shown()), front.shown())
    login(box, front.host)
    check(box, f"FROM {front.host}/team/devel:2\n")
    expect("Basic " + base64.b64encode(b"me:secret").decode() in front.shown(), front.shown())
    front.close()


@case
def a_token_that_is_out_of_date(box):
    front = Front(registry)
    token_server(front, tokens=["old"])
    outcome = check(box, f"FROM {front.host}/team/devel:2\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)
    token_server(front, tokens=["old"] * 100)
    front.seen.clear()
    unknown(check(box, f"FROM {front.host}/team/devel:2\n"), "(401)")
    expect(len(front.seen) < 12, front.seen)
    front.close()


@case
def basic_logins_of_a_real_registry(box):
    guarded = Registry(f"me:{SECRET}\n")
    try:
        unknown(check(box, f"FROM {guarded.host}/a:1\n"), "(401)", "no login for", "Docker's configuration")
        login(box, guarded.host, secret="wrong")
        unknown(check(box, f"FROM {guarded.host}/a:1\n"), "(401)")
        login(box, guarded.host)
        unknown(check(box, f"FROM {guarded.host}/a:1\n"), "shows no repository a")
        # By a helper program.
        box.write(".docker/config.json", json.dumps({"credHelpers": {guarded.host: "tests"}}))
        helper = box.write("bin/docker-credential-tests", "#!/bin/sh\ncat >\"$HOME/asked\"\n"
                           "echo '{\"Username\": \"me\", \"Secret\": \"secret\"}'\n")
        helper.chmod(0o755)
        path = f"{box.root}/bin:{os.environ['PATH']}"
        unknown(check(box, f"FROM {guarded.host}/a:1\n", env={"PATH": path}), "shows no repository a")
        expect(box.read("asked") == guarded.host, box.read("asked"))
        # One in the working directory is nobody's.
        unknown(check(box, f"FROM {guarded.host}/a:1\n", cwd=".", env={"PATH": f".:bin:{os.environ['PATH']}"}),
                "docker-credential-tests cannot be started")
    finally:
        guarded.close()


@case
def a_login_is_shown_to_nobody_else(box):
    front, evil = Front(registry), Front(registry)
    login(box, front.host)
    evil.rule = lambda request: (200, {}, json.dumps({"token": TOKEN}).encode())
    # `localhost` is another host than 127.0.0.1, and nobody has said that they belong together.
    token_server(front, realm=f"http://localhost:{evil.port}/token")
    outcome = check(box, f"FROM {front.host}/team/devel:2\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)  # an anonymous token did
    expect(evil.seen and evil.shown() == [], evil.seen)
    box.write(".config/cudafit/config.toml", f'[online.tokens]\n"{front.host}" = "localhost:{evil.port}"\n')
    evil.seen.clear()
    check(box, f"FROM {front.host}/team/devel:2\n")
    expect(evil.shown() == ["Basic " + base64.b64encode(b"me:secret").decode()], evil.shown())
    front.close()
    evil.close()


@case
def evil_realms(box):
    front = Front(registry)
    login(box, front.host)
    for realm in ("file:///etc/passwd", "http://169.254.169.254/latest/meta-data", "https://10.0.0.1/token",
                  "https://me:x@127.0.0.1/token", "gopher://127.0.0.1:1/x", "ftp://127.0.0.1/x", "x", "",
                  "http://example.com/token", "http://0.0.0.0:1/x", "https://[::ffff:10.0.0.1]/x"):
        token_server(front, realm=realm or " ")
        begun = time.monotonic()
        outcome = check(box, f"FROM {front.host}/team/devel:2\n", "--registry-timeout", "3")
        unknown(outcome, "online: ")
        expect(time.monotonic() - begun < 3, (realm, outcome.err))
        expect(all("secret" not in s and not s.startswith("Basic") for s in front.shown()), front.shown())
    front.close()


@case
def redirects_take_no_login_along(box):
    front, store = Front(registry), Front(registry)
    login(box, front.host)
    basic = "Basic " + base64.b64encode(b"me:secret").decode()

    def rule(request):
        if request.headers.get("Authorization") != basic:
            return 401, {"www-authenticate": 'Basic realm="x"'}, b"{}"
        if "/blobs/" in request.path:
            return 307, {"location": f"http://{store.host}{request.path}?sig=1"}, b""
        return None

    front.rule = rule
    store.rule = lambda request: registry.ask("GET", request.path.split("?")[0])
    box.write("Dockerfile", f"FROM {front.host}/team/devel:1\n")
    graph = box.run("graph", "--online", "Dockerfile")
    expect("nvcc 12.4.1" in graph.out, graph)
    expect(f"asking http://{store.host}" in graph.err, graph)
    expect(store.seen and store.shown() == [] and basic in front.shown(), store.seen)
    front.close()
    store.close()


@case
def redirects_that_lead_nowhere(box):
    front = Front(registry)
    for place in (None, "file:///etc/passwd", "http://169.254.169.254/", "http://example.com/", "https://10.0.0.1/",
                  "", "//", "https://192.168.0.1/x"):
        front.seen.clear()
        front.rule = lambda request: (302, {"location": request.path if place is None else place}, b"")
        outcome = check(box, f"FROM {front.host}/team/devel:1\n", "--registry-timeout", "3")
        unknown(outcome, "online: ")
        expect(len(front.seen) <= 7, front.seen)
    front.close()


@case
def inside_addresses_are_refused(box):
    for host in ("10.255.255.1", "169.254.169.254", "192.168.255.1:5000", "172.16.0.1", "[fd00::1]:5000",
                 "100.64.0.1", "0.0.0.0:1", "[::ffff:a00:1]:5000", "2130706433:1", "0x7f.1/a", "127.1:5000"):
        begun = time.monotonic()
        outcome = check(box, f"FROM {host}/a/b:1\n", "--registry-timeout", "3")
        expect(outcome.status == 0 and findings(outcome) == [], outcome)
        expect(time.monotonic() - begun < 3, (host, outcome.err))
        expect("only you can allow that" in outcome.err or "is no host" in outcome.err, outcome)
        expect("asking" not in outcome.err, outcome)
    # No proxy is sent there either.
    front = Front()
    outcome = check(box, "FROM 10.0.0.1/a/b:1\n", env={"https_proxy": f"http://{front.host}"})
    expect(front.seen == [] and "only you can allow that" in outcome.err, outcome)
    front.close()


@case
def named_hosts_are_not(box):
    # Nobody listens there, but it is tried.
    outcome = check(box, "FROM localhost.localdomain:1/a/b:1\n")
    expect(outcome.status == 0, outcome)
    outcome = check(box, "FROM 0.0.0.0:1/a/b:1\n", "--private-registry", "0.0.0.0:1")
    unknown(outcome, "cannot be reached")
    outcome = check(box, f"FROM 0.0.0.0:{registry.port}/team/devel:2\n", "--insecure-registry", f"0.0.0.0:{registry.port}")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)
    box.write(".config/cudafit/config.toml", f"[online]\ninsecure-registries = ['0.0.0.0:{registry.port}']\n")
    outcome = check(box, f"FROM 0.0.0.0:{registry.port}/team/devel:2\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)


@case
def mirrors(box):
    front = Front(registry)
    registry.push("hub/library/tests-only", "1", DEVEL)
    front.rule = lambda request: None
    box.write("Dockerfile", "FROM tests-only:1\n")
    graph = box.run("graph", "--online", "--registry-mirror", f"docker.io=http://{front.host}/hub", "Dockerfile")
    expect("nvcc 12.4.1" in graph.out and "a mirror of docker.io" in graph.out, graph)
    expect("docker.io" not in graph.err, graph)
    front.close()


@case
def proxies_of_the_environment(box):
    front = Front()
    front.rule = lambda request: registry.ask(request.command, "/v2/" + request.path.split("/v2/", 1)[1], None,
                                              {"Accept": request.headers["Accept"]})
    env = {"http_proxy": f"http://{front.host}"}
    args = ("--insecure-registry", "registry.invalid")
    outcome = check(box, "FROM registry.invalid/team/devel:2\n", *args, env=env)
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)
    expect(front.seen[0][1].startswith("http://registry.invalid/v2/"), front.seen)
    front.seen.clear()
    unknown(check(box, "FROM registry.invalid/team/devel:2\n", *args, env={**env, "NO_PROXY": ".invalid"}),
            "no address is known")
    expect(front.seen == [], front.seen)
    front.close()


# What goes wrong.

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
            (endless(head + b"Content-Length: 100\r\n\r\n", b"", 0.2), "took longer than 2 s"),
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
def without_libcurl(box):
    box.write("Dockerfile", f"FROM {registry.host}/team/devel:2\n")
    fake = box.write("libs/libcurl.so.4", "no library")
    fake = fake.parent / "libcurl-gnutls.so.4"
    fake.write_text("no library")
    outcome = box.run("check", "--online", "Dockerfile", env={"LD_LIBRARY_PATH": str(fake.parent)})
    if outcome.status == 1:
        raise AssertionError("the loader passes over what is no library: " + str(outcome))
    expect(outcome.status == 0 and "libcurl" in outcome.err, outcome)


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


def main():
    global registry
    Box.binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2:]
    registry = Registry()
    registry.push("team/devel", "1", DEVEL)
    passed = failed = 0
    for function in cases:
        if wanted and not any(word in function.__name__ for word in wanted):
            continue
        box = Box()
        begun = time.monotonic()
        try:
            function(box)
            passed += 1
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"FAILED {function.__name__.replace('_', ' ')}")
            traceback.print_exc(file=sys.stdout)
        finally:
            box.close()
        if time.monotonic() - begun > 5:
            print(f"{function.__name__.replace('_', ' ')}: {time.monotonic() - begun:.1f} s")
    registry.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
