"""The table of a model's layers, as Keras prints it."""

from __future__ import annotations

import pytest

import tenfold as tf

L = tf.keras.layers

GRAPH = """\
Model: "net"
┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
│ input_layer_4       │ (None, 4, 4, 1)   │          0 │ -                 │
│ (InputLayer)        │                   │            │                   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ conv2d_3 (Conv2D)   │ (None, 2, 2, 2)   │         20 │ input_layer_4[0]… │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ flatten_4 (Flatten) │ (None, 8)         │          0 │ conv2d_3[0][0]    │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ dense_12 (Dense)    │ (None, 3)         │         27 │ flatten_4[0][0]   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ dense_13 (Dense)    │ (None, 1)         │          9 │ flatten_4[0][0]   │
└─────────────────────┴───────────────────┴────────────┴───────────────────┘
 Total params: 56 (224.00 B)
 Trainable params: 56 (224.00 B)
 Non-trainable params: 0 (0.00 B)
"""

NESTED = """\
Model: "outer"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━┓
┃ Layer (type)                ┃ Output Shape          ┃    Param # ┃ Trai… ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━┩
│ c (Conv2D)                  │ (None, 2, 2, 2)       │         20 │   Y   │
├─────────────────────────────┼───────────────────────┼────────────┼───────┤
│ inner (Sequential)          │ (None, 2)             │         18 │   N   │
├─────────────────────────────┼───────────────────────┼────────────┼───────┤
│    └ f (Flatten)            │ (None, 8)             │          0 │   -   │
├─────────────────────────────┼───────────────────────┼────────────┼───────┤
│    └ dd (Dense)             │ (None, 2)             │         18 │   N   │
└─────────────────────────────┴───────────────────────┴────────────┴───────┘
 Total params: 38 (152.00 B)
 Trainable params: 20 (80.00 B)
 Non-trainable params: 18 (72.00 B)
"""


def test_a_graph_tells_its_connections(capsys: pytest.CaptureFixture[str]) -> None:
    x = tf.keras.Input((4, 4, 1), name="input_layer_4")
    flat = L.Flatten(name="flatten_4")(L.Conv2D(2, 3, name="conv2d_3")(x))
    heads = [L.Dense(3, name="dense_12")(flat), L.Dense(1, name="dense_13")(flat)]
    tf.keras.Model(x, heads, name="net").summary()
    assert capsys.readouterr().out == GRAPH


def test_nested_and_frozen(capsys: pytest.CaptureFixture[str]) -> None:
    inner = tf.keras.Sequential([L.Flatten(name="f"), L.Dense(2, name="dd")], name="inner")
    layers = [tf.keras.Input((4, 4, 1)), L.Conv2D(2, 3, name="c"), inner]
    model = tf.keras.Sequential(layers, name="outer")
    inner.trainable = False
    model.summary(expand_nested=True, show_trainable=True)
    assert capsys.readouterr().out == NESTED


def test_unbuilt_layers_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    tf.keras.Sequential([L.Dense(2, name="d")], name="s").summary()
    out = capsys.readouterr().out.splitlines()
    assert out[4].split("│")[1:4] == [
        " d (Dense)                       ",
        " ?                      ",
        "   0 (unbuilt) ",
    ]


def test_line_length(capsys: pytest.CaptureFixture[str]) -> None:
    tf.keras.Sequential([tf.keras.Input((2,)), L.Dense(2)]).summary(line_length=60)
    rule = capsys.readouterr().out.splitlines()[1]
    assert rule == "┏━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┓"
