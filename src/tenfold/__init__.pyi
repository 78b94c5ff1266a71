# The table of contents: every public name of tf.*, one line each, by floor and then by name.
# The loader (`_lazy.py`) reads this file, and so do type checkers: `from module import name as name`.
from tenfold import compat as compat
from tenfold._version import __version__ as __version__
