# The table of contents of tf.compat.v1.image.
from tenfold.compat.v1.image.resizing import ResizeMethod as ResizeMethod
from tenfold.compat.v1.image.resizing import extract_image_patches as extract_image_patches
from tenfold.compat.v1.image.resizing import resize_area as resize_area
from tenfold.compat.v1.image.resizing import resize_bicubic as resize_bicubic
from tenfold.compat.v1.image.resizing import resize_bilinear as resize_bilinear
from tenfold.compat.v1.image.resizing import resize_image_with_pad as resize_image_with_pad
from tenfold.compat.v1.image.resizing import resize_images as resize
from tenfold.compat.v1.image.resizing import resize_images as resize_images
from tenfold.compat.v1.image.resizing import resize_nearest_neighbor as resize_nearest_neighbor
from tenfold.ops.image.adjusting import adjust_brightness as adjust_brightness
from tenfold.ops.image.adjusting import adjust_contrast as adjust_contrast
from tenfold.ops.image.adjusting import adjust_gamma as adjust_gamma
from tenfold.ops.image.adjusting import adjust_hue as adjust_hue
from tenfold.ops.image.adjusting import adjust_jpeg_quality as adjust_jpeg_quality
from tenfold.ops.image.adjusting import adjust_saturation as adjust_saturation
from tenfold.ops.image.augmenting import random_brightness as random_brightness
from tenfold.ops.image.augmenting import random_contrast as random_contrast
from tenfold.ops.image.augmenting import random_crop as random_crop
from tenfold.ops.image.augmenting import random_flip_left_right as random_flip_left_right
from tenfold.ops.image.augmenting import random_flip_up_down as random_flip_up_down
from tenfold.ops.image.augmenting import random_hue as random_hue
from tenfold.ops.image.augmenting import random_jpeg_quality as random_jpeg_quality
from tenfold.ops.image.augmenting import random_saturation as random_saturation
from tenfold.ops.image.augmenting import stateless_random_brightness as stateless_random_brightness
from tenfold.ops.image.augmenting import stateless_random_contrast as stateless_random_contrast
from tenfold.ops.image.augmenting import stateless_random_crop as stateless_random_crop
from tenfold.ops.image.augmenting import (
    stateless_random_flip_left_right as stateless_random_flip_left_right,
)
from tenfold.ops.image.augmenting import (
    stateless_random_flip_up_down as stateless_random_flip_up_down,
)
from tenfold.ops.image.augmenting import stateless_random_hue as stateless_random_hue
from tenfold.ops.image.augmenting import (
    stateless_random_jpeg_quality as stateless_random_jpeg_quality,
)
from tenfold.ops.image.augmenting import stateless_random_saturation as stateless_random_saturation
from tenfold.ops.image.colours import grayscale_to_rgb as grayscale_to_rgb
from tenfold.ops.image.colours import hsv_to_rgb as hsv_to_rgb
from tenfold.ops.image.colours import rgb_to_grayscale as rgb_to_grayscale
from tenfold.ops.image.colours import rgb_to_hsv as rgb_to_hsv
from tenfold.ops.image.colours import rgb_to_yiq as rgb_to_yiq
from tenfold.ops.image.colours import rgb_to_yuv as rgb_to_yuv
from tenfold.ops.image.colours import yiq_to_rgb as yiq_to_rgb
from tenfold.ops.image.colours import yuv_to_rgb as yuv_to_rgb
from tenfold.ops.image.cutting import crop_and_resize as crop_and_resize
from tenfold.ops.image.decoding import decode_and_crop_jpeg as decode_and_crop_jpeg
from tenfold.ops.image.decoding import decode_bmp as decode_bmp
from tenfold.ops.image.decoding import decode_gif as decode_gif
from tenfold.ops.image.decoding import decode_image as decode_image
from tenfold.ops.image.decoding import decode_jpeg as decode_jpeg
from tenfold.ops.image.decoding import decode_jxl as decode_jxl
from tenfold.ops.image.decoding import decode_png as decode_png
from tenfold.ops.image.decoding import decode_webp as decode_webp
from tenfold.ops.image.decoding import extract_jpeg_shape as extract_jpeg_shape
from tenfold.ops.image.decoding import is_jpeg as is_jpeg
from tenfold.ops.image.detecting import combined_non_max_suppression as combined_non_max_suppression
from tenfold.ops.image.detecting import (
    generate_bounding_box_proposals as generate_bounding_box_proposals,
)
from tenfold.ops.image.detecting import non_max_suppression_padded as non_max_suppression_padded
from tenfold.ops.image.distorting import (
    sample_distorted_bounding_box as sample_distorted_bounding_box,
)
from tenfold.ops.image.distorting import (
    stateless_sample_distorted_bounding_box as stateless_sample_distorted_bounding_box,
)
from tenfold.ops.image.drawing import draw_bounding_boxes as draw_bounding_boxes
from tenfold.ops.image.encoding import encode_jpeg as encode_jpeg
from tenfold.ops.image.encoding import encode_png as encode_png
from tenfold.ops.image.framing import central_crop as central_crop
from tenfold.ops.image.framing import crop_to_bounding_box as crop_to_bounding_box
from tenfold.ops.image.framing import pad_to_bounding_box as pad_to_bounding_box
from tenfold.ops.image.framing import resize_with_crop_or_pad as resize_image_with_crop_or_pad
from tenfold.ops.image.framing import resize_with_crop_or_pad as resize_with_crop_or_pad
from tenfold.ops.image.intensity import convert_image_dtype as convert_image_dtype
from tenfold.ops.image.intensity import per_image_standardization as per_image_standardization
from tenfold.ops.image.orienting import flip_left_right as flip_left_right
from tenfold.ops.image.orienting import flip_up_down as flip_up_down
from tenfold.ops.image.orienting import rot90 as rot90
from tenfold.ops.image.orienting import transpose as transpose
from tenfold.ops.image.patching import extract_glimpse as extract_glimpse
from tenfold.ops.image.patching import extract_patches as extract_patches
from tenfold.ops.image.scaling import resize_with_pad as resize_with_pad
from tenfold.ops.image.similarity import image_gradients as image_gradients
from tenfold.ops.image.similarity import psnr as psnr
from tenfold.ops.image.similarity import sobel_edges as sobel_edges
from tenfold.ops.image.similarity import ssim as ssim
from tenfold.ops.image.similarity import ssim_multiscale as ssim_multiscale
from tenfold.ops.image.similarity import total_variation as total_variation
from tenfold.ops.image.suppression import non_max_suppression as non_max_suppression
from tenfold.ops.image.suppression import (
    non_max_suppression_overlaps as non_max_suppression_overlaps,
)
from tenfold.ops.image.suppression import (
    non_max_suppression_with_scores as non_max_suppression_with_scores,
)
