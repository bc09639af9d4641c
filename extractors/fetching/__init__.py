"""How anything is had from a portal: one polite client, bounded in where it goes, how long and how much.

Addresses, bounds, politeness, robots.txt, decoding and the wire under the client, a module each. What a page means is
read elsewhere; here nothing that a server says is believed, followed or waited for without a bound.
"""

import sys

# httpx brings a command line of its own where rich and pygments are installed, as they are beside Prefect: 70 modules and
# 3 MB of every crawl. It does without it where it cannot be imported.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
