# The table of contents of tf.compat.v1.train.
from tenfold.compat.v1.train.averages import ExponentialMovingAverage as ExponentialMovingAverage
from tenfold.compat.v1.train.base import Optimizer as Optimizer
from tenfold.compat.v1.train.coordinating import Coordinator as Coordinator
from tenfold.compat.v1.train.coordinating import LooperThread as LooperThread
from tenfold.compat.v1.train.coordinating import start_queue_runners as start_queue_runners
from tenfold.compat.v1.train.monitored import ChiefSessionCreator as ChiefSessionCreator
from tenfold.compat.v1.train.monitored import MonitoredSession as MonitoredSession
from tenfold.compat.v1.train.monitored import MonitoredTrainingSession as MonitoredTrainingSession
from tenfold.compat.v1.train.monitored import Scaffold as Scaffold
from tenfold.compat.v1.train.monitored import SessionCreator as SessionCreator
from tenfold.compat.v1.train.monitored import SingularMonitoredSession as SingularMonitoredSession
from tenfold.compat.v1.train.optimizers import AdadeltaOptimizer as AdadeltaOptimizer
from tenfold.compat.v1.train.optimizers import AdagradDAOptimizer as AdagradDAOptimizer
from tenfold.compat.v1.train.optimizers import AdagradOptimizer as AdagradOptimizer
from tenfold.compat.v1.train.optimizers import AdamOptimizer as AdamOptimizer
from tenfold.compat.v1.train.optimizers import FtrlOptimizer as FtrlOptimizer
from tenfold.compat.v1.train.optimizers import GradientDescentOptimizer as GradientDescentOptimizer
from tenfold.compat.v1.train.optimizers import MomentumOptimizer as MomentumOptimizer
from tenfold.compat.v1.train.optimizers import ProximalAdagradOptimizer as ProximalAdagradOptimizer
from tenfold.compat.v1.train.optimizers import (
    ProximalGradientDescentOptimizer as ProximalGradientDescentOptimizer,
)
from tenfold.compat.v1.train.optimizers import RMSPropOptimizer as RMSPropOptimizer
from tenfold.compat.v1.train.queue_running import QueueRunner as QueueRunner
from tenfold.compat.v1.train.queue_running import add_queue_runner as add_queue_runner
from tenfold.compat.v1.train.rates import cosine_decay as cosine_decay
from tenfold.compat.v1.train.rates import cosine_decay_restarts as cosine_decay_restarts
from tenfold.compat.v1.train.rates import exponential_decay as exponential_decay
from tenfold.compat.v1.train.rates import inverse_time_decay as inverse_time_decay
from tenfold.compat.v1.train.rates import linear_cosine_decay as linear_cosine_decay
from tenfold.compat.v1.train.rates import natural_exp_decay as natural_exp_decay
from tenfold.compat.v1.train.rates import noisy_linear_cosine_decay as noisy_linear_cosine_decay
from tenfold.compat.v1.train.rates import piecewise_constant as piecewise_constant
from tenfold.compat.v1.train.rates import piecewise_constant_decay as piecewise_constant_decay
from tenfold.compat.v1.train.rates import polynomial_decay as polynomial_decay
from tenfold.compat.v1.train.session_hooks import FeedFnHook as FeedFnHook
from tenfold.compat.v1.train.session_hooks import FinalOpsHook as FinalOpsHook
from tenfold.compat.v1.train.session_hooks import GlobalStepWaiterHook as GlobalStepWaiterHook
from tenfold.compat.v1.train.session_hooks import LoggingTensorHook as LoggingTensorHook
from tenfold.compat.v1.train.session_hooks import (
    NanLossDuringTrainingError as NanLossDuringTrainingError,
)
from tenfold.compat.v1.train.session_hooks import NanTensorHook as NanTensorHook
from tenfold.compat.v1.train.session_hooks import SecondOrStepTimer as SecondOrStepTimer
from tenfold.compat.v1.train.session_hooks import SessionRunArgs as SessionRunArgs
from tenfold.compat.v1.train.session_hooks import SessionRunContext as SessionRunContext
from tenfold.compat.v1.train.session_hooks import SessionRunHook as SessionRunHook
from tenfold.compat.v1.train.session_hooks import SessionRunValues as SessionRunValues
from tenfold.compat.v1.train.session_hooks import StepCounterHook as StepCounterHook
from tenfold.compat.v1.train.session_hooks import StopAtStepHook as StopAtStepHook
from tenfold.compat.v1.train.steps import assert_global_step as assert_global_step
from tenfold.compat.v1.train.steps import create_global_step as create_global_step
from tenfold.compat.v1.train.steps import get_global_step as get_global_step
from tenfold.compat.v1.train.steps import get_or_create_global_step as get_or_create_global_step
from tenfold.compat.v1.train.steps import global_step as global_step
from tenfold.engine.graph.graph_def.writing import write_graph as write_graph
from tenfold.protos.schemas.cluster import ClusterDef as ClusterDef
from tenfold.protos.schemas.cluster import JobDef as JobDef
from tenfold.protos.schemas.example import Example as Example
from tenfold.protos.schemas.example import SequenceExample as SequenceExample
from tenfold.protos.schemas.feature import BytesList as BytesList
from tenfold.protos.schemas.feature import Feature as Feature
from tenfold.protos.schemas.feature import FeatureList as FeatureList
from tenfold.protos.schemas.feature import FeatureLists as FeatureLists
from tenfold.protos.schemas.feature import Features as Features
from tenfold.protos.schemas.feature import FloatList as FloatList
from tenfold.protos.schemas.feature import Int64List as Int64List
from tenfold.protos.schemas.tensorflow_server import ServerDef as ServerDef
