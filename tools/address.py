"""The addresses of the public repository and of its site: `python -m tools.address`.

One setting holds them: `repository.url` in _config.yml. Install lines, links, launch buttons, sitemap and
the publishing workflow are made from it. `--published` fails while it is still the placeholder.
"""

import argparse
import re
import sys
from pathlib import Path

import yaml

CONFIG = Path(__file__).parents[1] / "_config.yml"
PLACEHOLDER = "your-account"  # the owner until the book has a home
BRANCH = "main"
PDF = "neural-network-classifier.pdf"  # the whole book, beside its pages


def owner_and_name():
    """('OWNER', 'NAME') of the public repository.

    Raises
    ------
    ValueError
        If the setting is no address of a repository on GitHub; the message shows the form.
    """
    url = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repository"]["url"]
    found = re.fullmatch(r"https://github\.com/([\w-]+)/([\w.-]+?)", url)
    if not found or url.endswith(".git"):
        raise ValueError(
            f"repository.url in _config.yml must look like https://github.com/OWNER/NAME, it is {url!r}"
        )
    return found.groups()


def repository():
    """The address of the public repository."""
    return "https://github.com/{}/{}".format(*owner_and_name())


def site():
    """The address of the site that GitHub Pages serves, with a slash at its end."""
    owner, name = owner_and_name()
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def pdf():
    """The address of the whole book as one file."""
    return site() + PDF


def binder(path):
    """The address that opens a file of the public repository in JupyterLab on Binder."""
    owner, name = owner_and_name()
    return f"https://mybinder.org/v2/gh/{owner}/{name}/{BRANCH}?urlpath=lab/tree/{path}"


def colab(path):
    """The address that opens a notebook of the public repository in Colab."""
    owner, name = owner_and_name()
    return f"https://colab.research.google.com/github/{owner}/{name}/blob/{BRANCH}/{path}"


def is_placeholder():
    """Whether nobody has set the address yet."""
    return owner_and_name()[0] == PLACEHOLDER


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--published", action="store_true", help="fail while the address is the placeholder")
    published = parser.parse_args().published
    try:
        if published and is_placeholder():
            sys.exit(
                "address: repository.url in _config.yml is still the placeholder; write the address of your "
                "public repository there, such as https://github.com/OWNER/NAME, then run `make derive`"
            )
        print(f"repository {repository()}\nsite {site()}")
    except ValueError as error:
        sys.exit(f"address: {error}")


if __name__ == "__main__":
    main()
