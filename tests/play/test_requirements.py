"""Whether a machine is ready is told package by package."""

from importlib import metadata

import pytest

from unrolled.play import missing_packages


@pytest.fixture
def needs(monkeypatch):
    """A function that makes the course need other packages than it does."""

    def needing(*lines):
        monkeypatch.setattr(metadata, "requires", lambda package: list(lines) or None)

    return needing


def test_this_machine_is_ready():
    assert missing_packages() == []


def test_what_is_not_here_and_what_is_too_old_has_a_line_each(needs):
    needs("numpy>=1.0", "a-package-that-nobody-wrote>=2", "matplotlib>=999")
    absent, old = missing_packages()
    assert absent == "a-package-that-nobody-wrote is not installed"
    assert old == f"matplotlib is {metadata.version('matplotlib')}, the course needs >=999"


def test_extras_and_other_machines_are_not_asked_for(needs):
    needs('nobody-wrote-it; extra == "test"', 'nor-this; python_version < "3"')
    assert missing_packages() == []


def test_the_part_that_shows_sliders_is_asked_for(needs, monkeypatch):
    def version(name):
        raise metadata.PackageNotFoundError(name)

    needs()
    monkeypatch.setattr(metadata, "version", version)
    assert missing_packages() == ["jupyterlab_widgets is not installed"]
