"""The classic MNIST tutorials: softmax regression and a convolutional network on real digits.

    python examples/digits.py            # both models, by fit and by a hand-written loop, 3 seeds
    python examples/digits.py --short    # one seed

Reads MNIST where `~/.keras/datasets/mnist.npz` lies; else the 1,797 digits of examples/data.
Writes curves.png, misread.png and the weights to --out.
"""

from __future__ import annotations

import argparse
import pathlib
import time

import numpy as np

import tenfold as tf

HERE = pathlib.Path(__file__).resolve().parent
MNIST = pathlib.Path.home() / ".keras" / "datasets" / "mnist.npz"


def load_digits() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Training and test images (`[n, height, width, 1]`, 0 to 1) and labels."""
    if MNIST.exists():
        with np.load(MNIST) as file:
            x, y, x_test, y_test = (file[k] for k in ("x_train", "y_train", "x_test", "y_test"))
        return x[..., None] / np.float32(255), y, x_test[..., None] / np.float32(255), y_test
    with np.load(HERE / "data" / "digits.npz") as file:
        images, labels = file["images"], file["labels"]
    order = np.random.default_rng(0).permutation(len(images))
    images = (images[order, ..., None] / np.float32(16)).astype(np.float32)
    labels = labels[order].astype(np.int64)
    cut = len(images) * 4 // 5
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


def softmax_regression(shape: tuple[int, ...]) -> tf.keras.Sequential:
    """One dense layer: logits = W x + b."""
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10),
        ],
        name="softmax_regression",
    )


def convolutional_network(shape: tuple[int, ...]) -> tf.keras.Sequential:
    """Two convolutions with pooling, a dense layer with dropout, and logits."""
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape),
            tf.keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dropout(0.4),
            tf.keras.layers.Dense(10),
        ],
        name="convolutional_network",
    )


def train_with_fit(model: tf.keras.Model, data: tuple, epochs: int, verbose: int) -> dict:
    """Trains through compile and fit; gives the history of losses and accuracies."""
    x, y, x_test, y_test = data
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    history = model.fit(
        x, y, batch_size=32, epochs=epochs, validation_data=(x_test, y_test), verbose=verbose
    )
    return history.history


def train_by_hand(model: tf.keras.Model, data: tuple, epochs: int, seed: int) -> None:
    """The same training as a hand-written loop: a GradientTape inside a tf.function."""
    x, y, _, _ = data
    optimizer = tf.keras.optimizers.Adam(2e-3)
    loss_function = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = loss_function(labels, model(images, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    shuffle = np.random.default_rng(seed)
    for _ in range(epochs):
        order = shuffle.permutation(len(x))
        for start in range(0, len(x) - 31, 32):
            batch = order[start : start + 32]
            step(tf.constant(x[batch]), tf.constant(y[batch]))


def accuracy(model: tf.keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.argmax(model.predict(x, verbose=0), axis=-1) == y))


def confusion(model: tf.keras.Model, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    guesses = np.argmax(model.predict(x, verbose=0), axis=-1)
    return tf.math.confusion_matrix(y, guesses, num_classes=10).numpy()


def draw(history: dict, model: tf.keras.Model, data: tuple, out: pathlib.Path) -> None:
    """Writes the loss curves and the misread digits as one PNG each."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(6, 4))
    axis.plot(history["loss"], label="training")
    axis.plot(history["val_loss"], label="test")
    axis.set(xlabel="epoch", ylabel="cross-entropy", title="Convolutional network", yscale="log")
    axis.legend()
    figure.savefig(out / "curves.png", dpi=100, bbox_inches="tight")
    plt.close(figure)

    _, _, x, y = data
    guesses = np.argmax(model.predict(x, verbose=0), axis=-1)
    wrong = np.flatnonzero(guesses != y)[:16]
    figure, axes = plt.subplots(2, 8, figsize=(10, 3.2))
    for axis in axes.flat:
        axis.axis("off")
    for axis, i in zip(axes.flat, wrong, strict=False):
        axis.imshow(x[i, ..., 0], cmap="gray_r")
        axis.set_title(f"{y[i]} read as {guesses[i]}", fontsize=8)
    figure.savefig(out / "misread.png", dpi=100, bbox_inches="tight")
    plt.close(figure)


def prove_weights_load_back(model: tf.keras.Model, data: tuple, out: pathlib.Path) -> None:
    """Saves the weights, loads them into a new network, and compares the predictions."""
    _, _, x, _ = data
    path = out / "digits.weights.h5"
    model.save_weights(path)
    twin = convolutional_network(x.shape[1:])
    twin.load_weights(path)
    same = np.array_equal(model.predict(x, verbose=0), twin.predict(x, verbose=0))
    print(f"weights saved to {path.name} and loaded back: predictions equal: {same}")
    if not same:
        raise SystemExit("The loaded weights give other predictions.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="one seed instead of three")
    parser.add_argument("--out", type=pathlib.Path, default=HERE / "out")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    data = load_digits()
    x, _, x_test, y_test = data
    print(f"{len(x)} training and {len(x_test)} test images of {x.shape[1]}x{x.shape[2]}")
    epochs = 30 if len(x) < 5000 else 3
    start = time.perf_counter()

    tf.keras.utils.set_random_seed(1)
    regression = softmax_regression(x.shape[1:])
    train_with_fit(regression, data, epochs, verbose=0)
    print(f"softmax regression, fit:      test accuracy {accuracy(regression, x_test, y_test):.4f}")
    tf.keras.utils.set_random_seed(1)
    regression = softmax_regression(x.shape[1:])
    train_by_hand(regression, data, epochs, seed=1)
    print(f"softmax regression, by hand:  test accuracy {accuracy(regression, x_test, y_test):.4f}")

    scores = []
    for seed in (1,) if options.short else (1, 2, 3):
        tf.keras.utils.set_random_seed(seed)
        model = convolutional_network(x.shape[1:])
        history = train_with_fit(model, data, epochs, verbose=1 if seed == 1 else 0)
        scores.append(accuracy(model, x_test, y_test))
        print(f"convolutional network, fit, seed {seed}: test accuracy {scores[-1]:.4f}")
    print(f"mean of {len(scores)}: {np.mean(scores):.4f}")
    tf.keras.utils.set_random_seed(1)
    by_hand = convolutional_network(x.shape[1:])
    train_by_hand(by_hand, data, epochs, seed=1)
    score = accuracy(by_hand, x_test, y_test)
    print(f"convolutional network, by hand: test accuracy {score:.4f}")

    print("confusion matrix (rows: true digit, columns: read as):")
    print(confusion(model, x_test, y_test))
    draw(history, model, data, options.out)
    prove_weights_load_back(model, data, options.out)
    print(f"pictures and weights in {options.out}; {time.perf_counter() - start:.1f} s in all")


if __name__ == "__main__":
    main()
