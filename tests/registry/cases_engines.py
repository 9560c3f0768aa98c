"""Connections that are secure, and what Docker and Podman have been told about registries."""

import base64
import json
import subprocess

from common import DEVEL, case, check, expect, findings, registry, unknown
from servers import Front, Registry


def openssl(box, *words):
    subprocess.run(["openssl", *words], cwd=box.root / "tls", check=True, capture_output=True)


def authority(box):
    """Who makes certificates in this case, and nobody knows it."""
    box.mkdir("tls")
    openssl(box, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=tests")
    return box.root / "tls" / "ca.pem"


def certificate(box, name, names):
    """Of a server or a client; with its key."""
    box.write(f"tls/{name}.ext", f"subjectAltName={names}\n" if names else "")
    openssl(box, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
    openssl(box, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-out", f"{name}.pem", "-extfile", f"{name}.ext")
    return str(box.root / "tls" / f"{name}.pem"), str(box.root / "tls" / f"{name}.key")


def told(box, text, *args, **kwargs):
    """The registry was asked, and its word counts."""
    outcome = check(box, text, *args, **kwargs)
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)
    return outcome


@case
def a_server_with_a_certificate(box):
    ca = authority(box)
    server = Registry(tls=certificate(box, "server", "IP:0.0.0.0,DNS:localhost"))
    try:
        server.push("team/devel", "1", DEVEL)
        # 0.0.0.0 is this machine, and no name of it: TLS is wanted.
        host = f"0.0.0.0:{server.port}"
        text = f"FROM {host}/team/devel:2\n"
        named = ("--private-registry", host)
        unknown(check(box, text), "only you can allow that")
        unknown(check(box, text, *named), "no secure connection")
        outcome = told(box, text, *named, env={"SSL_CERT_FILE": str(ca)})
        expect(f"online: asking {host}\n" in outcome.err, outcome)
        box.write("Dockerfile", f"FROM {host}/team/devel:1\n")
        graph = box.run("graph", "--online", *named, "Dockerfile", env={"SSL_CERT_FILE": str(ca)})
        expect("nvcc 12.4.1" in graph.out, graph)
        # By a name, of whose addresses the server may have the last alone.
        box.write("Dockerfile", "FROM team/devel:1\n")
        graph = box.run("graph", "--online", "--registry-mirror", f"docker.io=https://localhost:{server.port}/team",
                        "Dockerfile", env={"SSL_CERT_FILE": str(ca), "https_proxy": "http://127.0.0.1:1"})
        expect("nvcc" not in graph.out, graph)  # of another folder
        graph = box.run("graph", "--online", "--registry-mirror", f"docker.io=https://localhost:{server.port}",
                        "Dockerfile", env={"SSL_CERT_FILE": str(ca)})
        expect("nvcc 12.4.1" in graph.out, graph)
        # Another one's certificate, and another host's.
        other = box.write("other.pem", "")
        unknown(check(box, text, *named, env={"SSL_CERT_FILE": str(other)}), "no secure connection")
        away = ("--private-registry", f"127.0.0.1:{server.port}",
                "--registry-mirror", f"docker.io=https://127.0.0.1:{server.port}")
        outcome = check(box, "FROM team/devel:2\n", *away, "--registry-timeout", "3",
                        env={"SSL_CERT_FILE": str(ca), "https_proxy": "http://127.0.0.1:1"})
        expect(outcome.status == 0 and findings(outcome) == [], outcome)
        # By the files of Docker and Podman; those of another port are of another server.
        folder = f".config/containers/certs.d/0.0.0.0:{server.port}"
        box.write(f".config/docker/certs.d/0.0.0.0:{server.port + 1}/ca.crt", ca.read_bytes())
        unknown(check(box, text, *named), "no secure connection")
        box.write(f"{folder}/ca.crt", ca.read_bytes())
        told(box, text, *named)
        box.write(f"{folder}/ca.crt", "no certificate")
        unknown(check(box, text, *named, env={"SSL_CERT_FILE": str(other)}), "no secure connection")
    finally:
        server.close()


@case
def a_server_that_wants_a_certificate(box):
    ca = authority(box)
    mine = certificate(box, "mine", "")
    server = Registry(tls=(*certificate(box, "server", "IP:0.0.0.0"), ca))
    try:
        server.push("team/devel", "1", DEVEL)
        host = f"0.0.0.0:{server.port}"
        text = f"FROM {host}/team/devel:2\n"
        folder = f".config/docker/certs.d/{host}"
        box.write(f"{folder}/ca.crt", ca.read_bytes())
        unknown(check(box, text, "--private-registry", host), "online: ")
        with open(mine[0], "rb") as shown:
            box.write(f"{folder}/client.cert", shown.read())
        unknown(check(box, text, "--private-registry", host), "it has no key beside it")
        with open(mine[1], "rb") as key:
            box.write(f"{folder}/client.key", key.read())
        told(box, text, "--private-registry", host)
    finally:
        server.close()


@case
def logins_of_podman(box):
    front = Front(registry)
    basic = "Basic " + base64.b64encode(b"me:secret").decode()
    front.rule = lambda request: None if request.headers.get("Authorization") == basic \
        else (401, {"www-authenticate": 'Basic realm="x"'}, b"{}")
    text = f"FROM {front.host}/team/devel:2\n"
    unknown(check(box, text), "no login for", "Podman's")
    auths = json.dumps({"auths": {front.host: {"auth": base64.b64encode(b"me:secret").decode()}}})
    box.write(".config/containers/auth.json", auths)
    told(box, text)
    box.write(".config/containers/auth.json", auths[:-3])
    unknown(check(box, text), "it is no JSON")
    box.write("mine.json", auths)
    told(box, text, env={"REGISTRY_AUTH_FILE": str(box.root / "mine.json")})
    front.close()


@case
def mirrors_of_docker_and_podman(box):
    front = Front(registry)
    registry.push("hub/library/tests-only", "1", DEVEL)
    box.write("Dockerfile", "FROM tests-only:1\n")

    def graph():
        outcome = box.run("graph", "--online", "Dockerfile")
        expect("nvcc 12.4.1" in outcome.out and "a mirror of docker.io" in outcome.out, outcome)
        expect("asking registry-1" not in outcome.err, outcome)

    box.write(".config/docker/daemon.json", json.dumps({"registry-mirrors": [f"http://{front.host}/hub"]}))
    graph()
    box.write(".config/docker/daemon.json", "{}")
    conf = f'[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "{front.host}/hub"\ninsecure = true\n'
    box.write(".config/containers/registries.conf", conf)
    graph()
    front.close()


@case
def registries_that_podman_knows_elsewhere(box):
    front = Front(registry)
    conf = ".config/containers/registries.conf"
    box.write(conf, f'[[registry]]\nprefix = "old.invalid"\nlocation = "{front.host}"\ninsecure = true\n')
    box.write("Dockerfile", "FROM old.invalid/team/devel:1\n")
    graph = box.run("graph", "--online", "Dockerfile")
    expect("nvcc 12.4.1" in graph.out and "asking old.invalid" not in graph.err, graph)
    # For Docker the name may lead somewhere else.
    unknown(check(box, "FROM old.invalid/team/devel:2\n"), "does not have it")
    front.seen.clear()
    box.write(conf, f'[[registry]]\nprefix = "{front.host}"\nblocked = true\n')
    unknown(check(box, f"FROM {front.host}/team/devel:2\n"), "registries.conf blocks")
    expect(front.seen == [], front.seen)
    box.write(conf, "[[registry")
    outcome = told(box, f"FROM {front.host}/team/devel:2\n")
    expect("registries.conf: line 1" in outcome.err, outcome)
    front.close()
