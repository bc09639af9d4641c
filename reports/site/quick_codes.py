"""QR codes that lead to a page. They need the site's address: a picture on a wall knows no folder."""

import io


def code_svg(address: str, *, border: int = 4) -> bytes:
    """An address as a QR code, SVG; a quarter of it may be soiled and it is still read (level Q)."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="q").save(
        out, kind="svg", scale=4, border=border, xmldecl=False, svgns=True, omitsize=False, nl=True
    )
    return out.getvalue()


def code_png(address: str, *, border: int = 4) -> bytes:
    """The same as a picture for paper."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="q").save(out, kind="png", scale=8, border=border)
    return out.getvalue()
