"""Between Arrow and NumPy by their shared memory.

Arrow's own conversions look whether they were handed something of pandas, and load it to find out: that
takes longer than protecting a year.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def texts(values: Sequence[str]) -> pa.Array:
    """An Arrow array of strings."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.LargeStringArray.from_buffers(len(encoded), *buffers[1:]).cast(pa.string())


def numbers(values: Numbers) -> pa.Array:
    """An Arrow array of whole numbers."""
    whole = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Int64Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def named(names: Sequence[str], codes: Numbers) -> pa.Array:
    """The name of each code; -1 is the last of `names`."""
    return texts(names).take(numbers(np.where(codes < 0, len(names) - 1, codes)))


def codes_of(column: pa.ChunkedArray) -> tuple[list[str | None], Numbers]:
    """The distinct values of a column in the order in which they came, and which of them each row has."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    encoded = column.combine_chunks()
    values: list[str | None] = [
        None if value is None else str(value) for value in encoded.dictionary.to_pylist()
    ]
    indices = encoded.indices
    if indices.null_count:
        values.append(None)
        indices = indices.fill_null(len(values) - 1)
    return values, np.asarray(np.from_dlpack(indices.cast(pa.int64())), dtype=np.int64)


def whole(column: pa.ChunkedArray) -> Numbers:
    """The numbers of a column without gaps."""
    return np.asarray(np.from_dlpack(column.cast(pa.int64()).combine_chunks()))


def picked(table: pa.Table, rows: Numbers) -> pa.Table:
    """Some rows of a table, in the order given."""
    return table.take(numbers(rows))
