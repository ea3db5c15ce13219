"""What many tests stand on: where the project and the gold texts are, a browser, what Hypothesis may take."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# Derandomised: the same commit gives the same verdict on every machine. HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def examples(root: Path) -> Path:
    """The accounts that ship with the project."""
    return root / "examples"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The gold texts, which lie beside the project where it is developed and are no part of it."""
    folder = root.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the gold texts (../shared/gold) are not on this machine")
    return folder


@pytest.fixture
def in_process(monkeypatch, capfdbinary):
    """Run `detente ARGUMENTS` in this process: its exit status, standard output (as bytes) and standard error."""
    from detente.cli import main

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        captured = capfdbinary.readouterr()
        return status, captured.out, captured.err.decode()

    return call


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium, which `make test` installs on Debian."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine (apt-get install chromium): pages were not looked at")


@pytest.fixture(scope="session")
def browser(chromium: str):
    """A headless Chromium under Playwright; `browser.new_page(viewport=...)` opens a page."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield running
        running.close()
