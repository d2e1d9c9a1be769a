"""The Sphinx extension of this book: outputs of the notebooks, a mended theme, what the address decides."""


def setup(app):
    for part in ("executed", "theme", "meta"):
        app.setup_extension(f"tools.site.{part}")
    # It numbers sections after all pages are read, but does not say that they may be read side by side.
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
    return {"parallel_read_safe": True, "parallel_write_safe": True}
