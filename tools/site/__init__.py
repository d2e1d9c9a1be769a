"""The Sphinx extension of this book: outputs of the notebooks, a mended theme, what the address decides."""


def setup(app):
    for part in ("executed", "theme", "meta"):
        app.setup_extension(f"tools.site.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
