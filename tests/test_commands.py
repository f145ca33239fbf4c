"""The two commands of the README, below make: what they say and how they end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.product import (
    ROOT,
    answers,
    free_port,
    module,
    plain_environment,
    process,
    run,
    wait_for,
)

OLD_PYTHON = "#!/bin/sh\nexit 1\n"
PYTHON_WITHOUT_VENV = """#!/bin/sh
case "$2" in *venv*) exit 1;; esac
"""


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def embedded_environment(tmp_path):
    """Return the environment of ``make run`` on a machine of its own."""
    environment = plain_environment(tmp_path)
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    return environment


@pytest.mark.parametrize("command", [["manage.py", "serve"], ["-m", "scripts.run"]])
def test_a_taken_port_is_one_clear_line(taken_port, embedded_environment, command):
    done = subprocess.run(
        [sys.executable, *command, "--port", str(taken_port)],
        cwd=ROOT,
        env=embedded_environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.removeprefix("CommandError: ") == (
        f"端口 {taken_port} 已被占用，请换一个 / Port {taken_port} is taken: "
        "choose another, as in make run PORT=8123.\n"
    )


def test_a_port_that_cannot_be(settings):
    settings.IS_EMBEDDED = True

    with pytest.raises(CommandError, match="No such port: 70000"):
        call_command("serve", port=70000)


def test_serve_is_for_the_embedded_mode(settings):
    settings.IS_EMBEDDED = False

    with pytest.raises(CommandError, match="serve is for the embedded mode"):
        call_command("serve", port=8000)


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_and_ends_everything_it_started(
    order, embedded_environment, tmp_path
):
    """Ctrl-C reaches the whole group of processes; a kill or a hang-up only one."""
    run([sys.executable, "manage.py", "migrate"], embedded_environment)
    port, log = free_port(), tmp_path / "log"
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    url = f"http://127.0.0.1:{port}/healthz"

    with process(command, embedded_environment, log) as site:
        wait_for(url, site, log)
        if order == signal.SIGINT:
            os.killpg(site.pid, order)
        else:
            site.send_signal(order)
        status = site.wait(20)

        with pytest.raises(ProcessLookupError):
            os.killpg(site.pid, 0)
    assert status == 0
    assert not answers(url)
    said = log.read_text(encoding="utf-8")
    assert said.count(f"http://127.0.0.1:{port}/") == 1
    assert "Traceback" not in said


def test_it_ends_with_the_process_that_started_it(embedded_environment, tmp_path):
    """A killed make leaves nothing behind either."""
    run([sys.executable, "manage.py", "migrate"], embedded_environment)
    port, log = free_port(), tmp_path / "log"
    url = f"http://127.0.0.1:{port}/healthz"
    starter = (
        "import subprocess, sys;"
        " subprocess.run([sys.executable, 'manage.py', 'serve',"
        f" '--port', '{port}', '--with-parent'])"
    )

    with process([sys.executable, "-c", starter], embedded_environment, log) as parent:
        wait_for(url, parent, log)
        parent.kill()
        deadline = time.monotonic() + 20
        while answers(url) and time.monotonic() < deadline:
            time.sleep(0.1)

        assert not answers(url)


def bootstrap(
    directory: Path, *, python: str, path: str
) -> subprocess.CompletedProcess:
    """Run the bootstrap in a directory, with the Python and the PATH of a machine."""
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "bootstrap.sh"), "requirements.txt"],
        cwd=directory,
        env={"PYTHON": python, "PATH": path},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def machine(tmp_path):
    """Return a directory with requirements, and a PATH without any Python."""
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("basename", "cmp", "cp"):
        (tools / name).symlink_to(shutil.which(name))
    return tmp_path


def fake_python(machine: Path, script: str) -> str:
    path = machine / "tools" / "python3"
    path.write_text(script)
    path.chmod(0o755)
    return "python3"


@pytest.mark.parametrize(
    ("script", "line"),
    [
        (OLD_PYTHON, "Python 3.11 or later is needed"),
        (PYTHON_WITHOUT_VENV, "apt install python3-venv"),
    ],
)
def test_a_machine_that_lacks_something_is_told_in_one_line(machine, script, line):
    done = bootstrap(
        machine, python=fake_python(machine, script), path=str(machine / "tools")
    )

    assert done.returncode == 1
    assert line in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (machine / ".venv").exists()


def test_what_is_installed_is_not_installed_again(machine):
    venv = machine / ".venv"
    run(module("venv", "--without-pip", str(venv)), os.environ)
    shutil.copy(machine / "requirements.txt", venv / ".installed-requirements.txt")

    done = bootstrap(machine, python="python3", path=str(machine / "tools"))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_empty_machine_gets_its_environment(machine):
    done = bootstrap(machine, python=sys.executable, path=os.environ["PATH"])

    assert done.returncode == 0, done.stderr
    assert (machine / ".venv" / ".installed-requirements.txt").exists()
    run([str(machine / ".venv" / "bin" / "python"), "-m", "pip", "check"], os.environ)
