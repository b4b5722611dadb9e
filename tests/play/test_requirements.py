"""Requirements: missing and outdated packages are listed."""

from importlib import metadata

import pytest

from unrolled.play import missing_packages


@pytest.fixture
def needs(monkeypatch):
    """A function that replaces the requirements of the course."""
    return lambda *lines: monkeypatch.setattr(metadata, "requires", lambda _: list(lines) or None)


def test_no_package_is_missing_here():
    assert missing_packages() == []


def test_missing_and_outdated_packages_are_listed(needs):
    needs("numpy>=1.0", "a-package-that-nobody-wrote>=2", "matplotlib>=999")
    absent, old = missing_packages()
    assert absent == "a-package-that-nobody-wrote is not installed"
    assert old == f"matplotlib is {metadata.version('matplotlib')}, the course needs >=999"


def test_extras_and_other_platforms_are_ignored(needs):
    needs('nobody-wrote-it; extra == "test"', 'nor-this; python_version < "3"')
    assert missing_packages() == []


def test_missing_jupyterlab_widgets_is_reported(needs, monkeypatch):
    def version(name):
        raise metadata.PackageNotFoundError(name)

    needs()
    monkeypatch.setattr(metadata, "version", version)
    assert missing_packages() == ["jupyterlab_widgets is not installed"]
