"""tf.audio: sound as files, and what recognisers of speech take from it."""
