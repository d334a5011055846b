"""What rules reason about, one question a module.

- Anything: `places` (statements, loops, functions), `names` (new and imported ones), `variables` (who writes and
  sees one), `flow` (ways out), `evaluation` (its order), `conditions`, `declarations`.
- Loops: `counts` and `linear` (how often), `loop_rounds` (at most how often), `rounds` (what one adds), `amounts`
  (what all add), `write_back` (a value that lives elsewhere meanwhile).
- Strings that grow: `accumulation`, `builder_writes`, `own_fields`.
- Slices and maps that are filled: `filling`, `beginnings`, `making_room`, `map_changes`, `slices`.
- Sets: `components` (what changes its type together), `set_uses` (what elements are used for), `all_true` (ranges over
  values), `membership`, `asking`, `read_values` and `steps` (reads, and where there is room for a question).
- Pieces of larger memory: `provenance`, `pieces`, `destinations`, `sharing`, `copying`.
"""
