"""The embedded database, started for real in folders of its own."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from aitima.runtime.postgres import DatabaseFailed, Server, database_url, tuning
from tests.support.system import wait_until

GB = 1024**3


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "var", durable=False)
    yield server
    server.stop()


def ask(server: Server, query: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def postmaster(server: Server) -> int:
    pid_file = server.place.data / "postmaster.pid"
    return int(pid_file.read_text(encoding="utf-8").splitlines()[0])


def kill_hard(server: Server) -> None:
    pid = postmaster(server)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running())


def test_the_first_start_makes_a_database_that_knows_greek(server: Server) -> None:
    server.start()

    assert server.url == database_url(server.var)
    assert ask(server, "SELECT lower('ΛΑΚΚΟΎΒΑ') || upper('ή')") == "λακκούβαΉ"
    assert ask(server, "SELECT to_tsvector('greek', '«Λακκούβες»')::text") == "'λακκουβ':1"


def test_it_listens_on_a_private_socket_only(server: Server) -> None:
    server.start()

    assert ask(server, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(server.place.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.place.base.stat().st_mode) == 0o700


def test_the_application_is_no_superuser(server: Server) -> None:
    server.start()

    assert ask(server, "SELECT current_user::text") == "aitima"
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_existing_folders_keep_their_permissions(tmp_path: Path) -> None:
    var = tmp_path / "kept"
    var.mkdir(mode=0o751)
    before = {folder: folder.stat().st_mode for folder in (var, *var.parents)}

    with Server(var, durable=False):
        pass

    assert {folder: folder.stat().st_mode for folder in before} == before


def test_a_long_path_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    var = tmp_path / ("long-" * 20)

    with Server(var, durable=False) as server:
        assert ask(server, "SELECT 1") == 1

    assert len(os.fsencode(server.place.socket)) < 90
    assert stat.S_IMODE(server.place.socket.stat().st_mode) == 0o700
    server.place.socket.rmdir()


def test_it_comes_back_with_its_data_after_a_crash(server: Server) -> None:
    server.start()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        connection.execute("CHECKPOINT")
    kill_hard(server)

    server.start()

    assert ask(server, "SELECT number FROM kept") == 7


def test_a_number_left_by_a_crash_that_now_is_another_program_does_not_matter(
    server: Server,
) -> None:
    server.start()
    server.stop()
    pid_file = server.place.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.place.data}\n0\n5432\n\n\n\nready   \n")

    server.start()

    assert ask(server, "SELECT 1") == 1


def test_a_running_server_is_shared_and_stopped_by_its_last_user(server: Server) -> None:
    server.start()
    other = Server(server.var, durable=False).start()

    assert postmaster(other) == postmaster(server)
    assert other.stop() is False
    assert ask(server, "SELECT 1") == 1
    assert server.stop() is True
    assert not server.is_running()


def test_stopping_shuts_it_down_properly(server: Server) -> None:
    server.start()

    server.stop()

    assert "database system is shut down" in server.log.read_text(encoding="utf-8")


def test_data_of_another_release_is_refused_in_a_sentence(server: Server) -> None:
    server.start()
    server.stop()
    (server.place.data / "PG_VERSION").write_text("16\n", encoding="ascii")

    with pytest.raises(DatabaseFailed, match="was made by PostgreSQL 16, this is PostgreSQL 18"):
        server.start()


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    server.start()
    server.stop()
    with (server.place.data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")

    with pytest.raises(DatabaseFailed, match=r"did not start: .*contains errors"):
        server.start()


def test_a_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    var = tmp_path / "var"
    (var / "postgres").mkdir(parents=True, mode=0o755)

    with pytest.raises(DatabaseFailed, match="closed to others"):
        Server(var).start()


def test_it_outlives_a_killed_user_and_the_next_one_takes_it_over(tmp_path: Path) -> None:
    var = tmp_path / "var"
    code = (
        "import os, sys; from pathlib import Path; from aitima.runtime.postgres import Server; "
        "Server(Path(sys.argv[1]), durable=False).start(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(var)], cwd=Path.cwd(), check=False)
    server = Server(var, durable=False)
    left = postmaster(server)

    server.start()

    assert postmaster(server) == left
    assert server.stop() is True
    assert not server.is_running()


@pytest.mark.parametrize(
    ("memory", "buffers"), [(GB // 2, "128MB"), (8 * GB, "1024MB"), (512 * GB, "4096MB")]
)
def test_the_settings_follow_the_memory_of_the_machine(memory: int, buffers: str) -> None:
    assert tuning.settings_for(memory)["shared_buffers"] == buffers


def test_safety_is_never_traded_for_speed_outside_tests(tmp_path: Path) -> None:
    with Server(tmp_path / "var") as server:
        assert ask(server, "SHOW fsync") == "on"
        assert ask(server, "SHOW synchronous_commit") == "on"
        assert ask(server, "SHOW data_checksums") == "on"
