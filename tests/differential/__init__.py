"""The differential proof: generated Go functions, each run as it is and as it is fixed, must tell the same.

A generator is a module of this package. It has

- `RULE: str`, the code of the rule that it is about;
- `write(random, name) -> str`: Go declarations, without package clause and imports. All package-level names begin
  with `name`, and one of them is `func <name>(in *Input)`. The same state of `random` gives the same text.

The function says what it computed by `tell(label, value)` (`func tell(label string, value any)`, in its package);
`Input`, its values and what else is written down are described in `harness/harness.go`. Imports of the standard
library are added by the names that are used, see `IMPORTS` in `module.py`. Each function has a file of its own, in a
package of many, which is not `main`: no declaration is exported. A package that is in `math/rand`, time, or anything
else that differs from run to run is not to be used, nor the order of a range over a map told; goroutines are joined,
and recover their own panics. What `cap` gives may be told: where the program looks, no fix may change it.

A function should be one that people would write, and about two in three should be changed by the rule; the others
are traps: what the rule has to leave alone.
"""
