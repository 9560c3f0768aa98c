#!/usr/bin/env python3
"""The extension in VS Code: vscode_host.py EXTENSION, in the folder of the files.

VS Code runs as a server, its window in Chromium without a screen; vscode/tester/tests.js runs where extensions run, and
writes its results into the folder.
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


def main():
    extension = pathlib.Path(sys.argv[1])
    work = pathlib.Path.cwd()
    base = work.parent
    (work / "new.Dockerfile").write_text("FROM nvidia/cuda:12.4.\n")
    (work / ".vscode").mkdir()
    (work / ".vscode" / "settings.json").write_text('{"cudafit.path": "/nonexistent/cudafit"}\n')
    vsix = base / "cudafit.vsix"
    if not vsix.exists():
        package = ["npm", "run", "--silent", "package", "--", "--binary", os.environ["CUDAFIT"], "--out", vsix]
        subprocess.run(package, cwd=extension, check=True, stdout=subprocess.DEVNULL)
    server = install(base)
    tester = base / "tester"
    shutil.copytree(HERE / "vscode" / "tester", tester)

    port = free_port()
    code = ["node", server / "out" / "server-main.js", "--accept-server-license-terms", "--telemetry-level", "off"]
    code += ["--extensions-dir", base / "extensions", "--user-data-dir", base / "data"]
    subprocess.run([*code, "--install-extension", vsix], check=True, stdout=subprocess.DEVNULL)
    code += ["--host", "127.0.0.1", "--port", str(port), "--without-connection-token", "--disable-workspace-trust"]
    # What the extension is to find is in its package, so there is no cudafit on PATH.
    path = os.pathsep.join(each for each in os.environ["PATH"].split(os.pathsep) if each != str(base / "bin"))
    log = open(base / "server.log", "w")
    running = subprocess.Popen(code, env=dict(os.environ, PATH=path), stdout=log, stderr=log)
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
    if time.monotonic() >= until:
        print(f"not ok VS Code ended within {LIMIT} s")
    for process in [shown, running]:
        process.terminate()
        process.wait()
    if result.exists():
        print(result.read_text())
    else:
        print(f"not ok VS Code did not start: {(base / 'server.log').read_text()}")


if __name__ == "__main__":
    main()
