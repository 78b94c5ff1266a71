from tenfold.core.dlpack import from_dlpack as from_dlpack
from tenfold.core.dlpack import to_dlpack as to_dlpack
