"""The Sphinx extension of this book: offer, outputs, formulas, pictures, quick checks, theme, addresses."""


def setup(app):
    for part in ("offer", "executed", "mathml", "images", "theme", "meta", "styles", "quick_checks"):
        app.setup_extension(f"tools.site.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
