"""What `chapters/errata.ipynb` claims."""


def claims():
    assert not ((directions @ near > 0) != (directions @ far > 0)).any()
    assert 0 < sigmoid(-40.0) < 1e-17
    assert np.isclose(loss, np.log(10))
    assert np.isclose(right, rise / 2e-5, rtol=1e-4)
    assert abs(wrong - right) > 0.1 * abs(right)
    assert grad_w2.shape == w2.shape and d_w1.shape == w1.shape
