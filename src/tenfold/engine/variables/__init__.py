"""Variables: state that outlives a call."""
