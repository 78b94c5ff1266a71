from tenfold.ops.image.framing import central_crop as central_crop
from tenfold.ops.image.framing import crop_to_bounding_box as crop_to_bounding_box
from tenfold.ops.image.framing import pad_to_bounding_box as pad_to_bounding_box
from tenfold.ops.image.framing import resize_with_crop_or_pad as resize_with_crop_or_pad
from tenfold.ops.image.scaling import ResizeMethod as ResizeMethod
from tenfold.ops.image.scaling import resize as resize
from tenfold.ops.image.scaling import resize_with_pad as resize_with_pad
