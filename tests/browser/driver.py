"""A browser led over HTTP, as the WebDriver protocol says: https://www.w3.org/TR/webdriver2/."""

import contextlib
import json
import re
import subprocess
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# No sandbox: the pages are our own, and continuous integration runs as root.
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1600,1000"]


class Browser:
    def __init__(self, port, more):
        self.base = f"http://127.0.0.1:{port}"
        options = {"args": ARGUMENTS + more, "perfLoggingPrefs": {"enableNetwork": True}}
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.base += "/session/" + made["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def open(self, path):
        self.call("POST", "/url", {"url": path.resolve().as_uri()})

    def script(self, text, *args):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(args)})

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})

    def hover(self, selector):
        """Moves the pointer onto the middle of an element, which is brought into view first."""
        element = self.find(selector)
        self.script("arguments[0].scrollIntoView({block: 'center'})", element)
        self.pointer([{"type": "pointerMove", "duration": 0, "origin": element, "x": 0, "y": 0}])

    def leave(self):
        self.pointer([{"type": "pointerMove", "duration": 0, "origin": "viewport", "x": 2, "y": 2}])

    def pointer(self, actions):
        self.call("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": actions}]})

    def key(self, value):
        strokes = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def media(self, media="", **features):
        """What the page is shown on: print, a dark screen."""
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        command = {"cmd": "Emulation.setEmulatedMedia", "params": {"media": media, "features": listed}}
        self.call("POST", "/goog/cdp/execute", command)

    def complaints(self):
        return [line["message"] for line in self.call("POST", "/se/log", {"type": "browser"})]

    def requests(self):
        """The addresses that the pages of files asked for since the last call; the browser's own start page asks, too."""
        lines = [json.loads(line["message"])["message"] for line in self.call("POST", "/se/log", {"type": "performance"})]
        asked = [line["params"] for line in lines if line["method"] == "Network.requestWillBeSent"]
        return [one["request"]["url"] for one in asked if one["documentURL"].startswith("file:")]


@contextlib.contextmanager
def browser(*more):
    driver = subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    led = None
    try:
        port = None
        for line in driver.stdout:
            port = re.search(r"started successfully on port (\d+)", line)
            if port:
                break
        led = Browser(port.group(1), list(more))
        yield led
    finally:
        if led:
            led.call("DELETE", "")
        driver.terminate()
        driver.wait()
