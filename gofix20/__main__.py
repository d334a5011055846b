"""`python -P -m gofix20`.

Without `-P`, Python puts the current directory in front of everything, and a `gofix20` found
there is run instead of this one; nothing that stands here could prevent it. What can be
prevented is that a `click.py` found there is.
"""

import os
import sys

if __name__ == "__main__":
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != os.path.realpath(home):
        del sys.path[0]
    from gofix20.cli import main

    main()
