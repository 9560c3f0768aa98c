#!/usr/bin/env python3
"""The extension in VS Code: vscode_host.py EXTENSION, in the folder of the files.

VS Code runs as a server, its window in Chromium without a screen; vscode/tester/tests.js runs where extensions run, and
writes its results into the project.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from run import lay_out

HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 100  # seconds for the tests


def install(base):
    """VS Code from its lock file; its server needs nothing of the packages around it but its own."""
    editor = base / "editor"
    editor.mkdir()
    for name in ["package.json", "package-lock.json", ".npmrc"]:
        shutil.copy(HERE / "vscode" / name, editor)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--omit=dev"]
    subprocess.run(["npm", "ci", *quiet], cwd=editor, check=True, stdout=subprocess.DEVNULL)
    server = editor / "node_modules" / "code-server" / "lib" / "vscode"
    # Its own lock file lacks a package, which `npm ci` would refuse.
    subprocess.run(["npm", "install", *quiet], cwd=server, check=True, stdout=subprocess.DEVNULL)
    return server


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answers at {address}")


def attempt(server, vsix, base, work):
    """What the tests printed in a window of their own; None where they did not come to an end."""
    lay_out(work)
    (work / "new.Dockerfile").write_text("FROM nvidia/cuda:12.4.\n")
    (work / ".vscode").mkdir()
    (work / ".vscode" / "settings.json").write_text('{"cudafit.path": "/nonexistent/cudafit"}\n')
    tester = base / "tester"
    shutil.copytree(HERE / "vscode" / "tester", tester)
    code = ["node", server / "out" / "server-main.js", "--accept-server-license-terms", "--telemetry-level", "off"]
    code += ["--extensions-dir", base / "extensions", "--user-data-dir", base / "data"]
    log = open(base / "server.log", "w")
    subprocess.run([*code, "--install-extension", vsix], check=True, stdout=log, stderr=log)
    port = free_port()
    code += ["--host", "127.0.0.1", "--port", str(port), "--without-connection-token", "--disable-workspace-trust"]
    # What the extension is to find is in its package, so there is no cudafit on PATH.
    binary = shutil.which("cudafit")
    folders = [each for each in os.environ["PATH"].split(os.pathsep) if each != os.path.dirname(binary or "")]
    running = subprocess.Popen(code, env=dict(os.environ, PATH=os.pathsep.join(folders)), stdout=log, stderr=log)
    wait_for(f"http://127.0.0.1:{port}/")
    remote = f"vscode-remote://127.0.0.1:{port}{tester}"
    payload = [["extensionDevelopmentPath", remote], ["extensionTestsPath", f"{remote}/tests"]]
    query = urllib.parse.urlencode({"folder": str(work), "payload": json.dumps(payload)})
    # No sandbox: the page is our own, and continuous integration runs as root.
    window = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    # A page that nobody looks at is slowed down, else.
    window += ["--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows"]
    window += ["--disable-renderer-backgrounding"]
    window += [f"--user-data-dir={base / 'window'}", f"http://127.0.0.1:{port}/?{query}"]
    shown = subprocess.Popen(window, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    result = work / "result"
    until = time.monotonic() + LIMIT
    while time.monotonic() < until and not (result.exists() and "\ndone\n" in result.read_text()):
        time.sleep(0.2)
    ended = time.monotonic() < until
    for process in [shown, running]:
        process.terminate()
        process.wait()
    if ended:
        return result.read_text()
    print("the window did not come to an end:")
    print(result.read_text() if result.exists() else (base / "server.log").read_text(), flush=True)
    return None


def main():
    extension = pathlib.Path(sys.argv[1])
    work = pathlib.Path.cwd()
    vsix = work.parent / "cudafit.vsix"
    if not vsix.exists():
        notices = HERE.parent.parent / "THIRD-PARTY-NOTICES"
        package = ["npm", "run", "--silent", "package", "--", "--notices", notices]
        package += ["--binary", os.environ["CUDAFIT"], "--out", vsix]
        subprocess.run(package, cwd=extension, check=True, stdout=subprocess.DEVNULL)
    server = install(work.parent)
    # A window that hangs on a busy machine is not what is tested here: a second one has the last word.
    for turn in ["first", "second"]:
        base = work / turn
        (base / "project").mkdir(parents=True)
        printed = attempt(server, vsix, base, base / "project")
        if printed is not None:
            print(printed)
            return
    print("not ok VS Code ran the tests")


if __name__ == "__main__":
    main()
