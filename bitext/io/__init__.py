"""Bytes and formats: where pages come from and where results go. Importing it loads no format."""
