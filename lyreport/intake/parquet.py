"""Rows to Parquet and back, exactly: the same rows always give the same bytes.

One DuckDB thread casts columns of text to their types.  All decimals have one scale in all files, because a query over
several years would otherwise round the later ones to the places of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lyreport.plan import Form

if TYPE_CHECKING:  # a run that finds its facts as they were needs neither
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame

META = ("_file", "_sheet", "_row", "_unit", "_codes", "_status", "_remark")
DECIMAL_SQL = "DECIMAL(38,18)"
_SQL = {"int": "BIGINT", "year": "BIGINT", "bool": "BOOLEAN", "date": "DATE", "decimal": DECIMAL_SQL}
_PANDAS = {"int": "Int64", "year": "Int64", "bool": "boolean"}

Record = dict[str, Any]


def write(path: Path, form: Form, records: Sequence[Record]) -> None:
    """Write the records of one form; an empty list gives a file with columns and no rows.

    Raises:
        OSError: the disk refused.
    """
    import duckdb
    from pandas import DataFrame

    kinds = _kinds(form)
    text = DataFrame({name: [_text(record.get(name)) for record in records] for name in kinds}, dtype=object)
    columns = ", ".join(f'CAST("{name}" AS {_SQL.get(kind, "VARCHAR")}) AS "{name}"' for name, kind in kinds.items())
    with _connection() as connection:
        connection.register("records", text)
        query = f"COPY (SELECT {columns} FROM records) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608 - names come from params/, checked as identifiers
        try:
            connection.execute(query)
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
        finally:
            connection.unregister("records")


def read(path: Path) -> list[Record]:
    """Read the records of one form; decimals come back as they were typed."""
    with _connection() as connection:
        result = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in result.description]
        return [dict(zip(names, map(_typed, values), strict=True)) for values in result.fetchall()]


def frame(records: Sequence[Record], form: Form) -> DataFrame:
    """Return the records as a frame in the shape of ``lyreport.tables``."""
    from pandas import DataFrame, Series

    columns = {
        name: Series([record[name] for record in records], dtype=_PANDAS.get(kind, "object"))
        for name, kind in _kinds(form).items()
    }
    return DataFrame(columns)


def _kinds(form: Form) -> dict[str, str]:
    own = {column.name: str(column.type) for column in form.columns}
    return own | {name: "int" if name == "_row" else "text" for name in META}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@cache
def _database() -> DuckDBPyConnection:
    """One connection for the process: opening one costs thirty times what a query does."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    return connection


@contextmanager
def _connection() -> Iterator[DuckDBPyConnection]:
    """A cursor of the process's connection, closed afterwards."""
    cursor = _database().cursor()
    try:
        yield cursor
    finally:
        cursor.close()
