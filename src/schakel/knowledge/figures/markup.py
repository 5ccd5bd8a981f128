"""The inside of a table of numbers, written in Python: a template is slow for a thousand cells."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from schakel.knowledge.figures.presenting import Grid
from schakel.knowledge.figures.tabulation import Line


def inside(grid: Grid) -> SafeString:
    """Head, body and foot of the table."""
    heads = "".join(f'<th scope="col" class="numeric">{escape(head)}</th>' for head in grid.heads)
    parts = [
        f'<thead><tr><th scope="col">{escape(grid.corner)}</th>{heads}</tr></thead>',
        f"<tbody>{_rows(grid.rows)}</tbody>",
    ]
    if grid.total:
        parts.append(f"<tfoot>{_rows([grid.total])}</tfoot>")
    return mark_safe("\n".join(parts))


def _rows(rows: Iterable[tuple[Line, Sequence[str]]]) -> str:
    return "".join(
        f'<tr><th scope="row"{_PART if row.depth else ""}>{escape(row.label)}</th>{_cells(cells)}</tr>'
        for row, cells in rows
    )


def _cells(cells: Sequence[str]) -> str:
    return "".join(f'<td class="numeric">{escape(cell)}</td>' for cell in cells)


_PART = ' class="figures-part"'
