"""A client of `cudafit lsp`: sends messages, waits for answers, keeps what it is told."""

import json
import os
import pathlib
import selectors
import shutil
import subprocess
import tempfile
import time

PULL = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "diagnostic": {"relatedDocumentSupport": True},
        "publishDiagnostics": {
            "relatedInformation": True, "dataSupport": True, "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]}},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
            "isPreferredSupport": True, "disabledSupport": True, "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]}},
        "hover": {"contentFormat": ["markdown"]},
    },
    "workspace": {
        "workspaceEdit": {"documentChanges": True}, "diagnostics": {"refreshSupport": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True}, "workspaceFolders": True},
}
PUSH = {**PULL, "textDocument": {k: v for k, v in PULL["textDocument"].items() if k != "diagnostic"}}


class Client:
    """One server process. Files live in a directory of their own."""

    binary = ""

    def __init__(self):
        self.root = pathlib.Path(os.path.realpath(tempfile.mkdtemp(prefix="cudafit-lsp-")))
        self.mkdir(".git")
        self.process = None
        self.buffer = b""
        self.next_id = 1
        self.versions = {}
        self.inbox = []  # notifications and requests of the server, oldest first
        self.settings = None  # the answer to workspace/configuration; None: an error

    def mkdir(self, name):
        (self.root / name).mkdir(parents=True, exist_ok=True)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def uri(self, name):
        return (self.root / name).as_uri()

    def spawn(self):
        self.process = subprocess.Popen(
            [self.binary, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd="/")
        os.set_blocking(self.process.stdout.fileno(), False)
        return self

    def start(self, capabilities=None, options=None, folders=True):
        """Initialized, in the directory of its files."""
        self.spawn()
        params = {"processId": os.getpid(), "capabilities": PULL if capabilities is None else capabilities}
        if folders:
            params["workspaceFolders"] = [{"uri": self.root.as_uri(), "name": "it"}]
        if options is not None:
            params["initializationOptions"] = options
        self.server = self.request("initialize", params)["capabilities"]
        self.notify("initialized", {})
        return self

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
                try:
                    pipe.close()
                except BrokenPipeError:
                    pass
        shutil.rmtree(self.root)

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        """Sends a request; its id."""
        number, self.next_id = self.next_id, self.next_id + 1
        self.send({"id": number, "method": method, "params": params})
        return number

    def receive(self, timeout=30.0):
        """The next message, or None at the end."""
        deadline = time.monotonic() + timeout
        while True:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if found:
                length = int(head.split(b":")[1])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return json.loads(rest[:length])
            with selectors.DefaultSelector() as selector:
                selector.register(self.process.stdout, selectors.EVENT_READ)
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise AssertionError("the server says nothing")
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                return None
            self.buffer += data

    def sort(self, message):
        """Answers what the server asks; keeps the rest."""
        if "method" in message and "id" in message:
            if message["method"] == "workspace/configuration" and self.settings is not None:
                self.send({"id": message["id"], "result": [self.settings]})
            else:
                self.send({"id": message["id"], "result": None})
        self.inbox.append(message)

    def answer(self, number):
        """The whole response to a request; others may come before it."""
        for i, message in enumerate(self.inbox):
            if message.get("id") == number and "method" not in message:
                return self.inbox.pop(i)
        while True:
            message = self.receive()
            assert message is not None, "the server has gone"
            if message.get("id") == number and "method" not in message:
                return message
            self.sort(message)

    def request(self, method, params):
        response = self.answer(self.ask(method, params))
        assert "error" not in response, response
        return response["result"]

    def error(self, method, params):
        return self.answer(self.ask(method, params))["error"]["code"]

    def wait_for(self, method, keep=lambda message: True):
        """The next such notification or request of the server."""
        for i, message in enumerate(self.inbox):
            if message.get("method") == method and keep(message):
                return self.inbox.pop(i)
        while True:
            message = self.receive()
            assert message is not None, "the server has gone"
            self.sort(message)
            if message.get("method") == method and keep(message):
                return self.inbox.pop()

    def ended(self, timeout=10):
        """The exit status and what was said on standard error."""
        self.process.wait(timeout)
        return self.process.returncode, self.process.stderr.read().decode()

    # Documents

    def open(self, name, text, language="dockerfile", on_disk=True):
        if on_disk:
            self.write(name, text)
        self.versions[name] = 1
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(name), "languageId": language, "version": 1, "text": text}})

    def change(self, name, *changes):
        self.versions[name] += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(name), "version": self.versions[name]},
            "contentChanges": [c if isinstance(c, dict) else {"text": c} for c in changes]})

    def pull(self, name, before=None):
        params = {"textDocument": {"uri": self.uri(name)}}
        if before:
            params["previousResultId"] = before
        return self.request("textDocument/diagnostic", params)

    def rules(self, name):
        return [item["code"] for item in self.pull(name)["items"]]

    def at(self, method, name, line, character, **more):
        return self.request(method, {
            "textDocument": {"uri": self.uri(name)},
            "position": {"line": line, "character": character}, **more})

    def actions(self, name, line, character=0, only=None, end=None):
        context = {"diagnostics": []}
        if only:
            context["only"] = only
        start = {"line": line, "character": character}
        return self.request("textDocument/codeAction", {
            "textDocument": {"uri": self.uri(name)}, "range": {"start": start, "end": end or start},
            "context": context})

    def pushed(self, name, version=None):
        """The next diagnostics sent about a file, of that version."""
        def keep(message):
            params = message["params"]
            return params["uri"] == self.uri(name) and version in (None, params.get("version"))
        return self.wait_for("textDocument/publishDiagnostics", keep)["params"]["diagnostics"]


def edit(start, end, text):
    """One incremental change; places are (line, character)."""
    place = lambda p: {"line": p[0], "character": p[1]}
    return {"range": {"start": place(start), "end": place(end)}, "text": text}


def applied(text, edits):
    """ASCII text after TextEdits."""
    lines = text.split("\n")
    offset = lambda p: sum(len(l) + 1 for l in lines[:p["line"]]) + p["character"]
    for each in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        start, end = offset(each["range"]["start"]), offset(each["range"]["end"])
        text = text[:start] + each["newText"] + text[end:]
    return text
