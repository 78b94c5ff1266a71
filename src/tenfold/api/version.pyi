from tenfold._version import TENSORFLOW as VERSION
from tenfold._version import __version__ as TENFOLD_VERSION
from tenfold.core.build_versions import COMPILER_VERSION as COMPILER_VERSION
from tenfold.core.build_versions import GIT_VERSION as GIT_VERSION
from tenfold.core.graph_versions import GRAPH_DEF_VERSION as GRAPH_DEF_VERSION
from tenfold.core.graph_versions import (
    GRAPH_DEF_VERSION_MIN_CONSUMER as GRAPH_DEF_VERSION_MIN_CONSUMER,
)
from tenfold.core.graph_versions import (
    GRAPH_DEF_VERSION_MIN_PRODUCER as GRAPH_DEF_VERSION_MIN_PRODUCER,
)
