"""The book in Firefox ($FIREFOX, or the system's) and in WebKit, the engine of Safari, as GTK has it.

`make test-all` installs both where it can. Playwright drives browsers of its own making alone. Any Firefox
listens to WebDriver BiDi, in JSON on a socket; WebKit to WebDriver, in JSON over HTTP.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from websocket import create_connection

from tools.browser import BOOK, html_pages, serve

pytestmark = pytest.mark.slow
SLIDES = [str(path.relative_to(BOOK)) for path in sorted(BOOK.rglob("*.slides.html"))]
PAGES = [page for page in html_pages(BOOK) if page != "index.html"] + SLIDES or ["of-the-book"]
LOADED = """new Promise((resolve) => {
    if (document.readyState === "complete") resolve("true");
    addEventListener("load", () => resolve("true"));
})"""
# Notes what goes wrong from now on.
LISTEN = """(() => {
    window.complaints = [];
    addEventListener("error", ({ message }) => complaints.push(message));
    addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
    const error = console.error;
    console.error = (...words) => (complaints.push(words.join(" ")), error(...words));
    return "true";
})()"""
# Moves the first control of each figure by one step, and waits for its picture. Returns what stands still.
MOVE = """(async () => {
    const still = [];
    for (const figure of document.querySelectorAll(".explore[data-rows]")) {
        const control = figure.querySelector("input, select");
        figure.scrollIntoView();
        if (control.matches("select")) control.selectedIndex = (control.selectedIndex + 1) % control.length;
        else if (control.type === "checkbox") control.checked = !control.checked;
        else control[control.value === control.max ? "stepDown" : "stepUp"]();
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
        for (let wait = 0; wait < 400 && !figure.querySelector("canvas"); wait++)
            await new Promise((resolve) => setTimeout(resolve, 50));
        if (!figure.querySelector("canvas")) still.push(figure.id);
    }
    return JSON.stringify(still);
})()"""
# Trains each playground for five epochs, and returns its epoch and its loss before and after.
TRAIN = """(async () => {
    const told = [];
    const read = (playground) => playground.textContent.match(/Epoch (\\d+) · loss ([\\d.]+)/).slice(1);
    for (const playground of document.querySelectorAll(".bd-article .playground[data-start]")) {
        const before = read(playground);
        const buttons = [...playground.querySelectorAll("button")];
        for (let epoch = 0; epoch < 5; epoch++) {
            buttons.find((part) => part.textContent === "Epoch").click();
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        told.push([before, read(playground)]);
    }
    return JSON.stringify(told);
})()"""


class Firefox:
    """A Firefox without windows, with one page at a time; it remembers what went wrong there."""

    def __init__(self, profile):
        program = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
        if not program:
            pytest.fail("no Firefox. On Debian: make browsers; or set FIREFOX", pytrace=False)
        command = [program, "--headless", "--profile", profile, "--remote-debugging-port", "0"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        listens = profile / "WebDriverBiDiServer.json"
        while not (listens.exists() and listens.read_text()):
            assert self.process.poll() is None, f"{program} does not start"
            time.sleep(0.1)
        place = json.loads(listens.read_text())
        address = f"ws://{place['ws_host']}:{place['ws_port']}/session"
        self.socket = create_connection(address, suppress_origin=True, timeout=300)
        self.numbers, self.complaints = count(1), []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])

    def ask(self, method, **params):
        """The answer to a command; what the page logs meanwhile is kept, if it is an error."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            entry = answer["params"]
            # A formula that is drawn while the page still comes lacks its last parts.
            if entry.get("level") == "error" and not entry["text"].startswith("Invalid markup"):
                self.complaints.append(entry["text"])
        assert answer["type"] == "success", answer
        return answer["result"]

    @contextmanager
    def open(self, url):
        """Show a page in a tab of its own."""
        self.complaints.clear()
        self.page = self.ask("browsingContext.create", type="tab")["context"]
        self.ask("browsingContext.navigate", context=self.page, url=url)
        self.evaluate(LOADED)
        yield
        self.ask("browsingContext.close", context=self.page)

    def evaluate(self, script):
        """What a script, which may wait, returns as JSON."""
        answer = self.ask(
            "script.evaluate", expression=script, target={"context": self.page}, awaitPromise=True
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def close(self):
        self.ask("browser.close")
        self.socket.close()
        self.process.wait(timeout=60)


class WebKit:
    """A WebKit on a screen in memory, with one page at a time; it remembers what went wrong after loading."""

    def __init__(self, profile):
        browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
        if not (browsers and shutil.which("WebKitWebDriver") and shutil.which("xvfb-run")):
            pytest.fail("no WebKit. On Debian: make browsers", pytrace=False)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "WebKitWebDriver", f"--port={port}"]
        # Its own sandbox needs rights that a container may not give; it opens only pages of this book.
        settings = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "XDG_CONFIG_HOME": str(profile)}
        self.process = subprocess.Popen(
            command,
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.root = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(browsers[-1]), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.root += "/" + self.ask("POST", "", wanted)["sessionId"]
        self.ask("POST", "/timeouts", {"script": 300_000})
        self.complaints = []

    def ask(self, method, path, body=None):
        """The answer to a command; the driver may need seconds to listen."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        for _ in range(100):
            try:
                with urlopen(request, timeout=300) as answer:
                    return json.load(answer)["value"]
            except ConnectionError:
                pass
            except URLError as error:
                if not isinstance(error.reason, ConnectionError):
                    raise
            assert self.process.poll() is None, "WebKitWebDriver does not start"
            time.sleep(0.1)
        pytest.fail("WebKitWebDriver does not answer")

    @contextmanager
    def open(self, url):
        """Show a page; on a busy machine the driver may answer while the page before it is still there."""
        self.ask("POST", "/url", {"url": url})
        end = time.monotonic() + 60
        while not (shown := self.ask("GET", "/url")).startswith(url):
            assert time.monotonic() < end, f"WebKit shows {shown}"
            time.sleep(0.05)
        self.evaluate(LOADED)
        self.evaluate(LISTEN)
        yield
        self.complaints = self.evaluate("JSON.stringify(window.complaints)")

    def evaluate(self, script):
        """What a script, which may wait, returns as JSON."""
        failed = "(error) => told(JSON.stringify(String(error)))"
        script = f"const told = arguments[0]; Promise.resolve({script}).then(told, {failed});"
        return json.loads(self.ask("POST", "/execute/async", {"script": script, "args": []}))

    def close(self):
        self.ask("DELETE", "")
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=60)


@pytest.fixture(scope="module", params=[Firefox, WebKit], ids=["firefox", "webkit"])
def browser(request, tmp_path_factory):
    browser = request.param(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def address():
    with serve(BOOK) as url:
        yield url


@pytest.mark.parametrize("page", PAGES)
def test_figures_move_networks_learn_and_nothing_complains(browser, address, page):
    with browser.open(address + page):
        assert browser.evaluate(MOVE) == []
        for (epoch, loss), (later, lower) in browser.evaluate(TRAIN):
            assert int(later) == int(epoch) + 5
            assert float(lower) < float(loss)
    assert browser.complaints == []
