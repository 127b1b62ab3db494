"""What a run writes beside the warehouse: copies in other formats, the page of its checks, a summary in Markdown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from expectations.report import report_page
from flows.report import Report
from flows.request import BuildRequest
from flows.summary import summary
from warehouse.errors import WarehouseError
from warehouse.exports import export


def with_outputs(request: BuildRequest, work: Path, report: Report, *, looked: bool) -> Report:
    """The report with what was written.  The timeline is published by now: an output that fails is told, no more.

    Where nothing was ``looked`` at, the page of the last checks stands.
    """
    unwritten: list[str] = []
    page = Path(request.page) if request.page else work / "checks.html"
    address: str | None = request.page_address or page.resolve().as_uri()
    try:
        if looked:
            _write(page, report_page(request.warehouse, report.run_id))
        elif not page.exists():
            address = None
    except (OSError, WarehouseError) as error:
        unwritten.append(f"{page}: the page of the checks was not written ({error})")
        address = None
    for output in () if report.refused else request.outputs:
        try:
            export(request.warehouse, output.path, output.formats)
        except (OSError, WarehouseError) as error:
            unwritten.append(f"{output.path}: the dataset was not written ({error})")
    text = "" if report.refused else summary(request.warehouse, report.run_id)
    return replace(report, page=address, unwritten=tuple(unwritten), summary=text)


def _write(page: Path, text: str) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")
