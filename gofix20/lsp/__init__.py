"""The language server: gofix20 where one types.

Nothing here finds or proves anything: the engine is asked, with the unsaved texts of the editor. `server` speaks the
protocol and is the only user of pygls; `session` is what happens when; `workshop` runs the engine, in threads of its
own; `documents` and `positions` are the texts that the editor has, `diagnostics` and `actions` what it is shown.
"""
