"""Hostile portals on loopback: skins of several families over one scripted store that knows the truth.

`store.py` says which document can be read on which night; `switches.py` names the hostile behaviours (PORTALS §5) and
when each strikes; `skins.py` draws the pages of each family; `site.py` serves them and keeps the truth log.
The skins are drawn from notes on crawlers, not from pages that anybody here has seen.
"""
