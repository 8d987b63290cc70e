"""The control page of a world: its counters and a button for every fault, usable in a browser."""

from __future__ import annotations

from html import escape

from bot.sandbox.faults import SORTS
from bot.sandbox.world import World

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}: sandbox</title>
<style>
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
<script>
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


def control_page(world: World) -> str:
    """The page."""
    rows = "".join(
        f'<tr><td><button data-verb="fault" data-name="{name}">{name}</button></td>'
        f"<td>{escape(sort.sentence)}</td><td>work {'done' if sort.done else 'not done'}</td></tr>"
        for name, sort in SORTS.items()
    )
    return PAGE.format(name=escape(world.bot["username"]), rows=rows)
