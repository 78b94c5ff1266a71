"""`python -m tenfold.cli` is the `tenfold` command."""

import sys

from tenfold.cli.main import main

sys.exit(main())
