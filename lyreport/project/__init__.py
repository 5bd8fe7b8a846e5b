"""The project on disk: its root, every folder by name, and the only door through which files are written.

Nothing here touches the disk at import.  Every write is atomic: a reader sees the old file or the new one,
never a half of either, and a failed write leaves the old one in place.
"""

from lyreport.project.files import write_bytes, write_json, write_text
from lyreport.project.folders import scratch_folder, staged_folder, swap_folder, sweep
from lyreport.project.locks import lock, lock_facts
from lyreport.project.places import (
    BASE_YEAR,
    FORMATS,
    READS_VARIABLE,
    ROOT_VARIABLE,
    VALUES_VARIABLE,
    Edition,
    Format,
    Project,
)

__all__ = [
    "BASE_YEAR", "FORMATS", "READS_VARIABLE", "ROOT_VARIABLE", "VALUES_VARIABLE", "Edition", "Format", "Project",
    "lock", "lock_facts", "scratch_folder", "staged_folder", "swap_folder", "sweep", "write_bytes", "write_json",
    "write_text",
]  # fmt: skip
