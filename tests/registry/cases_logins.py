"""Who is let in, who sees what, and who may be asked at all."""

import base64
import json
import os
import time

from common import DEVEL, case, check, expect, findings, login, registry, unknown
from servers import Front, Registry


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
