import pytest

from detente.store import open_store


@pytest.fixture
def store(tmp_path):
    """An empty file of Détente, open for writing."""
    with open_store(tmp_path / "rel.duckdb", write=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def data(root):
    """The real datasets, which lie beside the project where it is developed and are no part of it."""
    folder = root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real datasets (../shared/data) are not on this machine")
    return folder


@pytest.fixture
def write(tmp_path):
    """Write a made-up file, its text without the common indentation of lines."""

    def written(name, text, encoding="utf-8"):
        path = tmp_path / name
        lines = [line.strip() if "\t" not in line else line.strip(" ") for line in text.strip("\n").splitlines()]
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return written
