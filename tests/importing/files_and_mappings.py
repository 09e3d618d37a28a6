"""Small files of another system, and the mappings that read them."""

from pathlib import Path
from typing import Final

MAPPING: Final = """
source = "old-system"

[columns]
id = "number"
submitted_at = "received"
closed_at = "done"
status = "state"
service = "matter"
channel = "by"
description = "text"
address = "street"
x = "lon"
y = "lat"

[dates]
formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]

[statuses.values]
open = "submitted"
working = "in_progress"
finished = "resolved"
declined = "rejected"
elsewhere = "forwarded"

[services.values]
lamp = "lighting-lamp"
hole = "road-pothole"

[channels]
default = "import"

[channels.values]
call = "phone"
"""

HEADER: Final = "number,received,done,state,matter,by,text,street,lon,lat"
GOOD: Final = (
    "A1,03/02/2025 09:30,05/02/2025 12:00,finished,lamp,call,Κάηκε η λάμπα.,Ερμού 1,26.5551,39.1050"
)
OPEN: Final = "A2,04/02/2025 10:00,,open,hole,,Μεγάλη λακκούβα.,Σαπφούς 2,26.5540,39.1060"


def write_file(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "old.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
    return path


def write_mapping(folder: Path, text: str = MAPPING) -> Path:
    path = folder / "old.toml"
    path.write_text(text, encoding="utf-8")
    return path
