"""What tf.version says of how this copy was made."""

from __future__ import annotations

import platform

from tenfold._version import __version__

GIT_VERSION = f"v{__version__}"
COMPILER_VERSION = platform.python_compiler()
