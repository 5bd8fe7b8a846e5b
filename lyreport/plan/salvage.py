"""The ids in a file that cannot be parsed: enough to tell a wrong reference from a right one to what was not read."""

from __future__ import annotations

import re
from pathlib import Path

_YAML = re.compile(r"""(?:^|[{,\s-])(?:id|stem)\s*:\s*["']?([^\s,"'{}\[\]]+)""", re.MULTILINE)
_CSV = re.compile(r'^"?([^",\n]+)', re.MULTILINE)


def ids(path: Path) -> frozenset[str]:
    """Return everything in a file that may be an id, rather too much than too little; nothing where it is not text."""
    try:
        text = path.read_bytes().decode(errors="replace")
    except OSError:
        return frozenset()
    return frozenset((_CSV if path.suffix == ".csv" else _YAML).findall(text))
