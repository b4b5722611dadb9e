"""Whether this machine has what the course needs."""

from importlib import metadata

from packaging.requirements import Requirement

SLIDERS = "jupyterlab_widgets"  # the part of JupyterLab that shows sliders; no package asks for it


def missing(package: str = "unrolled") -> list[str]:
    """A line for each package that `package` or a slider needs and that is not here, or too old.

    Raises ValueError where `package` itself is not installed.
    """
    try:
        lines = metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        raise ValueError(
            f"package needs the name of one that is installed, got {package!r}"
        ) from None
    needs = [Requirement(line) for line in [*lines, SLIDERS]]
    # Extras have an empty name where nobody asks for one.
    needs = [need for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    return [line for line in map(_lacking, needs) if line]


def _lacking(need):
    """What is wrong with one requirement, in a line; nothing where it is met."""
    try:
        version = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is not installed"
    if need.specifier.contains(version, prereleases=True):
        return ""
    return f"{need.name} is {version}, the course needs {need.specifier}"
