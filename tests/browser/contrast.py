"""The contrast of every text that a browser draws, measured by us: axe leaves out what it is not
sure of, as text on a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["CONTRAST", "faint"]

CONTRAST = """
window.contrasts = (root = document, least = 4.5) => {
    const parse = colour => {
        const parts = colour.match(/^rgba?\\(([\\d.]+), ([\\d.]+), ([\\d.]+)(?:, ([\\d.]+))?\\)$/);
        if (!parts) throw new Error(`not measured: ${colour}`);
        return [...parts.slice(1, 4).map(Number), parts[4] === undefined ? 1 : Number(parts[4])];
    };
    const over = ([r, g, b, a], under) =>
        [r, g, b].map((c, i) => c * a + under[i] * (1 - a)).concat(1);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
    const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + .05) / (low + .05);
    };
    const above = e => e.assignedSlot || e.parentElement || e.getRootNode().host || null;
    const canvas = document.createElement("i");
    canvas.style.backgroundColor = "Canvas";
    document.documentElement.append(canvas);
    const page = parse(getComputedStyle(canvas).backgroundColor);
    canvas.remove();
    // What may be behind a text: where a ground lets something through, a picture of any colour.
    const grounds = e => {
        const layers = [];
        for (let at = e; at; at = above(at)) {
            const style = getComputedStyle(at), ground = parse(style.backgroundColor);
            if (style.opacity != 1) throw new Error(`not measured: opacity of ${at.outerHTML}`);
            if (style.backgroundImage != "none") throw new Error(`not measured: ${at.outerHTML}`);
            if (ground[3]) layers.push(ground);
            if (ground[3] == 1) break;
        }
        const last = layers.at(-1)?.[3] == 1 ? layers.pop() : page;
        const under = layers.length ? [last, [0, 0, 0, 1], [255, 255, 255, 1]] : [last];
        return under.map(one => layers.reduceRight((so, layer) => over(layer, so), one));
    };
    const found = [], measured = {texts: 0};
    const measure = (e, colour, text) => {
        const own = parse(colour);
        const worst = Math.min(...grounds(e).map(ground => ratio(over(own, ground), ground)));
        measured.texts++;
        if (worst < least) found.push(`${worst.toFixed(2)}: ${text.trim().slice(0, 60)} ` +
            `(${colour} in ${e.cloneNode().outerHTML.slice(0, 90)})`);
    };
    // Off: drawn for nobody, there for who hears the page.
    const off = e => {
        for (let at = e; at; at = above(at))
            if (getComputedStyle(at).clipPath == "inset(50%)") return true;
        return false;
    };
    const walk = node => {
        if (node.nodeType == Node.TEXT_NODE) {
            const e = node.parentElement || node.getRootNode().host;
            if (node.data.trim() && e.checkVisibility() && !off(e) && !e.closest(":disabled"))
                measure(e, getComputedStyle(e).color, node.data);
            return;
        }
        if (node.nodeType == Node.ELEMENT_NODE && /^(style|script|template)$/i.test(node.tagName))
            return;
        if (node.tagName == "DETAILS") node.open = true;
        if (node.placeholder)
            measure(node, getComputedStyle(node, "::placeholder").color, node.placeholder);
        if (/^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName) && node.checkVisibility())
            measure(node, getComputedStyle(node).color, node.value || node.tagName);
        for (const inner of node.shadowRoot?.childNodes || []) walk(inner);
        for (const inner of node.childNodes || []) walk(inner);
    };
    walk(root.body || root);
    return {found, texts: measured.texts};
};
"""
"""``contrasts()`` gives what is under 4.5 : 1 in the page, and how many texts were measured: each
against the nearest ground that lets nothing through, with all that lies between blended in.
"""


_THERE = "() => location.href != 'about:blank' && document.readyState == 'complete'"
"""A frame that was just put in has nothing in it yet."""


def faint(page: Page) -> list[str]:
    """The texts of a page and of its frames whose contrast is under 4.5."""
    found = []
    for frame in page.frames:
        frame.wait_for_function(_THERE)
        told = frame.evaluate(f"() => {{ {CONTRAST} return contrasts(); }}")
        assert told["texts"], f"no text in {frame.url}"
        found += told["found"]
    return found
