"""Floor 9: the `tenfold` command."""
