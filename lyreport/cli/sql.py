"""``lyreport sql``: the checked facts, one table per form over all years, read-only."""

from __future__ import annotations

from typing import Any

from lyreport.cli.editions import newest
from lyreport.cli.plain import plain
from lyreport.cli.request import Request
from lyreport.errors import Bilingual, UsageError

_CREATE = (  # the year is the name of the folder that a file lies in
    "create table {form} as select cast(parse_path(filename)[-2] as int) as _year, * exclude (filename) "
    "from read_parquet(?, union_by_name=true, filename=true)"
)


def command(request: Request) -> int:
    """Run one query, or list the tables."""
    import duckdb

    connection = _open(request)
    query = request.options.query or "select table_name, estimated_size as rows from duckdb_tables() order by 1"
    try:
        found = connection.execute(query)
        names = [column[0] for column in found.description or []]
        rows = found.fetchall()
    except duckdb.Error as error:
        raise UsageError.single(
            "sql.refused",
            "SQL",
            Bilingual(f"数据库不接受：{error}", f"the database refuses it: {error}"),
            Bilingual("不带语句运行 lyreport sql 可列出各表", "run lyreport sql without a query to list the tables"),
        ) from error
    if request.json:
        request.dump([dict(zip(names, map(_cell, row), strict=True)) for row in rows])
    else:
        _table(request, names, rows)
    return 0


def _cell(value: Any) -> Any:
    """Write what JSON has no word for (an interval, a blob, infinity) as a table does: a query may return any type."""
    try:
        return plain(value)
    except TypeError:
        return str(value)


def _open(request: Request) -> Any:
    """Return an in-memory database with every form as a table; the files below ``output/facts`` are never written."""
    import duckdb

    from lyreport.intake import build
    from lyreport.plan import load_plan

    project = request.project
    plan = load_plan(project.params)
    build(project, plan, [newest(project)])
    connection = duckdb.connect(":memory:")
    for form in plan.forms:
        files = sorted(str(path) for path in project.facts.glob(f"*/{form}.parquet"))
        connection.execute(_CREATE.format(form=form), [files])
    connection.execute("set enable_external_access = false")
    return connection


def _table(request: Request, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*names)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(file=request.out, width=None if request.out.isatty() else 200).print(table)
