"""Main text: which blocks of a page are its text, decided by fitted trees over readable features.

`lines` counts characters and words of all blocks at once, `features` names what a block looks like and
what stands around it, `containers` adds the shape of an HTML page, `trees` evaluates the fitted weights,
and `scoring` puts them together. Features and code are the same for HTML and text; weights are not.
"""
