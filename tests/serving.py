"""Real servers for tests: each on a free port, stopped when the test is over."""

import contextlib
import os
import re
import socket
import subprocess
import sys

from conftest import ROOT

CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ],
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(index, data, **settings):
    """The address of a server that runs with these settings."""
    environment = {f"STEMFAQ_{name.upper()}": str(value) for name, value in settings.items()}
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "stemfaq", "serve", "--index", str(index)),
            *("--data", str(data), "--port", str(free_port())),
        ],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stdout:
            if match := re.search(r"ready: (http://\S+)", line):
                yield match[1]
                return
        raise AssertionError(f"the server did not start: {process.stderr.read()}")
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
        process.stderr.close()
