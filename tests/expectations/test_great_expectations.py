"""What is relied on in Great Expectations that its makers do not promise."""

from __future__ import annotations

import subprocess
import sys

GUARD = """
import gc, os, sys
os.environ["GX_ANALYTICS_ENABLED"] = "false"
from expectations.light_import import light_import
with light_import():
    import expectations.runner
assert gc.isenabled()
assert not {"scipy.stats._stats_py", "altair.vegalite"} & set(sys.modules), "loaded although no check uses them"
from great_expectations.execution_engine import sqlalchemy_execution_engine as engine
from expectations.duckdb_in_place import keep_connections
before = engine._PERSISTED_CONNECTION_DIALECTS
assert "duckdb" not in [d.value for d in before], "GX knows DuckDB now: expectations/duckdb_in_place.py may go"
keep_connections(); keep_connections()
assert [d.value for d in engine._PERSISTED_CONNECTION_DIALECTS] == [*(d.value for d in before), "duckdb"]
assert engine._dialect_requires_persisted_connection(connection_string="duckdb:////x.duckdb")
from scipy import stats
import altair
assert stats.norm.cdf(0) == 0.5 and altair.Chart is not None
"""


def test_the_private_tuple_is_what_it_was_and_what_no_check_uses_is_imported_only_when_used() -> None:
    ran = subprocess.run([sys.executable, "-c", GUARD], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr


def test_only_the_worker_imports_great_expectations() -> None:
    program = (
        "import sys, expectations.passage, expectations.suites, warehouse.store, warehouse.exports;"
        "sys.exit(any(name in sys.modules for name in ('great_expectations', 'prefect', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=120).returncode == 0
