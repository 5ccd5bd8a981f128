"""Draws of a long run in a file, so that a run that was stopped goes on where it was."""

import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import numpy as np

from schakel.methods.estimation.terms import Floats


class Kept(MutableMapping[int, Floats]):
    """Batches of draws by number. A line is added for each; a half-written last line is made again."""

    def __init__(self, path: Path, key: list[Any]) -> None:
        """`key`: what the draws are of. Draws of something else stay in the file and are not used.

        Raises OSError.
        """
        self._path, self._key = path, key
        self._found: dict[int, Floats] = {}
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        self._broken = bool(lines and lines[-1])
        for line in lines[:-1]:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if told["key"] == key:
                values = [np.inf if value is None else value for value in told["draws"]]
                self._found[told["batch"]] = np.array(values, dtype=float)

    def __setitem__(self, number: int, draws: Floats) -> None:
        self._found[number] = draws
        values = [None if np.isinf(value) else value for value in draws.tolist()]
        line = json.dumps({"key": self._key, "batch": number, "draws": values})
        with self._path.open("a", encoding="utf-8") as file:
            file.write(("\n" if self._broken else "") + line + "\n")
        self._broken = False

    def __getitem__(self, number: int) -> Floats:
        return self._found[number]

    def __delitem__(self, number: int) -> None:
        del self._found[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
