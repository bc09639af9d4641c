"""How anything is had from a portal: one polite client, bounded in where it goes, how long and how much.

Addresses, bounds, politeness, robots.txt, decoding and the wire under the client, a module each. What a page means is
read elsewhere; here nothing that a server says is believed, followed or waited for without a bound.
"""
