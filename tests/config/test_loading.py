"""dateline.toml: what is said of each mistake, and what the settings become."""

import pytest

from flows.config.loading import load
from flows.config.problems import ConfigError


def mistakes(tmp_path, text):
    file = tmp_path / "dateline.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('warehose = "x"', 'dateline.toml: warehose: unknown setting "warehose"; did you mean warehouse? known:'),
        ("keep = 0", "dateline.toml: keep: 0 is too little; the least is 1"),
        ("keep = true", "dateline.toml: keep: must be a whole number, not true or false"),
        ('keep = "5"', "dateline.toml: keep: must be a whole number, not text"),
        ("wait = 2024-05-01", "dateline.toml: wait: '2024-05-01' is no time span"),
        ('wait = "1x"', "dateline.toml: wait: '1x' is no time span; write seconds"),
        ('warehouse = ""', "dateline.toml: warehouse: is empty"),
        ('lexicons = "mine.toml"', 'dateline.toml: lexicons: must be a list; write ["mine.toml"]'),
        ("lexicons = [3]", "dateline.toml: lexicons[1]: must be text in quotes, not a number"),
        ('published = "3 May"', 'dateline.toml: published: "3 May" is no day; write it as YYYY-MM-DD'),
        ('sources = "a"', "dateline.toml: sources: must be a list of tables; write [[sources]] above it"),
        ("schedule = 3", "dateline.toml: schedule: must be a table, not a number"),
        ('[[sources]]\nlocation = "x"', "dateline.toml: sources[1].kind: is missing"),
        ('[[sources]]\nkind = "rss2"', 'dateline.toml: sources[1].kind: unknown kind "rss2"; known: csv, email, feed'),
        ('[[sources]]\nkind = "fed"', 'dateline.toml: sources[1].kind: unknown kind "fed"; did you mean feed?'),
        ('[schedule]\ncron = "1 2 3"', 'dateline.toml: schedule.cron: "1 2 3" has 3 fields; five are needed'),
        ('[schedule]\ncron = "61 * * * *"', 'dateline.toml: schedule.cron: "61 * * * *" is no cron expression'),
        ('[schedule]\ntimezone = "Mars"', 'dateline.toml: schedule.timezone: unknown time zone "Mars"'),
        ('[schedule]\nevery = "1s"', "dateline.toml: schedule.every: '1s' is too little; the least is 10"),
        ('[schedule]\nevery = "1h"\ncron = "5 * * * *"', "dateline.toml: schedule: gives both cron and every"),
        ("[[notify]]", "dateline.toml: notify[1]: needs a webhook or a block"),
        ('[[notify]]\nwebhook = "ftp://x"', "dateline.toml: notify[1].webhook: is no address"),
        ('[[notify]]\nblock = "ops"', 'dateline.toml: notify[1].block: "ops" is no block; write type/name'),
        (
            '[[notify]]\nwebhook = "$NOT_SET_AT_ALL"',
            "notify[1].webhook: the environment variable NOT_SET_AT_ALL is not",
        ),
        ('[[notify]]\nblock = "a/b"\non = ["faild"]', 'notify[1].on[1]: unknown end of a run "faild"; did you mean'),
        ("[[outputs]]", "dateline.toml: outputs[1].path: is missing"),
        ('[[outputs]]\npath = "x"\nformats = ["xlsx"]', 'outputs[1].formats[1]: unknown format "xlsx"; '),
        ('[runner]\nkind = "thread"', 'dateline.toml: runner.kind: unknown kind "thread"; did you mean threads?'),
        ("[fetch]\nseconds_per_hosts = 1", 'dateline.toml: fetch: there is no option "seconds_per_hosts"; did you'),
        ("[fetch]\nseconds_per_host = -1", 'dateline.toml: fetch: "seconds_per_host" must not be negative'),
        ("fetch = 1", "dateline.toml: fetch must be a table"),
        ("a = [", "dateline.toml: is no TOML"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path, text, line):
    (said,) = mistakes(tmp_path, text)
    assert line in said
    assert "\n" not in said


def test_all_mistakes_are_found_at_once_and_the_error_counts_them(tmp_path):
    found = mistakes(tmp_path, 'keep = 0\nwarehose = "x"\n[[notify]]\n[schedule]\ncron = "x"')
    assert len(found) == 2, found  # what rests on settings that are wrong is not looked at
    (tmp_path / "dateline.toml").write_text('keep = 0\nlexicons = "x"\n')
    with pytest.raises(ConfigError, match=r"and 1 more; dateline check lists them") as caught:
        load(tmp_path / "dateline.toml")
    assert caught.value.exit_code == 2


def test_a_file_that_is_not_there_or_not_utf_8(tmp_path):
    with pytest.raises(ConfigError, match="there is no such file; dateline init writes one"):
        load(tmp_path / "dateline.toml")
    (tmp_path / "dateline.toml").write_bytes(b'warehouse = "\xe9"')
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load(tmp_path / "dateline.toml")


def test_paths_start_from_the_file_and_time_spans_are_seconds(tmp_path, monkeypatch):
    monkeypatch.setenv("HOOK", "https://example.org/hook")
    (tmp_path / "dateline.toml").write_text(
        'warehouse = "data/t.duckdb"\nlexicons = ["a.toml", "/b.toml"]\nactors = "actors.toml"\nwait = "2m"\n'
        'published = 2024-05-01\nlanguages = ["en"]\n[[outputs]]\npath = "out"\n[schedule]\nevery = "1.5h"\n'
        '[[notify]]\nwebhook = "$HOOK"\non = ["failed"]\n[tasks]\nretries = 3\n[fetch]\nrobots = false\n'
    )
    config = load(tmp_path / "dateline.toml")
    assert config.warehouse == tmp_path / "data/t.duckdb"
    assert [str(path) for path in config.lexicons] == [str(tmp_path / "a.toml"), "/b.toml"]
    assert config.actors == tmp_path / "actors.toml"
    assert (config.wait, config.schedule.every, config.tasks.retries) == (120.0, 5400.0, 3)
    assert config.published == "2024-05-01"
    assert config.outputs[0].path == tmp_path / "out"
    assert config.outputs[0].formats == ("parquet",)
    assert config.notify[0].webhook == "https://example.org/hook"
    assert config.fetch.robots is False


def test_an_empty_file_is_all_defaults(tmp_path):
    (tmp_path / "dateline.toml").write_text("")
    config = load(tmp_path / "dateline.toml")
    assert config.warehouse == tmp_path / "timeline.duckdb"
    assert (config.sources, config.notify, config.outputs, config.keep) == ((), (), (), 5)
