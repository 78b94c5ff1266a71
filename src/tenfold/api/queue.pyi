from tenfold.ops.queue.kinds import FIFOQueue as FIFOQueue
from tenfold.ops.queue.kinds import PaddingFIFOQueue as PaddingFIFOQueue
from tenfold.ops.queue.kinds import PriorityQueue as PriorityQueue
from tenfold.ops.queue.kinds import QueueBase as QueueBase
from tenfold.ops.queue.kinds import RandomShuffleQueue as RandomShuffleQueue
