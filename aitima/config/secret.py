"""The key of an installation whose operator did not choose one."""

import os
import secrets
from pathlib import Path


def kept_secret_key(var: Path) -> str:
    """Return the key kept in the data folder, made at first use and readable to its owner only."""
    path = var / "secret-key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()
