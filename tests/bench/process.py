"""How large a running program is, and how much processor time it has used (Linux)."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tests.programs import Program


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a process is: resident memory in MB, and its threads."""

    megabytes: float
    threads: int

    @classmethod
    def of(cls, program: Program) -> "Size":
        told = Path(f"/proc/{program.process.pid}/status").read_text(encoding="utf-8")
        found = dict(re.findall(r"^(VmRSS|Threads):\s+(\d+)", told, re.MULTILINE))
        return cls(megabytes=int(found["VmRSS"]) / 1024, threads=int(found["Threads"]))


def processor_seconds(program: Program) -> float:
    """Give the seconds of processor time that a process has used, its own and the system's for it."""
    # The name in the second field may hold anything, so the fields are counted from behind it (proc_pid_stat(5)).
    fields = Path(f"/proc/{program.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
