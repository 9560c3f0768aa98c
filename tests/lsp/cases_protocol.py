"""Lifecycle, malformed messages, cancelling."""

import json
import os
import subprocess
import sys
import time

from client import PUSH

PING = b'{"jsonrpc":"2.0","id":9,"method":"no/such"}'


def framed(body):
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def case_lifecycle(c):
    c.spawn()
    assert c.error("textDocument/hover", {}) == -32002
    c.notify("textDocument/didOpen", {"textDocument": {}})  # nobody is told of it
    result = c.request("initialize", {"processId": None, "capabilities": {}})
    assert result["serverInfo"]["name"] == "cudafit" and result["serverInfo"]["version"]
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    assert "diagnosticProvider" not in result["capabilities"]
    assert c.error("initialize", {"capabilities": {}}) == -32600
    c.notify("initialized", {})
    assert c.error("no/such", {}) == -32601
    c.notify("$/no/such", {})
    assert c.request("shutdown", None) is None
    assert c.error("textDocument/hover", {}) == -32600
    c.notify("exit", None)
    assert c.ended() == (0, "")


def case_exit_without_shutdown(c):
    c.start()
    c.notify("exit", None)
    assert c.ended() == (1, "")


def case_stdin_closes(c):
    c.start()
    c.process.stdin.close()
    assert c.ended() == (1, "")


def case_stdin_closes_after_shutdown(c):
    c.start()
    c.request("shutdown", None)
    c.process.stdin.close()
    assert c.ended() == (0, "")


def case_parent_is_gone(c):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    c.spawn()
    c.request("initialize", {"processId": gone.pid, "capabilities": {}})
    assert c.ended(15) == (1, "")


def case_encodings(c):
    for offered, agreed in (([], "utf-16"), (["utf-16", "utf-8"], "utf-8"),
                            (["utf-32"], "utf-32"), (["utf-32", "utf-16"], "utf-16"), (["x"], "utf-16")):
        c.spawn()
        result = c.request("initialize", {"processId": None, "capabilities": {
            "general": {"positionEncodings": offered}}})
        assert result["capabilities"]["positionEncoding"] == agreed, offered
        c.process.kill()
        c.process.wait()
        c.buffer = b""


def case_bytes_one_by_one(c):
    c.start()
    for i in range(len(framed(PING))):
        c.raw(framed(PING)[i:i + 1])
        if i % 10 == 0:
            time.sleep(0.001)
    assert c.answer(9)["error"]["code"] == -32601


def case_header_manners(c):
    c.start()
    c.raw(b"content-length:%d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n%s" % (len(PING), PING))
    assert c.answer(9)["error"]["code"] == -32601
    c.raw(b"Content-Length: %d\n\n%s" % (len(PING), PING))  # no carriage return
    assert c.answer(9)["error"]["code"] == -32601
    c.raw(framed(PING) + framed(PING))
    assert c.answer(9) and c.answer(9)


def broken(c, data, words):
    c.start()
    try:
        c.raw(data)
    except BrokenPipeError:
        pass
    message = c.receive()
    while message and "method" in message:
        message = c.receive()
    assert message["error"]["code"] == -32700 and message["id"] is None, message
    status, err = c.ended()
    assert status == 1 and words in err and err.count("\n") == 1, err


def case_huge_header(c):
    broken(c, b"X: " + b"a" * 5000, "4 KiB")


def case_endless_header(c):
    broken(c, b"X: a\r\n" * 1000, "4 KiB")


def case_huge_body(c):
    broken(c, b"Content-Length: 67108865\r\n\r\n", "64 MiB")


def case_huge_number(c):
    broken(c, b"Content-Length: 99999999999999999999999999\r\n\r\n", "64 MiB")


def case_no_number(c):
    broken(c, b"Content-Length: -5\r\n\r\n", "number")


def case_no_length(c):
    broken(c, b"Content-Type: x\r\n\r\n{}", "Content-Length")


def case_two_lengths(c):
    broken(c, b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "two lengths")


def case_no_colon(c):
    broken(c, b"hello\r\n\r\n", "colon")


def case_wrong_length(c):
    broken(c, b"Content-Length: 5\r\n\r\n" + PING + b"\r\n\r\n", "")


def case_invalid_json(c):
    c.start()
    for body in (b"{", b"", b"\xff\xfe", b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', b"nul",
                 b"[" * 200000, b'{"a":' * 100000, b'{"jsonrpc":"2.0","id":1,}'):
        c.raw(framed(body))
        answer = c.answer(None)
        assert answer["error"]["code"] == -32700, body[:20]
    assert c.error("no/such", {}) == -32601


def case_invalid_requests(c):
    c.start()
    for body, number in (("[]", None), (json.dumps([json.loads(PING)]), None), ("5", None), ('"x"', None),
                         ("null", None), ('{"id":3,"method":"x"}', 3), ('{"jsonrpc":"1.0","id":4,"method":"x"}', 4),
                         ('{"jsonrpc":"2.0","id":5,"method":7}', 5), ('{"jsonrpc":"2.0","id":6}', 6),
                         ('{"jsonrpc":"2.0","id":{},"method":"x"}', None),
                         ('{"jsonrpc":"2.0","id":1.5,"method":"x"}', None)):
        c.raw(framed(body.encode()))
        assert c.answer(number)["error"]["code"] == -32600, body
    assert c.error("no/such", {}) == -32601


def case_nonsense_parameters(c):
    c.start()
    c.open("Dockerfile", "FROM python:3.12\n")
    methods = ["textDocument/diagnostic", "workspace/diagnostic", "textDocument/codeAction",
               "codeAction/resolve", "textDocument/hover", "textDocument/completion",
               "textDocument/definition", "textDocument/inlayHint", "textDocument/documentLink"]
    notifications = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose",
                     "textDocument/didSave", "workspace/didChangeWatchedFiles",
                     "workspace/didChangeConfiguration", "workspace/didChangeWorkspaceFolders"]
    uri = c.uri("Dockerfile")
    nonsense = [None, 5, [], {}, {"textDocument": 5}, {"textDocument": {"uri": 7}},
                {"textDocument": {"uri": "http://x/y"}}, {"textDocument": {"uri": "file:///%00%zz"}},
                {"textDocument": {"uri": uri}, "position": {"line": -1, "character": 2}},
                {"textDocument": {"uri": uri}, "position": {"line": 2**40, "character": 2**40},
                 "range": {"start": {"line": 2**63, "character": 0}, "end": {"line": 0, "character": 0}}},
                {"textDocument": {"uri": uri}, "contentChanges": [{"range": {}, "text": "x"}]},
                {"textDocument": {"uri": uri}, "contentChanges": 7}, {"event": {"added": [5], "removed": 5}},
                {"changes": [5, {"uri": 5}]}, {"settings": {"cudafit": {"driver": 5, "gpus": {}, "select": [5]}}}]
    for params in nonsense:
        for method in notifications:
            if params != {"textDocument": {"uri": uri}} or "Close" not in method:
                c.notify(method, params)
        for method in methods:
            response = c.answer(c.ask(method, params))
            assert "result" in response or response["error"]["code"] == -32602, (method, params, response)
    assert c.pull("Dockerfile")["kind"] == "full"


def case_cancel(c):
    c.start()
    for i in range(40):
        c.write(f"p{i}/Dockerfile", "FROM nvidia/cuda:12.4.1-base\nRUN pip install torch>=2.0\n")
    first = c.ask("workspace/diagnostic", {"previousResultIds": []})
    second = c.ask("workspace/diagnostic", {"previousResultIds": []})
    c.notify("$/cancelRequest", {"id": second})
    c.notify("$/cancelRequest", {"id": 12345})
    assert "result" in c.answer(first)
    answer = c.answer(second)
    assert answer["error"]["code"] == -32800, answer


def case_many_edits_at_once(c):
    """Edits that come together are looked at once, and the last one counts."""
    c.start(PUSH)
    c.open("Dockerfile", "FROM python:3.12\n")
    c.pushed("Dockerfile", 1)
    body = b""
    for version in range(2, 202):
        text = "FROM python:3.12\n" + "RUN echo\n" * version
        if version == 201:
            text += "RUN pip install torch>=2.0\n"
        message = {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": c.uri("Dockerfile"), "version": version}, "contentChanges": [{"text": text}]}}
        body += framed(json.dumps(message).encode())
    c.raw(body)
    items = c.pushed("Dockerfile", 201)
    assert "pip-unquoted-specifier" in [item["code"] for item in items], items
    sent = [m for m in c.inbox if m.get("method") == "textDocument/publishDiagnostics"]
    assert len(sent) < 100, len(sent)


def case_stdio_flag_and_pipe_closed(c):
    done = subprocess.run([c.binary, "lsp", "--stdio"], input=b"", capture_output=True, timeout=10, check=False)
    assert done.returncode == 1 and done.stdout == b"" and done.stderr == b""
    c.start()
    c.process.stdout.close()
    try:
        for _ in range(100):
            c.ask("no/such", {})
            time.sleep(0.01)
    except BrokenPipeError:
        pass
    assert c.process.wait(10) == 1
    c.process.stdout = open(os.devnull, "rb")  # pylint: disable=all
