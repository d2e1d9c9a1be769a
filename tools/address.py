"""The addresses of repository and site, and of what runs a notebook: `python -m tools.address`.

All are made from course.toml. What is not set there has no address: None. `--published` fails without
a repository or a site.
"""

import argparse
import sys
from urllib.parse import quote, urlencode, urlsplit

from tools.course import course, wrong

PDF = "neural-network-classifier.pdf"  # the whole book, beside its pages; ….ko.pdf in Korean


def repository():
    """The address of the public repository, as git takes it."""
    return course().repository or None


def path_of_repository():
    """OWNER/NAME, on GitLab perhaps with groups between them."""
    return urlsplit(course().repository).path.strip("/")


def reference():
    """The tag or the branch that installs and links use."""
    return course().tag or course().branch


def site():
    """The address of the site, with a slash at its end.

    Raises
    ------
    ValueError
        If it shall be that of the repository's Pages, and nobody but their host knows it.
    """
    if course().site != "pages":
        return (course().site and course().site + "/") or None
    owner, _, name = path_of_repository().partition("/")
    hosts = {"github.com": "github.io", "gitlab.com": "gitlab.io"}
    if (host := urlsplit(course().repository).hostname) not in hosts:
        expected = "an address, or 'pages' with a repository on github.com or gitlab.com"
        raise wrong("site", expected, "pages")
    pages = f"{owner.lower()}.{hosts[host]}"
    return f"https://{pages}/" if name.lower() == pages else f"https://{pages}/{name}/"


def pdf(language="en"):
    """The address of the whole book as one file, in a language."""
    return site() and site() + pdf_name(language)


def pdf_name(language):
    return PDF if language == "en" else PDF.replace(".pdf", f".{language}.pdf")


def app(path):
    """The address that opens a notebook in the app on the site, which runs it in the reader's browser."""
    return site() and f"{site()}lite/lab/index.html?path={path}"


def contact():
    """Whom readers ask: a mail address, a page, or the issues of the repository."""
    return course().contact or (repository() and f"{repository()}/issues")


def install():
    """What pip takes to install the library."""
    return repository() and f"mlplib @ git+{repository()}@{reference()}"


def binder(path):
    """The address that opens a file of the repository in JupyterLab on Binder."""
    if not (repository() and course().binder):
        return None
    hosts = {
        "github.com": f"gh/{path_of_repository()}",
        "gitlab.com": f"gl/{quote(path_of_repository(), '')}",
    }
    place = hosts.get(urlsplit(repository()).hostname, f"git/{quote(repository(), '')}")
    return f"{course().binder}/v2/{place}/{quote(reference(), '')}?urlpath=lab/tree/{path}"


def colab(path):
    """The address that opens a notebook of the repository in Colab, which reads github.com only."""
    if urlsplit(course().repository).hostname != "github.com" or not course().colab:
        return None
    return f"{course().colab}/github/{path_of_repository()}/blob/{reference()}/{path}"


def hub(path):
    """The address that brings the branch to a student's server on the JupyterHub, and opens a file of it."""
    if not (repository() and course().hub):
        return None
    name = path_of_repository().rpartition("/")[2]
    asked = {"repo": repository(), "branch": course().branch, "urlpath": f"lab/tree/{name}/{path}"}
    return f"{course().hub}/hub/user-redirect/git-pull?{urlencode(asked)}"


def launchers(path):
    """What opens a notebook of the repository: {name: address}."""
    found = {"JupyterHub": hub(path), "Binder": binder(path), "Colab": colab(path)}
    return {name: address for name, address in found.items() if address}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--published", action="store_true", help="fail without a repository or a site")
    published = parser.parse_args().published
    try:
        found = {"repository": repository(), "site": site()}
    except ValueError as error:
        sys.exit(f"address: {error}")
    for name, address in found.items():
        if published and not address:
            sys.exit(f"address: course.toml sets no {name}; write it there, then run `make derive`")
        print(name, address or "is not set")


if __name__ == "__main__":
    main()
