"""The configuration of a province whose one source is a simulated portal."""

_CONFIGURATION = """\
[province]
id = "thu-nghiem"
name = "Tỉnh Thử Nghiệm"

[fetch]
contact = "mailto:thu@niemyet.example"
seconds_between_requests = {pause}

[[source]]
id = "cong"
kind = "{kind}"
url = "{url}"
"""


_FURTHER = """
[[source]]
id = "{name}"
kind = "{kind}"
url = "{url}"
"""


def further_source(name: str, kind: str, url: str) -> str:
    """One more source of that configuration, as a part of its `more`."""
    return _FURTHER.format(name=name, kind=kind, url=url)


def configuration(kind: str, url: str, *, pause: float = 3.0, more: str = "") -> str:
    """`niemyet.toml` for a portal at `url`; `pause`: seconds between requests, `more`: further tables."""
    return _CONFIGURATION.format(kind=kind, url=url, pause=pause) + more
