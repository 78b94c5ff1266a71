from tenfold.engine.function.kinds import Callable as Callable
from tenfold.engine.function.kinds import ConcreteFunction as ConcreteFunction
from tenfold.engine.function.kinds import PolymorphicFunction as GenericFunction
from tenfold.engine.function.kinds import PolymorphicFunction as PolymorphicFunction
from tenfold.engine.function.kinds import TensorLike as TensorLike
from tenfold.engine.function.kinds import TraceType as TraceType
