"""The set-up of a machine: what is missing is installed or named; a trouble ends with one line and its cure.

System packages are installed by stand-ins for apt-get and sudo. The environment is made in a small tree, by
the real uv, of small wheels beside it.
"""

import ast
import hashlib
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import flit_core
import pip
import pytest

from tools import setup_env, system
from tools.browser import ROOT

APT = "apt-get update; apt-get install -y --no-install-recommends"
CLOSED = "http://127.0.0.1:9/simple"  # nothing listens there
LOCK_CURE = "git checkout requirements.lock"


def program(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


# System packages


class Machine:
    """A machine with stand-ins for apt-get and sudo, which note down how they are called."""

    def __init__(self, folder, monkeypatch):
        self.programs, self.log, self.monkeypatch = folder / "bin", folder / "log", monkeypatch
        self.programs.mkdir()
        self.log.touch()
        program(self.programs / "apt-get", f'echo "apt-get $*" >> {self.log}')
        monkeypatch.setenv("PATH", str(self.programs))
        monkeypatch.chdir(folder)
        self.system("debian")

    def system(self, name):
        self.monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": name})

    def user(self, number, *, sudo):
        """Be root (0) or another, for whom sudo asks for a password or not."""
        self.monkeypatch.setattr(os, "geteuid", lambda: number)
        asked = f'[ "$1" = -n ] && exit {int(not sudo)}'
        program(self.programs / "sudo", f'{asked}\necho sudo >> {self.log}\nexec "$@"')

    def install(self, *packages):
        self.monkeypatch.setattr(sys, "argv", ["system", *packages])
        system.main()
        return self.log.read_text().splitlines()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return Machine(tmp_path, monkeypatch)


def test_a_machine_that_has_all_is_asked_nothing(machine, capsys):
    machine.user(1000, sudo=False)
    assert machine.install() == []
    assert capsys.readouterr().out == ""


def test_root_installs_what_is_missing_and_says_what(machine, capsys):
    machine.user(0, sudo=False)
    update, install = machine.install("chromium-headless-shell", "bubblewrap")
    assert f"{update}; {install}" == f"{APT} chromium-headless-shell bubblewrap"
    assert "installing chromium-headless-shell, bubblewrap with: apt-get update" in capsys.readouterr().out


def test_a_user_with_sudo_and_no_password_installs_by_sudo(machine):
    machine.user(1000, sudo=True)
    called = machine.install("chromium-headless-shell")
    assert called == [
        "sudo",
        "apt-get update",
        "sudo",
        "apt-get install -y --no-install-recommends chromium-headless-shell",
    ]


def test_any_other_user_is_told_the_one_line_and_nothing_is_done(machine):
    machine.user(1000, sudo=False)
    line = re.escape(APT.replace("apt-get", "sudo apt-get") + " chromium-headless-shell bubblewrap")
    with pytest.raises(
        SystemExit, match=f"^setup: chromium-headless-shell, bubblewrap must be installed. Type: {line}$"
    ):
        machine.install("chromium-headless-shell", "bubblewrap")
    assert machine.log.read_text() == ""


def test_the_part_of_python_that_makes_environments_is_installed_too(machine, monkeypatch):
    machine.user(0, sudo=False)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert machine.install()[1].endswith(f" python3.{sys.version_info.minor}-venv")


def test_a_broken_list_of_packages_does_not_matter_while_the_package_is_found(machine):
    machine.user(0, sudo=False)
    program(machine.programs / "apt-get", '[ "$1" != update ]')
    machine.install("chromium-headless-shell")


@pytest.mark.parametrize(
    ("fonts", "missing"),
    [("", ["chromium-headless-shell", "fonts-noto-cjk"]), ("a", ["chromium-headless-shell"])],
)
def test_make_asks_for_the_browser_and_the_font_where_they_are_not(machine, fonts, missing):
    program(machine.programs / "fc-list", f"echo {fonts}")
    program(machine.programs / "uname", "echo Linux")
    line = ["make", "-n", "-C", ROOT, "packages", "CHROMIUM=/nowhere", "NOTO=/nowhere"]
    path = f"{machine.programs}:/usr/bin:/bin"
    said = subprocess.run(line, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=True)
    assert re.search(r"tools/system\.py (.*)", said.stdout)[1].split() == missing


def test_a_package_that_cannot_be_installed_ends_the_set_up(machine, capfd):
    machine.user(0, sudo=False)
    program(machine.programs / "apt-get", 'echo "E: no such package" >&2; exit 100')
    with pytest.raises(SystemExit, match=r"^setup: that failed, for the reason above"):
        machine.install("chromium-headless-shell")
    assert "E: no such package" in capfd.readouterr().err


def test_ubuntu_gets_its_browser_from_playwright(machine):
    machine.user(1000, sudo=False)
    machine.system("ubuntu")
    playwright = re.escape(f"{sys.executable} tools/setup_env.py && {system.PLAYWRIGHT}")
    with pytest.raises(SystemExit, match=f"Type: {playwright}$"):
        machine.install("chromium-headless-shell")
    with pytest.raises(SystemExit, match=f"recommends bubblewrap && {playwright}$"):
        machine.install("chromium-headless-shell", "bubblewrap")


def test_a_system_without_apt_is_told_what_to_install(machine):
    (machine.programs / "apt-get").unlink()
    with pytest.raises(SystemExit, match=r"^setup: chromium-headless-shell must be installed"):
        machine.install("chromium-headless-shell")


def test_a_python_that_is_too_old_can_read_that_it_is(machine, monkeypatch):
    ast.parse(Path(system.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    with pytest.raises(SystemExit, match=r"^setup: Python 3\.11 or newer .* this is 3\.10\.12 at .*PYTHON="):
        machine.install("chromium-headless-shell")
    assert machine.log.read_text() == ""


@pytest.mark.parametrize(
    ("programs", "missing"),
    [
        ({}, ["chromium-headless-shell", "bubblewrap"]),
        ({"chromium": "exit 1", "bwrap": ""}, ["chromium-headless-shell"]),
        ({"google-chrome": "echo 1.0", "bwrap": ""}, []),
    ],
)
def test_make_test_first_asks_for_what_is_not_there_or_does_not_start(tmp_path, programs, missing):
    (tmp_path / "which").symlink_to(shutil.which("which"))
    for name, script in programs.items():
        program(tmp_path / name, script)
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    recipe = subprocess.check_output(
        [shutil.which("make"), "--dry-run", "test"], cwd=ROOT, env=environment, text=True
    )
    if not list(ROOT.glob("exercises/*/*.mk")):  # the public tree, which grades nothing
        missing = [package for package in missing if package != "bubblewrap"]
    assert recipe.splitlines()[0].split() == ["python3", "tools/system.py", *missing]


def test_the_check_of_a_push_is_make_test_or_the_target_that_is_named(tmp_path, monkeypatch):
    program(tmp_path / "make", 'echo "$PWD: $*"')
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    for arguments, target in (([], "test"), (["test-all"], "test-all")):
        said = subprocess.check_output([ROOT / ".ci" / "run", *arguments], text=True, cwd=tmp_path)
        assert said == f"{ROOT}: {target}\n"


# The environment


class Tree:
    """A small tree with a lock file, what it names as wheels, and the tool that makes the environment."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.lock, self.wheels = folder, folder / "requirements.lock", folder / "wheels"
        self.modules = folder / "modules"  # found from any environment
        for made in (self.wheels, self.modules, folder / "tools", folder / "benchmarks"):
            made.mkdir()
        (self.modules / "ensurepip.py").touch()
        (self.modules / "pip.py").write_text(PIP)
        self.lend(flit_core)
        shutil.copy(setup_env.__file__, folder / "tools")
        (folder / "mlplib.py").write_text('"""Small."""\n__version__ = "1.0"\n')
        (folder / "pyproject.toml").write_text(PROJECT)
        settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": 1, "PIP_FIND_LINKS": self.wheels}
        settings |= {"UV_OFFLINE": 1, "UV_CACHE_DIR": folder / "cache", "NO_PROXY": "*"}
        settings |= {"PYTHONPATH": self.modules}
        for name, value in settings.items():
            monkeypatch.setenv(name, str(value))
        self.write_lock()

    def lend(self, package):
        (self.modules / package.__name__).symlink_to(Path(package.__file__).parent)

    def wheel(self, name, script="", tag="py3-none-any", needs=""):
        """Write a wheel with an empty module and a script of its name; return its entry of the lock."""
        path, info = self.wheels / f"{name}-1.0-{tag}.whl", f"{name}-1.0.dist-info"
        files = {f"{name}.py": "", f"{info}/RECORD": ""}
        files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        files[f"{info}/METADATA"] += f"Requires-Dist: {needs}\n" * bool(needs)
        files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"
        files[f"{name}-1.0.data/scripts/{name}"] = f"#!/bin/sh\n{script}\n"
        with zipfile.ZipFile(path, "w") as archive:
            for file, text in files.items():
                entry = zipfile.ZipInfo(file)  # which has a date that stays
                entry.external_attr = 0o100755 << 16
                archive.writestr(entry, text)
        return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"

    def write_lock(self, uv=f'exec {Path(sys.executable).parent / "uv"} "$@"', **small):
        """Lock uv, as a script that stands for it, and one more package."""
        program(self.folder / "uv", uv)
        lines = self.wheel("small", **small), self.wheel("uv", uv)
        self.lock.write_text("--only-binary :all:\n" + "".join(lines))

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "-c", START, self.folder / "tools" / "setup_env.py", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def set_up(self, *words):
        """What the tool prints."""
        with self.start(*words) as process:
            out, error = process.communicate()
        assert (error, process.returncode) == ("", 0)
        return out

    def trouble(self):
        """The one line with which the tool fails."""
        with self.start() as process:
            error = process.communicate()[1]
        assert process.returncode == 1
        assert re.fullmatch(r"setup: .*\n", error)
        return error

    def imports(self, *modules, environment=".venv"):
        command = [self.folder / environment / "bin" / "python", "-c", f"import {', '.join(modules)}"]
        return subprocess.run(command, capture_output=True, check=False, cwd=ROOT.parent).returncode == 0


PROJECT = """\
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"
[project]
name = "mlplib"
dynamic = ["version", "description"]
"""
# Stands for pip where pip is not what is tested, because it is slow.
PIP = """\
import os, shutil, sys
if "config" in sys.argv:
    print(":env:.find-links=" + repr(os.environ["PIP_FIND_LINKS"]))
else:
    shutil.copy("uv", os.path.join(sys.prefix, "bin"))
"""
# Ctrl-C means what it means at a terminal, though the process that runs the tests may ignore it.
START = """\
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def tree(tmp_path, monkeypatch):
    return Tree(tmp_path, monkeypatch)


def test_the_environment_has_what_is_locked_and_is_made_once(tree):
    tree.lend(pip)
    assert "Installed 1 package" in tree.set_up()
    assert tree.imports("small", "mlplib")
    assert tree.set_up() == ""
    with tree.lock.open("a") as lock:
        lock.write("# renewed\n")
    assert "installing the locked packages" in tree.set_up()


def test_the_benchmarks_have_an_environment_of_their_own(tree):
    shutil.copy(tree.lock, tree.folder / "benchmarks")
    (tree.folder / "benchmarks" / "torch.txt").write_text("torch==1.0\n")
    tree.wheel("torch")
    tree.set_up()
    tree.set_up("bench")
    assert tree.imports("small", "torch", environment=".venv-bench")
    assert not tree.imports("torch")


# What is changed, what it is changed to, and the words of the complaint.
EDITS = {
    "another version": ("small==1.0", "small==2.0", "no version of small==2.0"),
    "another checksum": (r"sha256:\w{8}", "sha256:01234567", "Hash mismatch for `small==1.0`"),
    "no checksum": (r"small==1.0(.|\n)*?uv", "small==1.0\nuv", "must have a hash.*small==1.0"),
    "a mark of a conflict": ("small==1.0", "<<<<<<< HEAD\nsmall==1.0", "requirements.lock:2:1"),
    "no uv": (r"uv==1.0(.|\n)*", "", "names no version of uv"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_lock_file_edited_by_hand_is_refused_with_the_place_and_the_cure(tree, edit):
    pattern, new, words = EDITS[edit]
    tree.lock.write_text(re.sub(pattern, new, tree.lock.read_text(), count=1))
    assert re.fullmatch(rf".*{words}.*{LOCK_CURE}\n", tree.trouble())


def test_pip_too_checks_what_it_brings(tree):
    tree.lend(pip)
    tree.lock.write_text(re.sub(r"\w{64}$", "0" * 64, tree.lock.read_text()))
    assert re.fullmatch(rf".*DO NOT MATCH THE HASHES.*{LOCK_CURE}\n", tree.trouble())


def test_the_run_after_a_trouble_goes_on(tree):
    good = tree.lock.read_text()
    tree.lock.write_text(good.replace("==", "="))
    assert LOCK_CURE in tree.trouble()
    tree.lock.write_text(good)
    tree.set_up()
    assert tree.imports("small", "mlplib")


def test_a_package_that_another_needs_and_the_lock_lacks_is_named(tree):
    tree.write_lock(needs="large")
    assert "`small` requires `large`" in tree.trouble()


def test_a_python_without_wheels_is_told_which_to_use(tree):
    (tree.wheels / "small-1.0-py3-none-any.whl").unlink()
    tree.write_lock(tag="cp27-none-any")
    assert re.fullmatch(r".*small==1.0 has no wheels .*make PYTHON=.*\n", tree.trouble())


@pytest.mark.parametrize(
    ("script", "cure"),
    [
        ("cat /etc/hostname > /dev/full", "No space left on device. The disk is full"),
        ("echo '  cause: invalid peer certificate: UnknownIssuer'; exit 2", "Issuer. .*export PIP_CERT=FILE"),
    ],
)
def test_what_uv_cannot_do_here_ends_with_the_cure(tree, script, cure):
    tree.write_lock(uv=script)
    assert re.search(cure, tree.trouble())


def test_a_full_disk_at_the_last_word_is_told_too(tree):
    tree.set_up()
    (tree.folder / ".venv" / ".ready.new").symlink_to("/dev/full")
    assert "The disk is full" in tree.trouble()


def test_without_a_network_the_first_download_says_so(tree, monkeypatch):
    tree.lend(pip)
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", CLOSED)
    (tree.wheels / "uv-1.0-py3-none-any.whl").unlink()
    assert re.fullmatch(r".*uv==1.0. No network\? .*\n", tree.trouble())


def test_a_network_that_goes_away_later_is_told_too(tree, monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", CLOSED)
    monkeypatch.setenv("UV_OFFLINE", "0")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    assert re.fullmatch(r".*Connection refused.*No network\? .*\n", tree.trouble())


@pytest.mark.parametrize(
    ("step", "kill"), [("uv", signal.SIGINT), ("uv", signal.SIGKILL), ("venv", signal.SIGKILL)]
)
def test_what_is_half_made_is_made_again(tree, step, kill):
    tree.set_up()
    good, hanging = tree.lock.read_text(), tree.modules / "venv.py"
    if step == "venv":
        hanging.write_text("import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)")
    tree.write_lock(uv="touch begun; sleep 60")
    with tree.start() as process:
        while process.poll() is None and not (tree.folder / "begun").exists():
            time.sleep(0.01)
        os.killpg(process.pid, kill)
        expected = "setup: interrupted; the next run goes on\n" if kill == signal.SIGINT else ""
        assert process.communicate()[1] == expected
    hanging.unlink(missing_ok=True)
    tree.write_lock()
    assert tree.lock.read_text() == good, "the lock file is the one that was ready"
    assert "installing" in tree.set_up()
    assert tree.imports("small", "mlplib")


# Where packages come from


def test_uv_looks_where_pip_is_told_to_look(tmp_path, monkeypatch):
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = http://a/simple\nfind-links = /wheels\ntrusted-host = a\n"
        "extra-index-url =\n    http://b\n    http://c\n[install]\nindex-url = http://d/simple\n"
    )
    for name, value in {"CONFIG_FILE": tmp_path / "pip.conf", "FIND_LINKS": "/x /y", "CERT": "/pem"}.items():
        monkeypatch.setenv(f"PIP_{name}", str(value))
    told = setup_env.settings.__wrapped__()
    assert told["UV_DEFAULT_INDEX"] == "http://d/simple"
    assert told["UV_INDEX"] == "http://b http://c"
    assert told["UV_FIND_LINKS"] == "/x,/y"
    assert told["UV_INSECURE_HOST"] == "a"
    assert told["SSL_CERT_FILE"] == "/pem"


def test_uv_looks_where_uv_is_told_to_look(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "mine")
    assert setup_env.run("sh", "-c", "echo $UV_DEFAULT_INDEX", UV_DEFAULT_INDEX="of pip") == "mine\n"


def test_without_a_word_uv_looks_where_it_always_does(monkeypatch):
    monkeypatch.setattr(setup_env, "pip", lambda *_: "")
    assert setup_env.settings.__wrapped__() == setup_env.UV


def test_any_index_may_serve_a_package_since_its_checksum_tells(tree, monkeypatch):
    for index, version in (("UV_INDEX", "2.0"), ("UV_DEFAULT_INDEX", "1.0")):
        page, file = tree.folder / index / "small" / "index.html", f"small-{version}-py3-none-any.whl"
        page.parent.mkdir(parents=True)
        page.write_text(f'<a href="{file}">{file}</a>')
        monkeypatch.setenv(index, page.parents[1].as_uri())
    (tree.wheels / file).rename(page.with_name(file))
    tree.set_up()
    assert tree.imports("small")
