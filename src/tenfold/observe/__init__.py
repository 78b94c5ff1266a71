"""Floor 5: looking at programs: tests, summaries, profiles."""
