"""Measure the figures of the built book as a reader meets them, and hold them to their budgets: make benchmark-site.

The site is served from this machine, compressed as GitHub Pages does. Every figure of every page is
opened in a fresh profile and its first control is swept twice, the first time cold.
"""

import argparse
import gzip
import sys
import time
from pathlib import Path

import matplotlib
import numpy as np

from mlplib.explore.book import STATIC
from mlplib.explore.controls import make_control
from mlplib.explore.exploration import Exploration
from mlplib.explore.frames import encode_patch, most_common
from tests.browser import BOOK, chromium, html_pages, serve

SWEEP = """async ({ id, order }) => {
    const figure = document.getElementById(id);
    const input = figure.querySelector("input, select");
    const image = figure.querySelector("img");
    const drawn = () => new Promise(resolve => {
        const observer = new MutationObserver(() => { observer.disconnect(); resolve(performance.now()); });
        observer.observe(image, { attributes: true, attributeFilter: ["alt"] });  // set right after the drawing
    });
    const painted = () => new Promise(resolve => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(0);  // runs after the frame is painted
    }));
    const times = [];
    for (const index of order) {
        await new Promise(resolve => setTimeout(resolve, 30));
        if (input.type === "range") input.value = index; else input.selectedIndex = index;
        const start = performance.now();
        const waiting = drawn();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const end = await waiting;
        times.push([end - start, await painted() - start]);
    }
    return times;
}"""
COUNT = "f => { const i = f.querySelector('input, select'); return i.type === 'range' ? +i.max + 1 : i.options?.length ?? 2; }"


def measure_figure(browser, address, page_name, place):
    """Times in ms of the cold and of the warm sweep, and bytes that the cold one loaded."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + page_name)
    page.wait_for_load_state("networkidle")
    figure = page.locator(".explore").nth(place)
    figure.scroll_into_view_if_needed()
    count, loaded = figure.evaluate(COUNT), []
    page.on("requestfinished", lambda request: loaded.append(request.sizes()["responseBodySize"]))
    order = list(range(count))
    options = {"id": figure.get_attribute("id"), "order": order[::-1]}
    cold = page.evaluate(SWEEP, options)
    n_bytes = sum(loaded)
    warm = page.evaluate(SWEEP, options | {"order": order})
    context.close()
    return np.array(cold), np.array(warm), n_bytes
