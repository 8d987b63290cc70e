"""What a browser gets: the page of the phones, and of each world a control page with a button for every fault."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from secrets import token_urlsafe

from aiohttp import web

from bot.sandbox.faults import SORTS
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

FOLDER = Path(__file__).parents[2] / "templates" / "page"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
NOWHERE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": f"default-src 'self'; img-src 'self' data:; {NOWHERE}",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}: sandbox</title>
<style nonce="{nonce}">
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem }}
button {{ min-width: 8rem; padding: .3rem .6rem }}
td {{ padding: .15rem .6rem .15rem 0 }} label {{ margin-right: 1rem }}
pre {{ background: #f4f4f4; padding: 1rem; overflow: auto }}
</style></head><body>
<h1>{name}</h1>
<p><label>method <input id="method" placeholder="any"></label><label>chat <input id="chat" placeholder="any"></label>
<label>count <input id="count" size="4" placeholder="all"></label></p>
<table>{rows}</table>
<p><button data-verb="heal">heal all</button> <button data-verb="clock" data-by="600">clock +10 min</button></p>
<pre id="state"></pre>
<script nonce="{nonce}">
const text = id => document.getElementById(id).value.trim();
const ask = async (verb, wish) => (await fetch(verb, {{method: "POST", body: JSON.stringify(wish)}})).json();
const show = async () =>
  document.getElementById("state").textContent = JSON.stringify(await ask("state", {{}}), null, 1);
document.addEventListener("click", async event => {{
  const {{verb, name, by}} = event.target.dataset;
  if (!verb) return;
  const wish = by ? {{by: Number(by)}} : {{}};
  if (name) Object.assign(wish, {{name, method: text("method") || null, chat: text("chat") || null,
    count: text("count") ? Number(text("count")) : null}});
  await ask(verb, wish);
  await show();
}});
show();
</script></body></html>
"""


def control_page(world: World) -> web.Response:
    """The page; what stands in it and nothing else runs."""
    rows = "".join(
        f'<tr><td><button data-verb="fault" data-name="{name}">{name}</button></td>'
        f"<td>{escape(sort.sentence)}</td><td>work {'done' if sort.done else 'not done'}</td></tr>"
        for name, sort in SORTS.items()
    )
    nonce = token_urlsafe(16)
    own = f"default-src 'none'; connect-src 'self'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'"
    text = PAGE.format(name=escape(world.bot["username"]), rows=rows, nonce=nonce)
    headers = HEADERS | {"Content-Security-Policy": f"{own}; {NOWHERE}"}
    return web.Response(text=text, content_type="text/html", headers=headers)


def chat_page() -> web.Response:
    """The page of the phones."""
    return page_file("page.html")


def page_file(name: str) -> web.Response:
    """One of the files the page is made of; nothing outside their folder."""
    path = FOLDER / name
    if path.parent != FOLDER or path.suffix not in KINDS or not path.is_file():
        raise Refusal(404, "Not Found")
    body = path.read_bytes()
    return web.Response(body=body, content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS)


def newest_stage(worlds: Iterable[World]) -> Json:
    """The token of the newest world that has a stage; empty while there is none."""
    staged = [world for world in worlds if world.stage]
    newest = max(staged, key=lambda world: world.epoch, default=None)
    return {"token": newest.token if newest else ""}
