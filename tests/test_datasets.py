import hashlib
import http.server
import io
import re
import subprocess
import sys
import tarfile
import threading

import numpy as np
import pytest
import skimage.data
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist
from skimage.transform import resize
from sklearn.datasets import make_moons

from mlplib.datasets import (
    PHOTOS,
    blobs,
    cifar,
    circles,
    drawn_shapes,
    moons,
    photo_patches,
    photos,
    shapes,
    spirals,
    xor,
)
from mlplib.datasets.drawn_shapes import SHAPES
from mlplib.datasets.images import TEST, TRAIN, VALIDATION

TOYS = [blobs, moons, circles, spirals, xor]
IMAGE_SETS = [photo_patches, shapes]


def seeded(seed=0):
    return np.random.default_rng(seed)


def test_importing_the_data_sets_imports_neither_scikit_image_nor_pooch():
    code = "import sys, mlplib.datasets; sys.exit(bool({'skimage', 'pooch', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- points in the plane


@pytest.mark.parametrize("toy", TOYS)
@given(n=st.integers(1, 100))
def test_classes_of_a_toy_are_balanced_for_every_n(toy, n):
    X, y = toy(n, rng=seeded())
    assert X.shape == (n, 2)
    assert X.dtype == np.float64
    counts = np.bincount(y, minlength=3 if toy in (blobs, spirals) else 2)
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("toy", TOYS)
def test_the_seed_decides_the_points(toy):
    assert_array_equal(toy(30, rng=seeded(1))[0], toy(30, rng=seeded(1))[0])
    assert (toy(30, rng=seeded(1))[0] != toy(30, rng=seeded(2))[0]).any()


def test_blobs_spread_around_the_corners_of_a_regular_polygon(rng):
    X, y = blobs(40_000, 4, spread=0.3, rng=rng)
    centres = np.stack([X[y == k].mean(axis=0) for k in range(4)])
    assert_allclose(centres, [[2, 0], [0, 2], [-2, 0], [0, -2]], atol=0.02)
    assert_allclose((X - centres[y]).std(axis=0), 0.3, rtol=0.02)


def test_moons_without_noise_are_those_of_scikit_learn_centred(rng):
    X, y = moons(200, noise=0, rng=rng)
    expected, label = make_moons(4000, noise=0)
    for k in (0, 1):
        distance = cdist(X[y == k], expected[label == k] - [0.5, 0.25])
        assert distance.min(axis=1).max() < 0.001  # every point is on the arc
        assert distance.min(axis=0).max() < 0.3  # and the points cover the arc


def test_circles_without_noise_have_radius_one_and_one_half(rng):
    X, y = circles(100, noise=0, rng=rng)
    assert_allclose(np.hypot(*X.T), np.where(y == 0, 1, 0.5))


def test_spirals_turn_by_four_radians_per_unit_of_radius(rng):
    X, y = spirals(300, 5, noise=0, rng=rng)
    z = X @ [1, 1j]
    assert_allclose(z / abs(z) * np.exp(4j * abs(z)), np.exp(2j * np.pi * y / 5))
    assert abs(z).min() >= 0.1
    assert abs(z).max() <= 1


def test_xor_without_noise_is_one_where_the_signs_differ(rng):
    X, y = xor(8, noise=0, rng=rng)
    assert_array_equal(abs(X), np.ones((8, 2)))
    assert_array_equal(y, X[:, 0] != X[:, 1])
    assert len(np.unique(X, axis=0)) == 4


@pytest.mark.parametrize(("toy", "clean"), [(moons, moons), (circles, circles), (xor, xor)])
def test_noise_is_the_standard_deviation_of_each_coordinate(toy, clean):
    noisy, _ = toy(20_000, noise=0.5, rng=seeded(3))
    exact, _ = clean(20_000, noise=0, rng=seeded(3))
    assert_allclose((noisy - exact).std(axis=0), 0.5, rtol=0.02)


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("n", [0, -3, 2.5, True, "ten"])
def test_a_number_of_points_that_cannot_be_is_named(toy, n):
    with pytest.raises(ValueError, match=rf"n must be .* it is {n!r}"):
        toy(n, rng=seeded())


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf])
def test_noise_that_cannot_be_is_named(toy, noise):
    name = "spread" if toy is blobs else "noise"
    with pytest.raises(ValueError, match=f"{name} must be a finite number, 0 or more, it is {noise}"):
        toy(5, **{name: noise}, rng=seeded())


@pytest.mark.parametrize(("toy", "name"), [(blobs, "n_classes"), (spirals, "n_arms")])
def test_one_class_is_not_a_classification_problem(toy, name):
    with pytest.raises(ValueError, match=f"{name} must be at least 2, it is 1"):
        toy(5, 1, rng=seeded())


@pytest.mark.parametrize("build", [*TOYS, *IMAGE_SETS])
def test_a_seed_is_not_a_generator(build):
    arguments = {"n": 5} if build in TOYS else {"n_train": 5}
    with pytest.raises(TypeError, match=r"rng must be a numpy Generator.* it is 7"):
        build(**arguments, rng=7)


# ---------------------------------------------------------------- photos and their splits


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda photo: photo.name)
def test_a_photo_is_the_one_that_scikit_image_shows(photo):
    expected = getattr(skimage.data, photo.name)()
    if expected.ndim == 2:
        expected = expected[..., None]
    assert_array_equal(photos.load_photo(photo), np.broadcast_to(expected, (*expected.shape[:2], 3)))


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda photo: photo.name)
def test_author_licence_and_source_are_as_scikit_image_states_them(photo):
    stated = " ".join(getattr(skimage.data, photo.name).__doc__.split())
    for part in photo.author.replace("doi:", "").split(", "):
        assert re.search(rf"\b{re.escape(part)}\b", stated)
    assert photo.licence.lower() in stated.lower()
    assert photo.source in stated
    assert bool(photo.source) == ("http" in stated)


def test_a_photo_that_is_not_installed_is_named_and_not_downloaded(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("tried to connect"))
    with pytest.raises(FileNotFoundError, match=r"photo 'unicorn' is not in scikit-image .*unicorn\.png"):
        photos.load_photo(photos.Photo("unicorn", "unicorn", "unicorn.png", "", "", ""))


@pytest.mark.parametrize("build", IMAGE_SETS)
def test_images_are_built_without_a_network(build, monkeypatch):
    photos.load_photo.cache_clear()
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("tried to connect"))
    assert build(n_train=10, n_validation=0, n_test=0, rng=seeded()).train.images.any()


@given(st.integers(5, 70), st.integers(5, 70))
def test_a_pixel_belongs_to_the_split_of_its_cell(height, width):
    y, x = np.mgrid[:height, :width]
    i = sum((y >= k * height // 5).astype(int) for k in range(1, 5))
    j = sum((x >= k * width // 5).astype(int) for k in range(1, 5))
    expected = np.choose((i + 2 * j) % 5, [TEST, VALIDATION] + 3 * [TRAIN])
    assert_array_equal(photos.split_of_pixels(height, width), expected)


class WatchedPhoto:
    """A photo that remembers which of its pixels were read."""

    def __init__(self, pixels):
        self.pixels, self.shape = pixels, pixels.shape
        self.read = np.zeros(pixels.shape[:2], bool)

    def __getitem__(self, index):
        self.read[index] = True
        return self.pixels[index]


@pytest.mark.parametrize("build", IMAGE_SETS)
def test_no_two_splits_read_the_same_pixel_of_a_photo(build, monkeypatch):
    original = photos.load_photo
    read = []
    for split in range(3):
        watched = {photo: WatchedPhoto(original(photo)) for photo in PHOTOS}
        monkeypatch.setattr(photos, "load_photo", watched.__getitem__)
        sizes = dict.fromkeys(("n_train", "n_validation", "n_test"), 0)
        sizes[list(sizes)[split]] = 1500
        build(**sizes, rng=seeded(split))
        for photo in watched.values():
            assert (photos.split_of_pixels(*photo.shape[:2])[photo.read] == split).all()
        read.append(np.concatenate([photo.read.ravel() for photo in watched.values()]))
    assert np.sum(read, axis=0).max() == 1
    assert np.sum(read, axis=1).min() > 200_000


@pytest.mark.parametrize("side", [32, 37, 48])
def test_a_window_is_resized_as_scikit_image_does(side, rng):
    photo = rng.integers(256, size=(60, 70, 3), dtype=np.uint8)
    (window,) = photos.cut_windows(photo, np.array([12]), np.array([22]), np.array([side]))
    cut = photo[12 : 12 + side, 22 : 22 + side].astype(float)
    assert_allclose(window, resize(cut, (32, 32), order=1, mode="edge", anti_aliasing=False), atol=1e-9)


def test_a_window_of_side_32_is_copied_even_in_the_last_corner(rng):
    photo = rng.integers(256, size=(40, 50, 3), dtype=np.uint8)
    window = photos.cut_windows(photo, np.array([8]), np.array([18]), np.array([32]))
    assert_array_equal(window[0], photo[8:, 18:])


def test_windows_fill_their_cell_and_have_sides_from_32_to_48(rng):
    top, left, side = photos.place_windows(250, 300, TEST, 20_000, rng)
    assert set(side) == set(range(32, 49))
    inside = (top % 50 + side <= 50) & (left % 60 + side <= 60)
    assert inside.all()
    assert (top % 50).min() == (left % 60).min() == 0
    assert (top % 50 + side).max() == 50
    assert (left % 60 + side).max() == 60
    assert {*zip(top // 50, left // 60, strict=True)} == {(2 * k % 5, 4 * k % 5) for k in range(5)}


def test_varied_light_is_one_line_per_channel_within_its_limits(rng):
    ramp = np.linspace(90, 120, 32)[None, None, :, None] * np.ones((2000, 32, 1, 3))
    values = photos.vary(ramp, rng).astype(float)
    left, right = values[:, 0, 0], values[:, 0, -1]
    assert ((left > right).any(axis=1) == (left > right).all(axis=1)).all()  # a mirror turns all channels
    assert 0.45 < (left > right).all(axis=1).mean() < 0.55
    gain = abs(right - left) / 30
    assert gain.min() > np.exp(-0.6) - 1 / 30
    assert gain.max() < np.exp(0.6) + 1 / 30
    shift = (left + right) / 2 - 105 * gain
    assert abs(shift).max() < 30 + 105 / 30 + 1


@pytest.mark.parametrize("build", IMAGE_SETS)
def test_every_split_has_balanced_labels_and_colour_images(build):
    data = build(n_train=43, n_validation=20, n_test=7, rng=seeded())
    for split, n in zip(data[:3], (43, 20, 7), strict=True):
        assert split.images.shape == (n, 32, 32, 3)
        assert split.images.dtype == np.uint8
        counts = np.bincount(split.labels, minlength=len(data.class_names))
        assert counts.max() - counts.min() <= 1
    assert len(set(data.class_names)) == 10


@pytest.mark.parametrize("build", IMAGE_SETS)
def test_the_seed_decides_every_byte_of_the_images(build):
    first, again, other = (build(n_train=60, n_validation=0, n_test=9, rng=seeded(s)) for s in (5, 5, 6))
    assert first.train.images.tobytes() == again.train.images.tobytes()
    assert first.test.images.tobytes() == again.test.images.tobytes()
    assert (first.train.images != other.train.images).any(axis=(1, 2, 3)).all()


@pytest.mark.parametrize("build", IMAGE_SETS)
def test_the_test_images_do_not_depend_on_how_many_train(build):
    few, many = (build(n_train=n, n_validation=0, n_test=20, rng=seeded()) for n in (0, 50))
    assert_array_equal(few.test.images, many.test.images)


@pytest.mark.parametrize("build", IMAGE_SETS)
@pytest.mark.parametrize("name", ["n_train", "n_validation", "n_test"])
@pytest.mark.parametrize("size", [-1, 2.5, None])
def test_a_size_that_cannot_be_is_named(build, name, size):
    with pytest.raises(ValueError, match=rf"{name} must be .* it is {size}"):
        build(**{name: size}, rng=seeded())


# ---------------------------------------------------------------- drawn shapes


def area_of(name):
    """Closed forms, in units of the radius squared."""
    inner_radius = np.sin(np.pi / 10) / np.sin(7 * np.pi / 10)  # of the pentagram, by the law of sines
    a, b, d = 0.95, 0.75, 0.45  # crescent: two discs, d apart
    lens_a = a**2 * np.arccos((d**2 + a**2 - b**2) / (2 * d * a))
    lens_b = b**2 * np.arccos((d**2 + b**2 - a**2) / (2 * d * b))
    kite = 0.5 * np.sqrt((a + b - d) * (d + a - b) * (d - a + b) * (d + a + b))
    return {
        "disk": np.pi * 0.85**2,
        "ring": np.pi * (1 - 0.6**2),
        "square": 1.6**2,
        "frame": 1.84**2 - 1.16**2,
        "triangle": 3 * np.sqrt(3) / 4,
        "star": 5 * inner_radius * np.sin(np.pi / 5),
        "plus": 2 * 2 * 0.56 - 0.56**2,
        "ex": 2 * 2 * 0.56 - 0.56**2,
        "bars": 3 * 1.8 * 0.4,
        "crescent": np.pi * a**2 - (lens_a + lens_b - kite),
    }[name]


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_has_the_area_of_its_closed_form(name):
    axis = (np.arange(1000) + 0.5) * np.pi / 1000 - np.pi / 2
    inside = SHAPES[name](axis[None, :], axis[:, None]) < 0
    assert_allclose(inside.mean() * np.pi**2, area_of(name), rtol=0.006)


coordinate = st.floats(-1.5, 1.5)


@pytest.mark.parametrize("name", SHAPES)
@given(u=coordinate, v=coordinate, du=st.floats(-0.2, 0.2), dv=st.floats(-0.2, 0.2))
def test_the_distance_to_an_edge_changes_no_faster_than_the_point_moves(name, u, v, du, dv):
    here, there = SHAPES[name](np.array(u), np.array(v)), SHAPES[name](np.array(u + du), np.array(v + dv))
    assert abs(here - there) <= np.hypot(du, dv) + 1e-9


def test_a_mask_covers_the_area_of_its_shape_and_has_soft_edges(rng):
    labels = np.repeat(np.arange(10), 200)
    masks = drawn_shapes.shape_masks(labels, rng)
    assert masks.min() == 0
    assert masks.max() == 1
    assert ((masks > 0) & (masks < 1)).any(axis=(1, 2)).all()
    mean_square_radius = (13**3 - 8**3) / 15
    for k, name in enumerate(SHAPES):
        covered = masks[labels == k].sum(axis=(1, 2)).mean()
        assert_allclose(covered, area_of(name) * mean_square_radius, rtol=0.1)


@pytest.mark.parametrize(("random_contrast", "low", "high"), [(False, 0.9, 1), (True, 0.4, 0.6)])
def test_random_contrast_makes_half_of_the_shapes_darker(random_contrast, low, high, monkeypatch):
    drawn, original = [], drawn_shapes.shape_masks
    monkeypatch.setattr(drawn_shapes, "shape_masks", lambda *a: drawn.append(original(*a)) or drawn[-1])
    data = shapes(rng=seeded(), n_train=600, n_validation=0, n_test=0, random_contrast=random_contrast)
    grey, mask = data.train.images.mean(axis=3), drawn[0]
    inside = (grey * mask).sum(axis=(1, 2)) / mask.sum(axis=(1, 2))
    outside = (grey * (1 - mask)).sum(axis=(1, 2)) / (1 - mask).sum(axis=(1, 2))
    assert low <= (inside > outside).mean() <= high


# ---------------------------------------------------------------- CIFAR-10


NAMES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def records(images, labels):
    """Written pixel by pixel, as the CIFAR-10 page describes the format."""
    data = bytearray()
    for image, label in zip(images, labels, strict=True):
        data.append(label)
        for channel in range(3):
            for row in range(32):
                data.extend(int(value) for value in image[row, :, channel])
    return bytes(data)


def write_archive(path, files):
    with tarfile.open(path, "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A folder with an archive of 5·2 training and 3 test images, which the loader takes for CIFAR-10."""
    rng = seeded(8)
    images, labels = rng.integers(256, size=(13, 32, 32, 3), dtype=np.uint8), rng.integers(10, size=13)
    ends = {f"data_batch_{i}.bin": 2 * i for i in range(1, 6)} | {"test_batch.bin": 13}
    files, start = {}, 0
    for name, end in ends.items():
        files[name], start = records(images[start:end], labels[start:end]), end
    files["batches.meta.txt"] = "\n".join([*NAMES, ""]).encode()
    path = tmp_path / "cifar-10-binary.tar.gz"
    write_archive(path, files)
    monkeypatch.setattr(cifar, "CIFAR10_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    nobody_listens = "http://127.0.0.1:9/cifar-10-binary.tar.gz"
    monkeypatch.setattr(cifar, "CIFAR10_URL", nobody_listens)
    return path, images, labels, files


def test_an_archive_placed_by_hand_is_read_back_byte_by_byte(tiny):
    path, images, labels, _ = tiny
    data = cifar.cifar10(cache=path.parent, n_train=7, n_validation=3, n_test=2)
    for split, part in zip(data[:3], (slice(0, 7), slice(7, 10), slice(10, 12)), strict=True):
        assert_array_equal(split.images, images[part])
        assert_array_equal(split.labels, labels[part])
    assert data.class_names == tuple(NAMES)


def test_without_network_one_error_says_what_to_fetch_and_where_to_put_it(tiny):
    path = tiny[0]
    path.unlink()
    with pytest.raises(ConnectionError, match=r"is missing.*could not be reached.*by hand") as error:
        cifar.cifar10(cache=path.parent)
    assert str(path) in str(error.value)
    assert cifar.CIFAR10_URL in str(error.value)
    assert error.value.__suppress_context__


def test_a_damaged_archive_is_not_read(tiny):
    path = tiny[0]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ConnectionError, match="differs from its checksum"):
        cifar.cifar10(cache=path.parent)


@pytest.fixture
def server(tiny, tmp_path_factory, monkeypatch):
    """The tiny archive behind an address on this machine; the list of the paths that were asked for."""
    content, asked = tiny[0].read_bytes(), []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        monkeypatch.setattr(
            cifar, "CIFAR10_URL", f"http://127.0.0.1:{served.server_port}/cifar-10-binary.tar.gz"
        )
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield asked
        served.shutdown()
        thread.join()


def test_the_archive_is_downloaded_once_and_shows_its_progress(tiny, server, tmp_path, capsys):
    for _ in range(2):
        data = cifar.cifar10(cache=tmp_path / "empty", n_train=1, n_validation=0, n_test=0)
        assert_array_equal(data.train.images[0], tiny[1][0])
    assert len(server) == 1
    assert "CIFAR-10: 0 of 0 MB" in capsys.readouterr().out


def test_a_download_with_another_checksum_is_thrown_away(server, tmp_path, monkeypatch):
    monkeypatch.setattr(cifar, "CIFAR10_SHA256", "0" * 64)
    with pytest.raises(ValueError, match="does not match the known hash"):
        cifar.cifar10(cache=tmp_path / "empty")
    assert not list((tmp_path / "empty").iterdir())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data_batch_3.bin": None}, "holds no cifar-10-batches-bin/data_batch_3.bin"),
        ({"test_batch.bin": bytes(3072)}, "records of 3073 bytes, it has 3072 bytes"),
        ({"test_batch.bin": bytes([12]) + bytes(3072)}, "labels must be 0 to 9, found 12"),
    ],
)
def test_an_archive_of_another_layout_is_refused(tiny, tmp_path, change, message):
    files = {name: data for name, data in {**tiny[3], **change}.items() if data is not None}
    write_archive(tmp_path / "other.tar.gz", files)
    with pytest.raises(ValueError, match=message):
        cifar.read_cifar10(tmp_path / "other.tar.gz")


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ((11, 0, 0), "n_train must be at most 10"),
        ((6, 5, 0), r"n_train \+ n_validation must be at most 10"),
        ((1, 1, 4), "n_test must be at most 3"),
        ((-1, 1, 1), "no part negative; it is -1"),
    ],
)
def test_more_images_than_there_are_cannot_be_had(tiny, sizes, message):
    sizes = dict(zip(("n_train", "n_validation", "n_test"), sizes, strict=True))
    with pytest.raises(ValueError, match=message):
        cifar.cifar10(cache=tiny[0].parent, **sizes)


def test_without_pooch_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ImportError, match="pip install pooch"):
        cifar.cifar10()
