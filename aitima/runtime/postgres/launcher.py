"""Become an ordinary user, then run a program: PostgreSQL refuses to run as root.

Started as a script of its own (`python -I -S launcher.py namespace|user UID GID PROGRAM …`),
because changing the identity between fork and exec of a threaded parent is not safe.

namespace: a user namespace in which the ordinary user's number stands for the caller. Nothing
of that user changes, and the files stay the caller's own.
user: give up the caller's identity for good.
"""

import os
import sys
from pathlib import Path

REFUSED = 97


def enter_namespace(uid: int, gid: int) -> None:
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", encoding="ascii")
    (own / "uid_map").write_text(f"{uid} {outer_uid} 1", encoding="ascii")
    (own / "gid_map").write_text(f"{gid} {outer_gid} 1", encoding="ascii")


def become(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main(manner: str, uid: str, gid: str, *command: str) -> int:  # noqa: RET503 - exec does not return
    change = {"namespace": enter_namespace, "user": become}[manner]
    try:
        change(int(uid), int(gid))
    except (OSError, AttributeError) as error:  # before Python 3.12, and outside Linux: no unshare
        print(f"{manner}: {error}", file=sys.stderr)  # noqa: T201 - the parent reads it
        return REFUSED
    os.execv(command[0], command)  # noqa: S606 - a program of ours, no shell


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
