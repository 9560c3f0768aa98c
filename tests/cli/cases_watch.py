"""matrix/watch: what package indexes and registries answer, good and bad."""

import contextlib
import http.server
import json
import pathlib
import socket
import subprocess
import sys
import threading
import time

SCRIPT = pathlib.Path(__file__).parents[2] / "matrix" / "watch"


def page(*files, **more):
    return {"files": [{"filename": file, **more} for file in files]}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # pylint: disable=invalid-name
        self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path, 404)
        if callable(answer):
            answer = answer(self)
        if isinstance(answer, int):
            self.send_error(answer)
            return
        kind, headers = "text/html", {}
        if isinstance(answer, tuple):
            answer, headers = answer
        if isinstance(answer, (dict, list)):
            kind, answer = "application/vnd.pypi.simple.v1+json", json.dumps(answer)
        body = answer.encode() if isinstance(answer, str) else answer
        self.send_response(headers.pop("status", 200))
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):  # quiet
        pass


@contextlib.contextmanager
def server(answers):
    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):  # a client that did not wait
            pass

    with Server(("127.0.0.1", 0), Handler) as one:
        one.answers, one.asked = answers, []
        one.address = f"http://127.0.0.1:{one.server_port}"
        thread = threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield one
        finally:
            one.shutdown()
            thread.join()


def watch(look, known="1.2.3", subject="thing"):
    return {"subject": subject, "known": known, "read": "2026-11-20", "look": look, "edit": ["a.yaml", "b.yaml"]}


def run(box, watches, *args, env=None, stdin=None):
    text = json.dumps({"schema": 1, "watches": watches}) if stdin is None else stdin
    done = subprocess.run([sys.executable, str(SCRIPT), *args, "-"], input=text.encode(), capture_output=True, cwd=box.root,
                          env={**box.env, **(env or {})}, timeout=60, check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    return done.returncode, out, err


def ask(box, answers, watches, *args):
    """All kinds are asked of one server."""
    with server(answers) as one:
        places = [word for kind in ("pypi", "torch", "conda", "registry") for word in (f"--{kind}", f"{one.address}/{kind}")]
        return (*run(box, watches, *places, "--timeout", "5", *args), one.asked)


def case_watch_says_what_is_newer(box):
    answers = {"/pypi/thing/": page("thing-1.2.3.tar.gz", "thing-1.10.0-py3-none-any.whl", "thing-1.3.0-py3-none-any.whl")}
    status, out, err, asked = ask(box, answers, [watch("pypi:thing")])
    assert status == 1 and not err and asked == ["/pypi/thing/"], (status, out, err)
    assert out == ("thing: 1.10.0 is out, the tables know 1.2.3 (pypi:thing)\n    edit matrix/: a.yaml, b.yaml\n"
                   "1 checked, 1 newer, 0 could not be checked\n"), out


def case_watch_is_silent_about_what_is_known(box):
    answers = {"/pypi/thing/": page("thing-1.2.3.tar.gz", "thing-1.2.3-cp312-cp312-manylinux_2_28_x86_64.whl", "other-9.0.tar.gz")}
    status, out, err, _ = ask(box, answers, [watch("pypi:thing")])
    assert (status, out, err) == (0, "1 checked, 0 newer, 0 could not be checked\n", ""), (status, out, err)


def case_watch_takes_no_pre_releases_nor_withdrawn_files(box):
    files = ["thing-1.2.3.tar.gz", "thing-1.3.0rc1.tar.gz", "thing-1.3.0a2.tar.gz", "thing-2.0.0b1-py3-none-any.whl",
             "thing-1.4.0.dev20261101-py3-none-any.whl"]
    answers = {"/pypi/thing/": {"files": [{"filename": file} for file in files] + [{"filename": "thing-3.0.tar.gz", "yanked": "bad"}]}}
    assert ask(box, answers, [watch("pypi:thing")])[0] == 0
    links = "".join(f'<a href="/f/{file}#sha256=0">x</a>' for file in files) + '<a href="thing-3.0.tar.gz" data-yanked="">x</a>'
    assert ask(box, {"/pypi/thing/": links}, [watch("pypi:thing")])[0] == 0


def case_watch_counts_as_many_numbers_as_the_table_writes(box):
    answers = {"/pypi/thing/": page("thing-1.2.9.tar.gz"), "/pypi/post/": page("post-1.2.3.post2.tar.gz")}
    assert ask(box, answers, [watch("pypi:thing", "1.2")])[0] == 0
    assert ask(box, answers, [watch("pypi:thing", "1.2.3")])[0] == 1
    assert ask(box, answers, [watch("pypi:post", "1.2.3.post1")])[0] == 1
    assert ask(box, answers, [watch("pypi:post", "1.2.3.post2")])[0] == 0


def case_watch_reads_an_index_of_pytorch(box):
    answers = {"/torch/cu999/torch/": '<a href="/whl/cu999/torch-2.99.0%2Bcu999-cp312-cp312-linux_x86_64.whl">torch</a>'}
    status, out, _, _ = ask(box, answers, [watch("index:cu999/torch", "2.98.1")])
    assert status == 1 and out.startswith("thing: 2.99.0+cu999 is out, the tables know 2.98.1"), out


def case_watch_reads_conda_channels_once(box):
    listing = {"packages": {"a": {"name": "cudnn", "version": "9.1.0"}},
               "packages.conda": {"b": {"name": "cudnn", "version": "9.3.1.4"}, "c": {"name": "nccl", "version": "2.9"}}}
    answers = {"/conda/forge/linux-64/current_repodata.json": listing, "/conda/forge/noarch/current_repodata.json": {"packages": {}}}
    watches = [watch("conda:forge/cudnn", "9.3", "cudnn"), watch("conda:forge/nccl", "2.8", "nccl"), watch("conda:forge/gone", "1", "gone")]
    status, out, err, asked = ask(box, answers, watches)
    assert status == 2 and "nccl: 2.9 is out" in out and "cudnn:" not in out and len(asked) == 2, (out, err, asked)
    assert err == "watch: gone (conda:forge/gone) could not be checked: the answer names no version\n", err


def case_watch_follows_a_registry_with_token_and_pages(box):
    tags = "/registry/v2/nvidia/cuda/tags/list"

    def first(request):
        if request.headers.get("Authorization") != "Bearer secret":
            realm = f'http://{request.headers["Host"]}/token'
            return "", {"status": 401, "WWW-Authenticate": f'Bearer realm="{realm}",service="here",scope="repository:nvidia/cuda:pull"'}
        return {"tags": ["13.4.2-base-ubuntu24.04", "14.0.0-rc1-base", "9f00aa", "20300101", "99a.1", "latest"]}, {
            "Link": f'<{tags}?n=1000&last=x>; rel="next"'}

    answers = {
        f"{tags}?n=1000": first,
        "/token?service=here&scope=repository%3Anvidia%2Fcuda%3Apull": {"token": "secret"},
        f"{tags}?n=1000&last=x": lambda request: {"tags": ["13.5.0-devel-ubuntu26.04"]}
        if request.headers.get("Authorization") else 403,
    }
    status, out, err, asked = ask(box, answers, [watch("registry:nvidia/cuda", "13.4.2")])
    assert status == 1 and out.startswith("thing: 13.5.0-devel-ubuntu26.04 is out, the tables know 13.4.2"), (out, err)
    assert len(asked) == 4, asked


def case_watch_names_what_could_not_be_checked_and_goes_on(box):
    deep = "[" * 100000
    tags = "/registry/v2/{}/tags/list?n=1000"
    answers = {
        "/pypi/good/": page("good-2.0.tar.gz"), "/pypi/garbage/": "\0\xff<<<", "/pypi/wrong/": {"files": 7},
        "/pypi/list/": [1, None], "/pypi/deep/": (deep, {"Content-Type": "application/json"}),
        "/pypi/empty/": page(), "/pypi/odd/": {"files": [None, {"filename": 3}]}, "/pypi/error/": 500,
        "/pypi/short/": (b"x", {"Content-Length": 5}),
        "/torch/cpu/torch/": "<html>no wheels</html>", "/conda/a/linux-64/current_repodata.json": "[]",
        tags.format("b/locked"): ("", {"status": 401}),
        tags.format("b/realm"): ("", {"status": 401, "WWW-Authenticate": 'Bearer realm="file:///etc/passwd"'}),
        tags.format("b/away"): ({"tags": ["9.9"]}, {"Link": '<http://127.0.0.2:1/v2>; rel="next"'}),
        tags.format("b/round"): ({"tags": ["9.9"]}, {"Link": f'<{tags.format("b/round")}>; rel="next"'}),
    }
    answers[tags.format("b/round").replace("/registry", "")] = 404
    bad = {
        "pypi:garbage": "links to no files", "pypi:wrong": "has no list of files", "pypi:list": "has no list of files",
        "pypi:deep": "no JSON", "pypi:empty": "names no version", "pypi:odd": "names no version", "pypi:error": "500",
        "pypi:missing": "404", "pypi:short": "", "index:cpu/torch": "links to no files", "conda:a/b": "no listing",
        "registry:b/locked": "wants credentials", "registry:b/realm": "no place for a token", "registry:b/away": "another host",
        "registry:b/round": "pages",
    }
    watches = [watch(look, subject=look) for look in bad] + [watch("pypi:good", subject="good")]
    status, out, err, _ = ask(box, answers, watches)
    assert status == 2 and "good: 2.0 is out" in out and out.endswith(f"{len(watches)} checked, 1 newer, {len(bad)} could not be checked\n"), out
    for look, why in bad.items():
        line = next(line for line in err.splitlines() if line.startswith(f"watch: {look} "))
        assert why in line, (why, line)


def case_watch_waits_no_longer_than_told(box):
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the connection and says nothing
        address = f"http://127.0.0.1:{mute.getsockname()[1]}"
        status, out, err = run(box, [watch("pypi:thing")], "--pypi", address, "--timeout", "0.3")
    assert status == 2 and "could not be checked: no answer" in err, (out, err)
    assert time.monotonic() - started < 10
    status, _, err = run(box, [watch("pypi:thing")], "--pypi", address)  # nobody listens any more
    assert status == 2 and "no answer" in err, err
    status, _, err = run(box, [watch("pypi:thing")], "--pypi", "file:///etc")
    assert status == 2 and "neither http:// nor https://" in err, err


def case_watch_honours_the_index_of_pip(box):
    def answer(request):
        return page("thing-2.0.tar.gz") if request.headers.get("Authorization") == "Basic bWU6cEBzcw==" else 401

    with server({"/simple/thing/": answer}) as one:
        index = one.address.replace("http://", "http://me:p%40ss@") + "/simple/"
        status, out, err = run(box, [watch("pypi:thing")], env={"PIP_INDEX_URL": index})
        assert status == 1 and "2.0 is out" in out, (out, err)
        status, out, err = run(box, [watch("pypi:thing")], env={"PIP_INDEX_URL": one.address + "/simple"})
        assert status == 2 and "credentials" in err and "p%40ss" not in err + out, err


def case_watch_dry_run_asks_nothing(box):
    watches = [watch("pypi:thing"), watch("https://example.com/notes", subject="notes")]
    status, out, err, asked = ask(box, {}, watches, "--dry-run")
    assert status == 0 and not asked and not err, (asked, err)
    assert out == "thing: above 1.2.3? pypi:thing\nnotes: above 1.2.3? by hand: https://example.com/notes\n", out
    status, out, _, asked = ask(box, {}, watches, "--only", "conda")
    assert status == 0 and not asked and "by hand:\n    notes: 1.2.3, read 2026-11-20: https://example.com/notes\n" in out, out


def case_watch_takes_the_binary(box):
    def start(*args):
        return subprocess.run([sys.executable, str(SCRIPT), "--dry-run", box.binary, *args], capture_output=True, cwd=box.root,
                              env=box.env, timeout=60, check=False)

    done = start()
    everything = json.loads(box.run("matrix", "--stale", "--format", "json").out)["watches"]
    assert done.returncode == 0 and done.stdout.count(b"\n") == len(everything), done
    assert start("nccl").stdout.count(b"\n") == 2
    done = start("nxcl")
    assert done.returncode == 2 and b"nothing watched is called" in done.stderr, done


def case_watch_refuses_what_is_no_list(box):
    for text in ("", "[]", "{}", '{"watches": [{}]}', '{"watches": [{"subject": 1}]}', "nonsense"):
        status, out, err = run(box, [], stdin=text)
        assert status == 1 and not out and err.startswith("watch: this is not what"), (text, status, err)
