"""From columns of a register to synthetic rows, and to what is said about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from schakel.methods.synthesis.accounting import Budget
from schakel.methods.synthesis.attacks import membership
from schakel.methods.synthesis.domains import OTHER, Column, DomainError
from schakel.methods.synthesis.drawing import drawn
from schakel.methods.synthesis.evaluation import Kept, kept
from schakel.methods.synthesis.measuring import Model, measure
from schakel.methods.synthesis.noise import Noise, SeededNoise, SystemNoise
from schakel.methods.synthesis.settling import Expected, settled
from schakel.methods.synthesis.tabulating import Codes, Tables

MOST_COLUMNS = 40
# Settling pays for registers in which chance is large; beyond this chance is small and time is not.
_MOST_SETTLED = 60_000
_MOST_CELLS, _MOST_TABLES = 20_000_000, 700
# Combinations of two values expected fewer times than this are not drawn.
_RAREST = 1.5
# Rows drawn to learn what a model expects, for each row of the result.
_REHEARSALS = 4
# Records that the attack is tried on: half of them members, half held back.
_ATTACKED = 6_000
_FEWEST_ATTACKED = 200


@dataclass(frozen=True)
class Synthesis:
    """Synthetic rows: `codes` (rows by columns) into the values of `model`."""

    model: Model
    codes: Codes

    def table(self) -> pa.Table:
        """A string column for each column of the register, in its order."""
        return pa.table(
            {
                domain.name: pa.DictionaryArray.from_arrays(
                    pa.array(self.codes[:, place], pa.int32()), pa.array(domain.values, pa.string())
                )
                for place, domain in enumerate(self.model.domains)
            }
        )


def columns_of(table: pa.Table, listed: dict[str, tuple[str, ...]] | None = None) -> list[Column]:
    """The columns of an Arrow table as codes. `listed` gives the values of columns known beforehand.

    Raises DomainError where the table cannot be used at all.
    """
    if not table.num_columns or not table.num_rows:
        raise DomainError("There are no records.")
    if table.num_columns > MOST_COLUMNS:
        raise DomainError(
            f"{table.num_columns} columns are too many to share one budget; choose at most "
            f"{MOST_COLUMNS} with --columns, better six to twelve."
        )
    return [
        _column(name, table.column(name), (listed or {}).get(name)) for name in table.column_names
    ]


def _column(name: str, values: pa.ChunkedArray, listed: tuple[str, ...] | None) -> Column:
    whole = values.cast(pa.string()) if not pa.types.is_dictionary(values.type) else values
    encoded = whole.dictionary_encode() if whole is not values else whole
    encoded = encoded.unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    found = ["" if value is None else value for value in encoded.dictionary.to_pylist()]
    codes = encoded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)
    if encoded.null_count:
        found.append("")
    # In order of their text, so that the order of the records leaves no trace.
    names = sorted(set(found))
    place = {value: code for code, value in enumerate(names)}
    into = np.array([place[value] for value in found], dtype=np.int32)
    return Column(name, into[codes], tuple(names), listed)


def synthesise(
    columns: Sequence[Column], budget: Budget, noise: Noise, rows: int | None = None
) -> Synthesis:
    """Spend `budget` on `columns`; as many rows as there are records (noisy), or `rows`.

    Raises DomainError where a column cannot be used.
    """
    model = measure(columns, budget, noise)
    rng = noise.generator()
    wanted = rows or max(1, round(model.rows))
    triples = Tables(model.sizes, 3)
    if wanted > _MOST_SETTLED or triples.cells > _MOST_CELLS or len(triples.sets) > _MOST_TABLES:
        return Synthesis(model, drawn(model, wanted, rng))
    rehearsed = drawn(model, wanted * _REHEARSALS, rng)
    expected = [
        Expected(tables, tables.counts(rehearsed) / _REHEARSALS)
        for tables in (Tables(model.sizes, 2), triples)
    ]
    codes = drawn(model, wanted, rng, _RAREST)
    return Synthesis(model, settled(codes, expected, rng))


def preserved(columns: Sequence[Column], synthesis: Synthesis) -> Kept:
    """What `synthesis` keeps of the records, on all their values; compares with the truth."""
    true, made, sizes = [], [], []
    for place, (column, domain) in enumerate(zip(columns, synthesis.model.domains, strict=True)):
        names = list(dict.fromkeys([*column.found, *domain.values]))
        into = np.array([names.index(value) for value in domain.values])
        true.append(column.codes.astype(np.int64))
        made.append(into[synthesis.codes[:, place]])
        sizes.append(len(names))
    return kept(np.stack(true, axis=1), np.stack(made, axis=1), sizes)


def attacked(
    columns: Sequence[Column], budget: Budget, noise: Callable[[], Noise], seed: int | None = None
) -> float | None:
    """The attacker's area under the curve when half of (some) records is used and half held back.

    Spends nothing of the register's budget as long as the answer stays inside. None: too few records.
    """
    records = len(columns[0].codes)
    chosen = np.random.default_rng(seed).permutation(records)[:_ATTACKED]
    half = len(chosen) // 2
    if half * 2 < _FEWEST_ATTACKED:
        return None
    members = [
        Column(column.name, column.codes[chosen[:half]], column.found, column.listed)
        for column in columns
    ]
    try:
        made = synthesise(members, budget, noise())
    except DomainError:
        return None
    place = [{value: code for code, value in enumerate(column.found)} for column in columns]
    # A value that no record has (OTHER) is equal to none of theirs.
    into = [
        np.array([names.get(value, len(names)) for value in domain.values])
        for names, domain in zip(place, made.model.domains, strict=True)
    ]
    synthetic = np.stack([into[at][made.codes[:, at]] for at in range(len(columns))], axis=1)
    real = np.stack([column.codes[chosen] for column in columns], axis=1).astype(np.int64)
    return membership(real[:half], real[half : half * 2], synthetic)


def noise_from(seed: int | None) -> Noise:
    """The system's randomness, or the same draws each time (for tests only)."""
    return SystemNoise() if seed is None else SeededNoise(seed)


def with_other(synthesis: Synthesis) -> list[str]:
    """The columns in which OTHER stands for values that are not named."""
    return [
        domain.name
        for domain in synthesis.model.domains
        if not domain.listed and domain.rest and OTHER in domain.values
    ]
