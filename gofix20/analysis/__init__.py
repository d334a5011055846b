"""What rules reason about, one question a module.

- Anything: `places` (statements, loops, functions), `names` (new and imported ones), `variables` (who writes and
  sees one), `flow` (ways out), `effects` (what may happen), `evaluation` (its order), `conditions`, `declarations`.
- Loops: `counts` and `linear` (how often), `own_types` (whose methods say so), `loop_rounds` (at most how often),
  `rounds` (what one adds), `amounts` (what all add), `onlookers` (who sees a variable meanwhile), `write_back` (a
  value that lives elsewhere meanwhile).
- Strings that grow: `accumulation`, `builder_plans`, `builder_writes`, `own_fields`.
- Slices and maps that are filled: `paths` (variables and fields), `filling`, `beginnings`, `growing`,
  `rows` (appends without a loop), `half_filled` (who sees one before it is full), `making_room`, `holders`, `slices`,
  `distinct_keys`, `map_changes`.
- Sets: `components` (what changes its type together), `set_uses` (what elements are used for), `all_true` (ranges over
  values), `membership`, `asking`, `read_values` and `steps` (reads, and where there is room for a question).
- Pieces of larger memory: `origins` (what functions give), `provenance` (whose it is), `bounds` (how much of it),
  `pieces` (where one begins), `destinations` and `outliving` (where it goes), `keeping` (what is kept anyway),
  `noticing` (who could tell a copy: by `sharing` and `lending`, `events` and `following`), `copying`.
"""
