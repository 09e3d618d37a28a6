"""Which services a citizen's own words speak of, and because of which words.

`features` takes a text apart, `training` learns which parts speak of which service, `model` ranks
by them, `kept` stores what was learned, `suggestions` is what the pages ask. docs/suggestions.md
tells the whole.
"""
