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


def configuration(kind: str, url: str, *, pause: float = 3.0, more: str = "") -> str:
    """`niemyet.toml` for a portal at `url`; `pause`: seconds between requests, `more`: further tables."""
    return _CONFIGURATION.format(kind=kind, url=url, pause=pause) + more
