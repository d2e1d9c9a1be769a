"""A class on JupyterHub, from the link that hands out to the grades: `make test-platforms`.

A hub of a university and its cluster cannot be reached from a test. What stands in for it are the same
programs on this machine: JupyterHub, its proxy and nbgitpuller. All servers run as one user here, so what is
tested of privacy is what the hub does; that the files of two students have two owners is up to the system.
"""

import csv
import os
import re
import socket
import subprocess
import urllib.request
from urllib.error import URLError
from urllib.parse import quote

import nbformat
import psutil
import pytest
import yaml
from playwright.sync_api import expect

from exercises.private import release
from exercises.private.tests.lab import GATES, MINUTE, STUB, Notebook, wait_for
from tools import setup_env
from tools.browser import ROOT

pytestmark = pytest.mark.slow

NAME = "course"  # of the public repository
NOTEBOOK = f"exercises/{GATES.assignment}.ipynb"
PASSWORD = "of the class"
GUIDE = (ROOT / "chapters" / "instructor_guide.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((ROOT / "exercises" / "jupyterhub" / "values.yaml").read_text(encoding="utf-8"))
CONFIG = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.JupyterHub.cookie_secret = bytes(32)
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.args = ["--allow-root", "--LabApp.news_url=None"]
c.Spawner.environment = {{"PATH": "{programs}:/usr/bin:/bin", "JUPYTER_PREFER_ENV_PATH": "1"}}
"""


def free_ports(count):
    """Ports of this machine that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def git(folder, *arguments):
    names = ("-c", "user.name=teacher", "-c", "user.email=teacher@example.org")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def answers(address):
    try:
        with urllib.request.urlopen(f"{address}/hub/api") as answer:
            return answer.status == 200
    except URLError:
        return False


class Hub:
    """A hub with the packages of Binder and nbgitpuller, and the public repository that it hands out."""

    def __init__(self, folder, programs):
        self.folder, self.venv, self.origin = folder, programs.venv, folder / NAME
        release.release(self.origin)
        setup_env.uv("install", self.venv, "--quiet", "--no-deps", self.origin)
        git(self.origin, "init", "--quiet", "--initial-branch", "main")
        self.commit("First week")
        port, hub, api = free_ports(3)
        self.address = f"http://127.0.0.1:{port}"
        parts = {"folder": folder, "programs": self.venv / "bin", "password": PASSWORD}
        parts |= {"proxy": programs.node / "configurable-http-proxy"}
        self.config = folder / "jupyterhub_config.py"
        self.config.write_text(CONFIG.format(port=port, hub=hub, api=api, **parts))

    def commit(self, message):
        git(self.origin, "add", "--all")
        git(self.origin, "commit", "--quiet", "--message", message)

    def start(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER", "VIRTUAL"))}
        with open(self.folder / "log", "w") as log:
            return subprocess.Popen(
                [self.venv / "bin" / "jupyterhub", "--config", self.config],
                cwd=self.folder, env=kept, stdout=log, stderr=log,
            )  # fmt: skip

    @property
    def link(self):
        """The link of the instructor guide, its words in capitals filled in."""
        (link,) = re.findall(r"https://HUB/\S+perceptron\.ipynb", GUIDE)
        link = link.replace(
            "https%3A%2F%2Fgithub.com%2FOWNER%2FNAME", quote(f"file://{self.origin}", safe="")
        )
        return link.replace("https://HUB", self.address).replace("NAME", NAME)

    def change(self, path, old, new):
        """Correct a text in the public repository."""
        text = (self.origin / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (self.origin / path).write_text(text.replace(old, new), encoding="utf-8")
        self.commit("Correct a text")

    def serves(self, environment, student):
        """Whether a process with this environment belongs to the server of a student."""
        return environment.get("HOME") == str(self.home(student))

    def home(self, student):
        return self.folder / "homes" / student


class Student:
    """A student in a browser of their own."""

    def __init__(self, hub, browser, name):
        self.hub, self.name = hub, name
        self.page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()

    @property
    def file(self):
        return self.hub.home(self.name) / NAME / NOTEBOOK

    def log_in(self):
        self.page.get_by_label("Username").fill(self.name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def follow_the_link(self):
        self.page.goto(self.hub.link)
        if "/hub/login" in self.page.url:
            self.log_in()
        self.page.wait_for_url(re.compile(r"/lab/tree/"), timeout=2 * MINUTE)
        return Notebook(self.page, self.file)

    def hand_in(self, notebook, folder):
        """Download the notebook as a student does, under the student's name."""
        with self.page.expect_download() as download:
            notebook.choose("File", "Download")
        download.value.save_as(folder / self.name / f"{GATES.assignment}.ipynb")


@pytest.fixture(scope="module")
def hub(tmp_path_factory, programs):
    hub = Hub(tmp_path_factory.mktemp("hub"), programs)
    process = hub.start()
    try:
        wait_for(lambda: answers(hub.address), 60, f"JupyterHub does not start, see {hub.folder / 'log'}")
        yield hub
    finally:
        process.terminate()  # the hub ends the servers of the students, and its proxy
        process.wait(60)


def memory_of(hub, student):
    """The memory of a student's server and its kernels in bytes; what processes share is divided."""
    server = [
        p for p in psutil.process_iter(["environ"]) if hub.serves(p.info["environ"] or {}, student.name)
    ]
    assert len(server) >= 2, "a server and a kernel"
    return sum(process.memory_full_info().pss for process in server)


def bytes_of(quantity):
    """'512M' of Kubernetes as a number."""
    return int(quantity[:-1]) * {"M": 10**6, "G": 10**9}[quantity[-1]]


def sources(file):
    return {cell.id: cell.source for cell in nbformat.read(file, as_version=4).cells}


def test_a_class_works_is_sent_a_correction_and_is_graded(hub, browser, tmp_path):
    ada, bob = Student(hub, browser, "ada"), Student(hub, browser, "bob")

    notebook = ada.follow_the_link()
    GATES.try_and_correct(notebook, STUB)
    notebook.choose("File", "Save Notebook")
    wait_for(lambda: sources(ada.file)["answer-gates"] == GATES.right, 20, "the answer is not saved")
    print(memory_of(hub, ada))
    assert memory_of(hub, ada) < bytes_of(VALUES["singleuser"]["memory"]["guarantee"])

    hub.change(NOTEBOOK, "Write `gate(name)`.", "Write the function `gate(name)`.")
    notebook = ada.follow_the_link()
    assert "Write the function" in sources(ada.file)["gates-text"], "the correction has not come"
    assert sources(ada.file)["answer-gates"] == GATES.right, "the correction took the answer away"
    expect(notebook.cell(STUB).locator(".cm-content")).to_contain_text("NOR")

    other = bob.follow_the_link()
    assert sources(bob.file)["answer-gates"] != GATES.right
    for path in ("lab", f"api/contents/{NAME}/{NOTEBOOK}", f"files/{NAME}/{NOTEBOOK}"):
        assert bob.page.request.get(f"{hub.address}/user/ada/{path}").status in (403, 404)
    assert ada.page.request.get(f"{hub.address}/user/ada/files/{NAME}/{NOTEBOOK}").status == 200

    ada.hand_in(notebook, tmp_path / "handed_in")
    bob.hand_in(other, tmp_path / "handed_in")
    made = [
        f"SUBMISSIONS={tmp_path / 'handed_in'}",
        f"ASSIGNMENT={GATES.assignment}",
        f"OUT={tmp_path / 'graded'}",
    ]
    subprocess.run(["make", "grade", *made], cwd=ROOT, check=True)
    with open(tmp_path / "graded" / "grades.csv", encoding="utf-8-sig") as table:
        points = {row["student"]: float(row["points"]) for row in csv.DictReader(table)}
    assert points == {"ada": GATES.points, "bob": 0}
