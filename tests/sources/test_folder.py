from flows.sources.folder import sources_of


def read(names, **kwargs):
    return [item for source in sources_of([str(n) for n in names], **kwargs) for item in source.read()]


def test_a_folder_is_read_in_the_order_of_its_paths_without_hidden_files(tmp_path):
    for name in ("b.txt", "a.md", ".hidden.txt", "c.docx", "table.csv", "sub/d.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "T."}' if name.endswith("jsonl") else f"Text of {name}.")
    sources = [item.source.removeprefix(tmp_path.as_posix() + "/") for item in read([tmp_path])]
    assert sources == ["a.md", "b.txt", "sub/d.jsonl:1"]


def test_a_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    assert len(read([tmp_path, tmp_path / "a.txt", str(tmp_path) + "/*.txt"])) == 1


def test_names_with_magic_characters_are_names_first(tmp_path):
    (tmp_path / "what [now].txt").write_text("Text.")
    assert read([tmp_path / "what [now].txt"])[0].document is not None
    assert read([str(tmp_path) + "/*"])[0].document is not None


def test_what_is_not_there_says_so_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "empty").mkdir()
    items = read([tmp_path / "none", tmp_path / "a.txt", tmp_path / "empty", str(tmp_path) + "/*.xyz"])
    assert [item.missing for item in items] == [True, False, True, True]
    assert all(item.problem for item in items if item.missing)


def test_a_manifest_gives_metadata_and_unlisted_files_are_read_too(tmp_path):
    (tmp_path / "a.txt").write_text("Text a.")
    (tmp_path / "b.txt").write_text("Text b.")
    (tmp_path / "m.csv").write_text("file,title,published,url,language\na.txt,A,2025-02-14,,en\n")
    items = read([tmp_path], manifest=str(tmp_path / "m.csv"))
    assert [(i.document.title, str(i.document.published)) for i in items if i.document] == [
        ("A", "2025-02-14"),
        (None, "None"),
    ]


def test_bad_manifest_rows_are_told_one_by_one(tmp_path):
    (tmp_path / "a.txt").write_text("Text a.")
    (tmp_path / "b.txt").write_text("Text b.")
    (tmp_path / "m.csv").write_text(
        "file,title,published\na.txt,A,2025-02-14\nnone.txt,N,2025-02-14\na.txt,A2,2025-02-15\n,,2025-01-01\nb.txt,B,31.2.\n"
    )
    items = read([], manifest=str(tmp_path / "m.csv"))
    problems = [item.problem or "" for item in items]
    assert problems[0] == ""
    assert "none.txt" in problems[1]
    assert "stands in row 2 already" in problems[2]
    assert "names no file" in problems[3]
    assert "YYYY-MM-DD" in problems[4]
    assert not any(item.missing for item in items)


def test_a_table_that_is_no_manifest_is_refused_as_a_whole(tmp_path):
    (tmp_path / "m.csv").write_text("name;day\na.txt;2025-02-14\n")
    (item,) = read([], manifest=str(tmp_path / "m.csv"))
    assert item.missing
    assert "file" in (item.problem or "")
    (absent,) = read([], manifest=str(tmp_path / "none.csv"))
    assert absent.missing
