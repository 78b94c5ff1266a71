"""Floor 1: how ops run. Variables, autodiff, graphs, functions; ops are known by name only."""
