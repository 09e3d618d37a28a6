"""Start, watch and stop the embedded PostgreSQL server of one data folder."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, Self

import psycopg
from psycopg import sql

from aitima.runtime.postgres import place as places
from aitima.runtime.postgres import tuning
from aitima.runtime.postgres.errors import DatabaseFailed
from aitima.runtime.postgres.place import NAME, PORT, Place

MAJOR: Final = "18"
SUPERUSER: Final = "postgres"
START_SECONDS: Final = 120
STOP_SECONDS: Final = 60
REAP_SECONDS: Final = 2
PAUSE: Final = 0.02
PID_LINE, STATUS_LINE = 0, 7
LOCALES: Final = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "C")


class Server:
    """One server per data folder, shared by the programs that use it; the last one stops it."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.var = var.resolve()
        self.durable = durable
        self._place: Place | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._share: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def place(self) -> Place:
        if self._place is None:
            try:
                self._place = places.find(self.var)
            except OSError as error:
                raise DatabaseFailed(f"{error}. {places.REMEDY}") from error
        return self._place

    @property
    def url(self) -> str:
        return self.place.url()

    @property
    def log(self) -> Path:
        return self.place.base / "server.log"

    def start(self) -> Self:
        """Return when the server answers; one that runs already is shared."""
        with self._alone():
            self._take_share()
            if not self.is_running():
                self._prepare()
                self._launch()
            self._wait_until_ready()
            self._create_database()
        return self

    def stop(self, *, seconds: float = STOP_SECONDS) -> bool:
        """Shut the server down properly unless somebody else uses it; tell whether it stopped."""
        if self._share is None:
            return False
        with self._alone():
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            else:
                self._shut_down(seconds)
                return True
            finally:
                self._share.close()
                self._share = None

    def is_running(self) -> bool:
        """Tell whether our server lives; a number left by a crash may be another program's."""
        if self._process is not None and self._process.poll() is None:
            return True
        pid = self._pid()
        return pid is not None and _is_postgres(pid, self.place.data)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.place.base / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _take_share(self) -> None:
        if self._share is None:
            self._share = (self.place.base / "users").open("wb")
        fcntl.flock(self._share, fcntl.LOCK_SH)

    def _prepare(self) -> None:
        data = self.place.data
        if not data.exists():
            self._initialise()
        found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != MAJOR:
            raise DatabaseFailed(
                f"{data} was made by PostgreSQL {found}, this is PostgreSQL {MAJOR}: "
                "dump it with the older release, or move the folder away to begin anew."
            )
        if self._pid() is not None:
            (data / "postmaster.pid").unlink(missing_ok=True)
        places.make_socket_folder(self.place)

    def _initialise(self) -> None:
        """Make the data folder under another name first: half a folder is never taken for one."""
        draft = self.place.base / "draft"
        failure = ""
        for locale in LOCALES:
            shutil.rmtree(draft, ignore_errors=True)
            _make_folder_of(draft, self.place)
            done = self._run("initdb", *self._initdb_words(draft, locale))
            if done.returncode == 0:
                break
            failure = done.stderr.strip()
        else:
            raise DatabaseFailed(
                f"PostgreSQL could not make its data folder: {_last_line(failure)}"
            )
        _write_access_rules(draft, self.place)
        draft.rename(self.place.data)

    def _initdb_words(self, folder: Path, locale: str) -> list[str]:
        words = [
            f"--pgdata={folder}",
            f"--username={SUPERUSER}",
            "--auth=peer",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            f"--lc-ctype={locale}",
            "--data-checksums",
            "--no-instructions",
        ]
        if not self.durable:
            words.append("--no-sync")
        for name, value in tuning.settings_for(tuning.memory()).items():
            words.append(f"--set={name}={value}")
        return words

    def _launch(self) -> None:
        place = self.place
        words = [
            *("-D", str(place.data)),
            *("-c", "listen_addresses="),
            *("-c", f"port={PORT}"),
            *("-c", f"unix_socket_directories={place.socket}"),
            *("-c", "unix_socket_permissions=0700"),
        ]
        if not self.durable:
            for name, value in tuning.throwaway_settings().items():
                words += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C in the terminal must not reach the database.
            self._process = subprocess.Popen(
                place.account.command(place.programs / "postgres", *words),
                cwd=place.base,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + START_SECONDS
        while self._status() != "ready":
            if not self.is_running() and self._status() != "ready":
                reason = _last_line(_tail(self.log))
                raise DatabaseFailed(f"PostgreSQL did not start: {reason} (see {self.log})")
            if time.monotonic() > limit:
                raise DatabaseFailed(f"PostgreSQL takes too long to start; see {self.log}.")
            time.sleep(PAUSE)

    def _create_database(self) -> None:
        marker = self.place.base / "created"
        if marker.exists():
            return
        with psycopg.connect(self.place.url(SUPERUSER, SUPERUSER), autocommit=True) as connection:
            name = sql.Identifier(NAME)
            for kind, table, column in (
                ("ROLE {} LOGIN CREATEDB IN ROLE pg_monitor, pg_checkpoint", "roles", "rolname"),
                ("DATABASE {0} OWNER {0}", "database", "datname"),
            ):
                query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
                    sql.Identifier(f"pg_{table}"), sql.Identifier(column)
                )
                if connection.execute(query, [NAME]).fetchone() is None:
                    connection.execute(sql.SQL("CREATE " + kind).format(name))
        marker.touch()

    def _shut_down(self, seconds: float) -> None:
        """Ask for a fast shutdown; if that takes too long, for one that recovers at the start."""
        for request, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 5.0)):
            pid = self._pid()
            if pid is None or not self.is_running():
                break
            os.kill(pid, request)
            if self._wait_until_gone(pid, patience):
                break
        self._reap()

    def _reap(self) -> None:
        """Take the end of our own child; it is as good as gone, yet the system keeps its entry."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(REAP_SECONDS)
            self._process = None

    def _wait_until_gone(self, pid: int, seconds: float) -> bool:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if self._process is not None:
                self._process.poll()
            if not _is_postgres(pid, self.place.data):
                return True
            time.sleep(PAUSE)
        return False

    def _pid(self) -> int | None:
        lines = self._pid_file()
        return int(lines[PID_LINE]) if lines and lines[PID_LINE].strip().isdigit() else None

    def _status(self) -> str:
        lines = self._pid_file()
        return lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else ""

    def _pid_file(self) -> list[str]:
        try:
            text = (self.place.data / "postmaster.pid").read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return []
        return text.splitlines()

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.place.account.command(self.place.programs / program, *words),
            cwd=self.place.base,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )


def _is_postgres(pid: int, data: Path) -> bool:
    """Tell whether the process is this folder's server; outside Linux, whether it lives."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        if Path("/proc/self").exists():
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False
    return os.fsencode(data) in words


def _make_folder_of(folder: Path, place: Place) -> None:
    folder.mkdir(mode=0o700)
    if place.account.owner != os.geteuid():
        os.chown(folder, place.account.owner, place.account.gid)


def _write_access_rules(data: Path, place: Place) -> None:
    """Let in the account of the server and the one who started it; nobody else."""
    people = {places.user_name(place.account.uid), places.user_name(os.geteuid())}
    people |= {places.user_name(0)} if place.account.manner else set()
    rules = [f'aitima "{person}" {role}' for person in sorted(people) for role in (NAME, SUPERUSER)]
    (data / "pg_hba.conf").write_text("local all all peer map=aitima\n", encoding="utf-8")
    (data / "pg_ident.conf").write_text("\n".join(rules) + "\n", encoding="utf-8")


def _environment() -> dict[str, str]:
    """Return the environment without what would steer the programs elsewhere."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_MESSAGES": "C", "TZ": "UTC"}


def _tail(path: Path, size: int = 4000) -> str:
    return path.read_bytes()[-size:].decode("utf-8", "replace") if path.exists() else ""


def _last_line(text: str) -> str:
    """Return the last telling line: what failed, rather than a hint after it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error:" in line]
    return (telling or lines or ["no reason given"])[-1]
