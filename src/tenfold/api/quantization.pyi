from tenfold.ops.quantization.rounding_trip import (
    quantize_and_dequantize as quantize_and_dequantize,
)
from tenfold.ops.quantization.rounding_trip import (
    quantize_and_dequantize_v2 as quantize_and_dequantize_v2,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_args as fake_quant_with_min_max_args,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_args_gradient as fake_quant_with_min_max_args_gradient,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars as fake_quant_with_min_max_vars,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars_gradient as fake_quant_with_min_max_vars_gradient,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars_per_channel as fake_quant_with_min_max_vars_per_channel,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars_per_channel_gradient as fake_quant_with_min_max_vars_per_channel_gradient,
)
from tenfold.ops.quantization.stored import dequantize as dequantize
from tenfold.ops.quantization.stored import quantize as quantize
from tenfold.ops.quantization.stored import quantized_concat as quantized_concat
