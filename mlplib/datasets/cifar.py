"""The loader of CIFAR-10 (Krizhevsky 2009), for readers with internet; nothing in the book needs it."""

import tarfile
from pathlib import Path

import numpy as np

from mlplib.datasets.images import SIDE, Images, ImageSplits

CIFAR10_URL = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
CIFAR10_SHA256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"


class _Progress:
    """What pooch asks of a progress bar, as one line of text."""

    total = done = 0

    def update(self, n_bytes):
        self.done += n_bytes
        print(f"\rCIFAR-10: {self.done / 1e6:.0f} of {self.total / 1e6:.0f} MB", end="", flush=True)

    def reset(self):
        self.done = 0

    def close(self):
        print()


def _fetch_cifar10(cache):
    """Path of the archive in the folder cache; downloaded if it is missing or differs from its checksum."""
    try:
        import pooch
    except ImportError:
        raise ImportError("cifar10 needs the package pooch: pip install pooch") from None
    path = Path(cache or pooch.os_cache("mlplib")) / CIFAR10_URL.rpartition("/")[2]
    downloader = pooch.HTTPDownloader(progressbar=_Progress(), chunk_size=2**20)
    try:
        return pooch.retrieve(
            CIFAR10_URL, f"sha256:{CIFAR10_SHA256}", path.name, path.parent, downloader=downloader
        )
    except OSError as error:
        found = "differs from its checksum" if path.exists() else "is missing"
        raise ConnectionError(
            f"{path} {found}, and {CIFAR10_URL} could not be reached ({type(error).__name__}). Connect and "
            "try again, or download that file (170 MB) elsewhere and put it there by hand."
        ) from None


def read_cifar10(archive):
    """The pictures in an archive in the layout of cifar-10-binary.tar.gz, which is plain bytes.

    Parameters
    ----------
    archive : path
        A record is one byte of label, then 32×32 bytes of red, of green, of blue, row by row.

    Returns
    -------
    train, test : Images
        In the order of the files data_batch_1.bin ... data_batch_5.bin and test_batch.bin.
    class_names : tuple of str

    Raises
    ------
    ValueError
        If a file is missing or holds something other than whole records with labels 0 to 9.
    """
    with tarfile.open(archive) as tar:

        def member(name):
            try:
                return tar.extractfile(f"cifar-10-batches-bin/{name}").read()
            except KeyError:
                raise ValueError(f"{archive} holds no cifar-10-batches-bin/{name}") from None

        names = tuple(member("batches.meta.txt").decode().split())
        batches = [_cifar10_records(member(f"data_batch_{i}.bin")) for i in range(1, 6)]
        train = Images(*(np.concatenate(part) for part in zip(*batches, strict=True)))
        return train, _cifar10_records(member("test_batch.bin")), names


def _cifar10_records(data):
    length = 1 + 3 * SIDE**2
    if len(data) % length:
        raise ValueError(f"a CIFAR-10 file must hold records of {length} bytes, it has {len(data)} bytes")
    records = np.frombuffer(data, np.uint8).reshape(-1, length)
    if (records[:, 0] > 9).any():
        raise ValueError(f"CIFAR-10 labels must be 0 to 9, found {records[:, 0].max()}")
    planes = records[:, 1:].reshape(-1, 3, SIDE, SIDE)
    return Images(planes.transpose(0, 2, 3, 1).copy(), records[:, 0].astype(int))  # (n, 32, 32, 3)


def cifar10(*, cache=None, n_train=45_000, n_validation=5_000, n_test=10_000):
    """The photographs of CIFAR-10, downloaded once (170 MB) and kept.

    Parameters
    ----------
    cache : path, optional
        Folder of the archive; the user's cache folder when left out.
    n_train, n_validation : int
        The first n_train of the 50,000 training images, and the n_validation after them.
    n_test : int
        The first of the 10,000 test images.

    Returns
    -------
    ImageSplits

    Raises
    ------
    ConnectionError
        If the archive is neither in the cache nor reachable; says where to put it by hand.
    ValueError
        If more images are asked for than there are, or the archive is not what its checksum promises.
    """
    train, test, class_names = read_cifar10(_fetch_cifar10(cache))
    parts = (
        _part(train, "n_train", 0, n_train),
        _part(train, "n_train + n_validation", n_train, n_train + n_validation),
        _part(test, "n_test", 0, n_test),
    )
    return ImageSplits(*parts, class_names)


def _part(source, name, start, stop):
    if not 0 <= start <= stop <= len(source.labels):
        raise ValueError(f"{name} must be at most {len(source.labels)}, and no part negative; it is {stop}")
    return Images(source.images[start:stop], source.labels[start:stop])
