"""bitext inside other people's tools: scrapers, data frames, engines. Each module needs its own package and nothing else."""
