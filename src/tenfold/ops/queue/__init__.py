"""tf.queue: values that some threads put in and others take out."""
