"""A look at the sample timeline from Python: `python examples/notebook.py timeline.duckdb` after `make timeline`.

The marks "# %%" make cells of it in Jupyter, VS Code and Spyder.
"""

# %% Open the published timeline; nothing here can change it
import sys

import polars as pl

from warehouse import open_timeline

timeline = open_timeline(sys.argv[1] if len(sys.argv) > 1 else "timeline.duckdb")
print(timeline)

# %% How exact are the dates, and what do they rest on?
events = timeline.events()
print(events.group_by("date_precision", "date_basis").len().sort("len", "date_basis", descending=True))

# %% Who takes part in most of what happened?
people = (
    events.filter(pl.col("status") == "occurred")
    .explode("participants")
    .select(pl.col("participants").struct.field("name"), "event_id")
    .drop_nulls("name")
    .group_by("name")
    .agg(events=pl.col("event_id").n_unique())
    .sort("events", "name", descending=[True, False])
)
print(people.head(10))

# %% One telephone call, told by articles in several languages: each report and how its date came about
call = timeline.events(type="phone_call", actor="Trump", since="2025-02", until="2025-02")
for event_id in call["event_id"].head(1):
    for row in timeline.evidence(event_id).iter_rows(named=True):
        print(f"{row['published']}  “{row['quote']}”")
        print(f"    {row['date_text']} -> {row['date_edtf']}; {'; '.join(row['date_derivation'][:3])}")

# %% What certainly happened in 2022, and what only possibly?
possibly = timeline.events(since="2022", until="2022", status="occurred")
certainly = timeline.events(since="2022", until="2022", status="occurred", certain=True)
only_possibly = possibly.join(certainly, on="event_id", how="anti")
print(f"{certainly.height} certainly, {only_possibly.height} more possibly")
print(only_possibly.select("date_edtf", "earliest", "latest", "title"))

# %% A picture: a day is a dot, a month or a week a bar
axes = timeline.plot(timeline.events(since="2019"))
axes.set_title("Sample timeline since 2019")
axes.figure.savefig("timeline.png", dpi=120)

# %%
timeline.close()
