"""The tutorial from an empty folder, line by line, with a real server in the place of its example's."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.test_docs import FENCE
from tests.sources.site import page, serving

pytestmark = pytest.mark.integration

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>{0}/</link>
<description>News</description><item><title>A court rules</title><link>{0}/court</link><guid>{0}/court</guid>
<pubDate>Tue, 19 Mar 2024 10:00:00 GMT</pubDate></item></channel></rss>"""
STORY = "A court in Hamburg sentenced the former mayor Paul Winter to three years in prison on Monday. "


def lines(text: str) -> str:
    """The commands of the console blocks as one script; the prompts go."""
    script = "\n".join(FENCE.findall(text))
    return re.sub(r"^[$>] ?", "", script, flags=re.MULTILINE)


def test_the_commands_of_the_tutorial_run_in_an_empty_folder(tmp_path):
    text = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    assert "https://www.example.org/news.xml" in lines(text)
    with serving() as site:
        address = site.url("")
        site.put("/news.xml", FEED.format(address).encode(), **{"Content-Type": "application/rss+xml"})
        head = '<meta property="article:published_time" content="2024-03-19">'
        site.put("/court", page("A court rules", head, story=STORY), **{"Content-Type": "text/html"})
        here = lines(text).replace("https://www.example.org", address)
        here = here.replace(
            "cd news", "cd news\nprintf '\\n[fetch]\\nallow_private = [\"127.0.0.0/8\"]\\n' >> dateline.toml"
        )
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", here],
            cwd=tmp_path,
            env=os.environ
            | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "DATELINE_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )
        said = f"{run.stdout}\n{run.stderr}"
        assert run.returncode == 0, said
        assert site.count("/court") == 1
    assert "2024-03-13" in run.stdout, said  # "Wednesday"
    assert "yesterday" in run.stdout, said
    assert (tmp_path / "news" / "page" / "index.html").is_file()
    assert (tmp_path / "news" / "dataset" / "timeline.parquet").is_file()
