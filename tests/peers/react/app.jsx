// An article of a news site. The embed comes with the page, or after a click.
import { useState } from "react";
import { Embed, loadEmbed } from "./embed.jsx";

export function App({ id, html: given }) {
  const [html, setHtml] = useState(given);
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>The bridge</h1>
      <button onClick={() => setCount(count + 1)}>Clapped {count}</button>
      {html === undefined ? (
        <button onClick={async () => setHtml(await loadEmbed(id))}>Read on</button>
      ) : (
        <Embed id={id} html={html} />
      )}
    </main>
  );
}
