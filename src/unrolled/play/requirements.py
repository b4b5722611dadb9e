"""Check for missing or outdated packages."""

from importlib import metadata

from packaging.requirements import Requirement

SLIDERS = "jupyterlab_widgets"  # shows widgets in JupyterLab; no package requires it


def missing_packages() -> list[str]:
    """Return a line for each package that the course requires and that is missing or outdated."""
    needs = map(Requirement, [*(metadata.requires("unrolled") or []), SLIDERS])
    extra = {"extra": ""}  # optional requirements do not count
    needed = [each for each in needs if not each.marker or each.marker.evaluate(extra)]
    return [line for line in map(_problem, needed) if line]


def _problem(need):
    """Return what is wrong with one requirement, or nothing."""
    try:
        version = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is not installed"
    if need.specifier.contains(version, prereleases=True):
        return ""
    return f"{need.name} is {version}, the course needs {need.specifier}"
