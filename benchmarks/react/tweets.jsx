// node tweets.js POSTS.json: says "ready", then for each line of its input, "static" or "string",
// renders posts for a fifth of a second and says how many, in seconds of how many. "show N" gives the markup.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { renderToStaticMarkup, renderToString } from "react-dom/server";
import { EmbeddedTweet } from "react-tweet";

const tweets = JSON.parse(readFileSync(process.argv[2], "utf8"));
const renderers = { static: renderToStaticMarkup, string: renderToString };
let next = 0;

function round(render) {
  const begun = performance.now();
  const used = process.cpuUsage();
  let count = 0;
  while (performance.now() - begun < 200) {
    render(<EmbeddedTweet tweet={tweets[next++ % tweets.length]} />);
    count += 1;
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(used);
  return { count, seconds, cpu: (user + system) / 1e6 };
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [what, number] = line.split(" ");
  const said =
    what === "show" ? renderToStaticMarkup(<EmbeddedTweet tweet={tweets[+number]} />) : round(renderers[what]);
  console.log(JSON.stringify(said));
}
