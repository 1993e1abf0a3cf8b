"""What the app's packages take on disk, and each requirement's share: what it brings that those before it don't."""

from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.bench.row import Measured, Row, Scale
from tests.programs import ROOT

MB = 1_000_000


def measure(_folder: Path, _scale: Scale) -> Measured:
    """Add up the files of every package that requirements.txt leads to; Gradio's, which stand first, are the peer."""
    wanted = requirements((ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines())
    gradio = brought_by([Requirement("gradio")])
    everything = brought_by(wanted)
    rows = [
        Row(
            what=f"installed, {len(everything)} packages",
            unit="MB",
            ours=megabytes(everything),
            peer="Gradio alone",
            theirs=megabytes(gradio),
        )
    ]
    known = set(gradio)
    for one in wanted:
        brought = brought_by([one])
        new = {name: size for name, size in brought.items() if name not in known}
        known |= set(brought)
        if new:
            rows.append(Row(what=f"of it by `{one.name}`, beyond those above", unit="MB", ours=megabytes(new)))
    return Measured(rows=tuple(rows))


def requirements(lines: Iterable[str]) -> list[Requirement]:
    """Read a file of requirements."""
    return [Requirement(line) for line in lines if line.strip() and not line.startswith(("#", "-"))]


def brought_by(wanted: Iterable[Requirement]) -> dict[str, int]:
    """Give the bytes of every package that some requirements lead to, by name; those not installed are left out."""
    sizes: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    left = [(one, "") for one in wanted]
    while left:
        one, extra = left.pop()
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(one.name)
        asked = [(name, each) for each in ("", *one.extras) if (name, each) not in seen]
        found = _installed(name) if asked else None
        if found is None:
            continue
        sizes.setdefault(name, _size(found))
        seen.update(asked)
        left += [(Requirement(line), each) for _, each in asked for line in found.requires or ()]
    return sizes


def megabytes(sizes: dict[str, int]) -> float:
    """Add up."""
    return sum(sizes.values()) / MB


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _size(one: Distribution) -> int:
    paths = [Path(str(file.locate())) for file in one.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())
