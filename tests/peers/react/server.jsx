// node server.js CLIENT.js: prints its origin. /article/ID has the embed in it; /teaser/ID has it
// after a click; /stale/ID hands the browser other markup than it rendered, which is a mistake.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { renderToString } from "react-dom/server";
import { App } from "./app.jsx";
import { loadEmbed } from "./embed.jsx";

const client = readFileSync(process.argv[2]);

async function page(kind, id) {
  const html = kind === "teaser" ? undefined : await loadEmbed(id);
  const data = { id, html: kind === "stale" ? html.replace("</figure>", "<p>Later</p></figure>") : html };
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>The bridge</title>
<link rel="icon" href="data:,"><style>body { font: 17px/1.5 serif; margin: 16px }</style>
<div id="root">${renderToString(<App id={id} html={html} />)}</div>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>
<script src="/client.js"></script></html>`;
}

const server = createServer(async (request, response) => {
  const [, kind, id] = request.url.split("/");
  if (kind === "client.js") return response.setHeader("Content-Type", "text/javascript").end(client);
  response.setHeader("Content-Type", "text/html; charset=utf-8").end(await page(kind, id));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
