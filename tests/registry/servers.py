"""A real registry on this machine, images pushed to it, and a server before it that misbehaves."""

import hashlib
import http.client
import http.server
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.parse

OCI = "application/vnd.oci.image."
DOCKER = "application/vnd.docker.distribution.manifest."
LIST = "application/vnd.docker.distribution.manifest.list.v2+json"


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Registry:
    """docker-registry, as Debian packs it. `tls`: its certificate and key, and who makes those of its clients, if it
    wants any."""

    def __init__(self, users=None, tls=None):
        self.tls = None
        if tls:
            # What it says to the tests need not be proven.
            self.tls = ssl.create_default_context()
            self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE
            self.tls.load_cert_chain(tls[0], tls[1])
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="cudafit-registry-"))
        self.port = free_port()
        self.host = f"127.0.0.1:{self.port}"
        auth = ""
        if users:
            (self.root / "users").write_text(users)
            auth = f"auth:\n  htpasswd:\n    realm: tests\n    path: {self.root}/users\n"
        (self.root / "config.yml").write_text(
            f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {self.root}/data}}}}\n"
            f"http: {{addr: '{self.host}'{self.wishes(tls)}}}\n{auth}")
        self.process = subprocess.Popen(["docker-registry", "serve", str(self.root / "config.yml")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.ask("GET", "/v2/")
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("docker-registry does not start")

    @staticmethod
    def wishes(tls):
        if not tls:
            return ""
        clients = f", clientcas: ['{tls[2]}']" if len(tls) > 2 else ""
        return f", tls: {{certificate: '{tls[0]}', key: '{tls[1]}'{clients}}}"

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.root)

    def ask(self, method, path, body=None, headers=None):
        if self.tls:
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=self.tls)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), data

    def blob(self, repository, data):
        status, headers, _ = self.ask("POST", f"/v2/{repository}/blobs/uploads/")
        assert status == 202, status
        place = urllib.parse.urlsplit(headers["location"])
        query = place.query + ("&" if place.query else "") + "digest=" + digest(data)
        status, _, said = self.ask("PUT", f"{place.path}?{query}", data,
                                   {"Content-Type": "application/octet-stream"})
        assert status == 201, (status, said)
        return {"digest": digest(data), "size": len(data)}

    def manifest(self, repository, name, kind, content):
        data = json.dumps({"schemaVersion": 2, "mediaType": kind, **content}).encode()
        status, _, said = self.ask("PUT", f"/v2/{repository}/manifests/{name or digest(data)}", data,
                                   {"Content-Type": kind})
        assert status == 201, (status, said)
        return {"mediaType": kind, "digest": digest(data), "size": len(data)}

    def push(self, repository, tag, environment, architecture="amd64", docker=False, layer=b"layer", later="",
             **config):
        """Makes an image, and gives its descriptor. Without a tag it has its digest alone. `later`: what was done to it
        after what its variables stand for."""
        history = [{"created_by": f"ENV {k}={v}", "empty_layer": True} for k, v in environment.items()]
        made = later or "apt-get install -y cuda-cudart-12-4=${NV_CUDA_CUDART_VERSION}"
        history.append({"created_by": f"RUN /bin/sh -c {made} # buildkit"})
        wanted = {"architecture": architecture, "os": "linux", "created": "2026-01-02T03:04:05Z",
                  "config": {"Env": [f"{k}={v}" for k, v in environment.items()], **config},
                  "rootfs": {"type": "layers", "diff_ids": [digest(layer)]},
                  "history": history}
        parts = {
            "config": {"mediaType": "application/vnd.docker.container.image.v1+json" if docker else OCI + "config.v1+json",
                       **self.blob(repository, json.dumps(wanted).encode())},
            "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip" if docker
                        else OCI + "layer.v1.tar+gzip", **self.blob(repository, layer)}]}
        return self.manifest(repository, tag, DOCKER + "v2+json" if docker else OCI + "manifest.v1+json", parts)

    def push_list(self, repository, tag, images, docker=False):
        """`images`: platform and descriptor."""
        entries = []
        for platform, image in images:
            os, architecture, *variant = platform.split("/")
            entries.append({**image, "platform": {"os": os, "architecture": architecture,
                                                  **({"variant": variant[0]} if variant else {})}})
        return self.manifest(repository, tag, LIST if docker else OCI + "index.v1+json", {"manifests": entries})


class Front:
    """A server before a registry. `rule(request)` answers itself, or gives None and passes on.

    An answer is (status, headers, body), or a function that writes to the socket what it likes."""

    def __init__(self, behind=None):
        self.rule = lambda request: None
        self.seen = []  # (method, path, headers)
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                headers = {k.lower(): v for k, v in self.headers.items()}
                size = int(headers.get("content-length", 0))
                self.form = self.rfile.read(size).decode() if size else ""
                front.seen.append((self.command, self.path, headers))
                said = front.rule(self)
                if callable(said):
                    self.close_connection = True
                    try:
                        said(self.wfile)
                    except OSError:
                        pass  # nobody waits any more, which is the point
                    return
                if said is None:
                    said = behind.ask(self.command, self.path, None,
                                      {"Accept": headers.get("accept", "*/*")}) if behind else (404, {}, b"{}")
                status, head, body = said
                self.send_response(status)
                for name, value in head.items():
                    if name not in ("content-length", "date", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)) if self.command != "HEAD"
                                 else head.get("content-length", "0"))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = answer

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass  # clients that went away

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def paths(self):
        return [path for _, path, _ in self.seen]

    def shown(self):
        """What was shown to this server to be let in."""
        return [headers["authorization"] for _, _, headers in self.seen if "authorization" in headers]
