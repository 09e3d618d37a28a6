"""Server settings sized to the machine, written once by `initdb`; fsync stays on.

An operator's own `ALTER SYSTEM` comes after them and wins.
"""

import os
from typing import Final

MB: Final = 1024 * 1024


def memory() -> int:
    """Return the machine's memory in bytes; a container's limit is not looked up."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def settings_for(total: int) -> dict[str, str]:
    """Return the settings for a machine whose memory the web processes and workers share."""
    return {
        "shared_buffers": _between(total // 8, 128, 4096),
        "effective_cache_size": _between(total // 2, 512, 65536),
        "work_mem": _between(total // 512, 8, 64),
        "maintenance_work_mem": _between(total // 32, 64, 1024),
        "min_wal_size": "256MB",
        "max_wal_size": "2GB",
        "wal_buffers": "16MB",
        "wal_compression": "on",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_connections": "200",
        "idle_in_transaction_session_timeout": "10min",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "log_timezone": "UTC",
        "timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "log_lock_waits": "on",
        "password_encryption": "scram-sha-256",
    }


def throwaway_settings() -> dict[str, str]:
    """Return what makes a database fast that nobody misses: for tests only."""
    return {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "autovacuum": "off",
        "shared_buffers": "256MB",
    }


def _between(size: int, low: int, high: int) -> str:
    """Return a size in bytes as PostgreSQL writes it, kept between two sizes in megabytes."""
    return f"{max(low, min(high, size // MB))}MB"
