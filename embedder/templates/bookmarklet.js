// What the bookmark "From my browser" does on a page of a platform. It fetches nothing and puts
// nothing into that page: it reads the one post that the address names, opens a window of the
// desk, and hands the post to that window alone. Cookies, forms and other posts are left out.
// embedder/bookmarklet.py makes a javascript: address of it.
(() => {
  "use strict";
  const desk = "@DESK@";
  const origin = new URL(desk).origin;
  const path = location.pathname;
  const host = location.hostname.replace(/^(www|m|mobile|web)\./, "");

  // Open shadow roots are looked into: a part of the page may be a component of its own.
  const every = (root, selector) => {
    if (!root) return [];
    const found = [...root.querySelectorAll(selector)];
    for (const host of [root, ...root.querySelectorAll("*")]) {
      if (host.shadowRoot) found.push(...every(host.shadowRoot, selector));
    }
    return found;
  };
  const first = (root, ...selectors) => {
    for (const selector of selectors) {
      const found = every(root, selector)[0];
      if (found) return found;
    }
    return null;
  };
  const inside = (outer, e) => {
    for (let at = e; at; at = at.parentNode || at.host) if (at === outer) return true;
    return false;
  };
  // Of several posts on the screen the one that names the address; where none does, an only one.
  const meant = (posts, mark) =>
    posts.find((e) => mark && first(e, `a[href*="${mark}"]`)) || (posts.length === 1 ? posts[0] : null);
  // A page that shows one post after another without loading keeps what its head said of the first.
  const head = (name) => {
    const tag = document.querySelector(`meta[property="${name}"], meta[name="${name}"]`);
    return tag ? tag.content.trim() : "";
  };
  const ofThisPost = (mark) => !mark || !head("og:url") || head("og:url").includes(mark);
  const outOf = (elements, others) => elements.filter((e) => !others.some((o) => inside(o, e)));
  const handleIn = (link) => link && new URL(link.href, location.href).pathname.split("/")[1];

  // What a page says of its post for search engines (schema.org), of this one alone.
  const linked = (mark) => {
    for (const script of every(document, 'script[type="application/ld+json"]')) {
      try {
        const told = JSON.parse(script.textContent);
        for (const one of [told].flat().flatMap((e) => (e && e["@graph"]) || e)) {
          if (!/Posting|VideoObject|ImageObject|Article/.test(String(one && one["@type"]))) continue;
          if (!mark || JSON.stringify([one["@id"], one.url, one.mainEntityOfPage]).includes(mark)) {
            const author = [one.author].flat()[0] || {};
            const text = one.articleBody || one.text || one.description;
            return {
              text: typeof text === "string" ? text : "",
              name: typeof author.name === "string" ? author.name : null,
              time: one.datePublished || one.uploadDate || null,
            };
          }
        }
      } catch (error) { continue; } // What is no JSON says nothing of the post.
    }
    return { text: "", name: null, time: null };
  };

  // Whether a page shows the beginning only: a text that breaks off, or a button for the rest of it.
  const MORE = /^(…|\.\.\.)?\s*((show|see|read|view) more|more|(ver|mostrar|leer|ler|mostra) (más|mais)|más|mais|(voir|en voir|afficher) plus|plus|mehr( anzeigen| ansehen)?|عرض المزيد|المزيد)$/i;
  const breaksOff = (text) => /(…|\.\.\.)\s*$/.test(text || "");
  const hidesMore = (root, others = []) => outOf(every(root, "button, [role=button], summary"), others)
    .some((e) => MORE.test(e.textContent.trim()));

  // The words as they are seen: emoji pictures by their text, one line a line.
  const UNSAID = /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|BUTTON|SVG|TEXTAREA|INPUT|SELECT|VIDEO|IFRAME)$/i;
  function words(root, others = [], hidden = "") {
    let said = "";
    const newLine = () => { if (said && !said.endsWith("\n")) said += "\n"; };
    const walk = (node, keeps) => {
      if (node.nodeType === Node.TEXT_NODE) {
        said += keeps ? node.data : node.data.replace(/\s+/g, " ");
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || others.includes(node)) return;
      if (node.tagName === "IMG") { said += node.alt || ""; return; }
      if (node.tagName === "BR") { said += "\n"; return; }
      if (UNSAID.test(node.tagName) || (hidden && node.matches(hidden))) return;
      if (node.getAttribute("role") === "button" && MORE.test(node.textContent.trim())) return;
      const look = getComputedStyle(node);
      if (look.display === "none" || look.visibility === "hidden") return;
      const block = !/^(inline|contents)/.test(look.display);
      if (block) newLine();
      const slotted = node.tagName === "SLOT" ? node.assignedNodes() : [];
      (slotted.length ? slotted : (node.shadowRoot || node).childNodes)
        .forEach((child) => walk(child, /^(pre|break-spaces)/.test(look.whiteSpace)));
      if (block) newLine();
    };
    if (root) walk(root, false);
    return said.replace(/[^\S\n]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  }
  // The largest form of a picture that the page names: it may not have been loaded yet.
  const LAZY = ["data-src", "data-lazy-src", "data-original"];
  const source = (image) => {
    const sets = [image, ...every(image.closest("picture"), "source")]
      .flatMap((e) => ["srcset", "data-srcset"].map((name) => e.getAttribute(name) || ""));
    const sized = sets.flatMap((set) => [...set.matchAll(/(\S+)\s+([\d.]+)([wx])/g)])
      .map(([, url, size, unit]) => ({ url, width: unit === "w" ? +size : 0, size: +size }))
      .sort((one, other) => other.size - one.size)[0];
    const lazy = LAZY.map((name) => image.getAttribute(name)).find(Boolean);
    const plain = /^https?:/.test(image.currentSrc || image.src) ? image.currentSrc || image.src : null;
    const named = (sized && sized.url) || lazy || plain || "";
    let url = "";
    try { url = new URL(named, document.baseURI).href; } catch (error) { url = ""; }
    const width = Math.max(image.naturalWidth, image.width, (sized && sized.width) || 0);
    return { url, width: lazy && image.naturalWidth < 2 ? Infinity : width };
  };
  const pictures = (elements) => {
    const found = new Map();
    for (const image of elements) {
      const { url } = source(image);
      if (/^https:/.test(url) && !found.has(url)) found.set(url, { url, alt: image.alt || null });
    }
    return [...found.values()];
  };
  const large = (min) => (image) => source(image).width >= min;

  const READERS = [
    [/^(x|twitter)\.com$/, /\/status(?:es)?\/(\d+)/, (id) => {
      const posts = every(document, 'article[data-testid="tweet"]');
      const post = posts.find((a) => first(a, `a[href*="/status/${id}"] time`));
      if (!post) return null;
      const others = every(post, 'div[role="link"]').filter((e) => first(e, "[data-testid=User-Name]"));
      const name = outOf(every(post, "[data-testid=User-Name]"), others)[0];
      const text = outOf(every(post, "[data-testid=tweetText]"), others)[0];
      const shown = outOf(every(post, "[data-testid=tweetPhoto] img"), others)
        .filter((image) => /\/media\//.test(image.src));
      const more = first(post, "[data-testid=tweet-text-show-more-link]");
      const beside = first(post, 'video, [data-testid="card.wrapper"], [data-testid=cardPoll]');
      return {
        post, others,
        text: words(text, [], "a [aria-hidden=true]"),
        name: words(first(name, "a")),
        handle: handleIn(first(name, "a")),
        time: (first(post, `a[href*="/status/${id}"] time`) || {}).dateTime,
        pictures: pictures(shown).map((p) => ({ ...p, url: p.url.replace(/name=\w+/, "name=large") })),
        protected: !!first(name, "[data-testid=icon-lock]"),
        cut: !!more && !others.some((o) => inside(o, more)),
        whole: !more && !beside && !others.length,
      };
    }],
    [/^instagram\.com$/, /\/(?:p|reel|tv)\/([\w-]+)/, (code) => {
      const shown = ['div[role="dialog"] article', "main article", "main"]
        .map((selector) => every(document, selector)).find((found) => found.length) || [];
      const post = meant(shown, `/${code}`);
      if (!post) return null;
      const mine = ofThisPost(code);
      const title = mine ? head("og:title").match(/[:：]\s*["“«]([\s\S]*)["”»]\s*$/) : null;
      const named = mine ? new URL(head("og:url") || location.href).pathname.split("/") : [];
      const handle = handleIn(first(post, 'header a[href^="/"]')) || (named[2] === "p" ? named[1] : null);
      return {
        post, others: every(post, "ul ul, ul li + li"),
        text: words(first(post, "h1")) || (title ? title[1] : ""),
        cut: first(post, "h1") ? hidesMore(first(post, "h1").parentElement) : !!title && breaksOff(title[1]),
        name: null,
        handle,
        time: (first(post, `a[href*="/${code}"] time[datetime]`, "time[datetime]") || {}).dateTime,
        pictures: pictures(every(post, "img").filter(large(300))),
        protected: [...document.scripts].some((s) => handle && s.type === "application/json"
          && new RegExp(`"username":"${handle}"[^{}]*"is_private":true|"is_private":true[^{}]*"username":"${handle}"`).test(s.textContent)),
      };
    }],
    [/^(?:.+\.)?facebook\.com$/, /\/(?:posts|videos|reel|photo|permalink|story|watch|groups)|fbid=|story_fbid=/, () => {
      const root = first(document, 'div[role="dialog"] [role="article"]', '[role="main"]') || document.body;
      const mark = (location.href.match(/pfbid\w+|\d{8,}/g) || []).pop();
      const all = every(root, '[role="article"]:not([aria-label]), [data-pagelet^=FeedUnit]');
      const outer = all.filter((e) => !all.some((o) => o !== e && inside(o, e)));
      const post = outer.length ? meant(outer, mark) : root;
      if (!post) return null;
      const others = every(post, '[role="article"]');
      const audience = outOf(every(post, "[aria-label], svg title"), others)
        .map((e) => e.getAttribute("aria-label") || e.textContent || "")
        .find((label) => /^(shared with|compartido con)/i.test(label));
      const name = first(post, "[data-ad-rendering-role=profile_name] a", "h2 a", "h3 a");
      const said = first(post, "[data-ad-comet-preview=message]", "[data-ad-preview=message]");
      return {
        post, others,
        text: words(said, others) || (ofThisPost(mark) ? head("og:description") : ""),
        cut: said ? hidesMore(said) : breaksOff(head("og:description")),
        name: words(name),
        handle: null,
        time: null,
        pictures: pictures(outOf(every(post, 'a[href*="photo"] img[src*="fbcdn"]'), others).filter(large(200))),
        protected: !!audience && !/public|público/i.test(audience),
      };
    }],
    [/^threads\.(?:net|com)$/, /\/post\/([\w-]+)/, (code) => {
      const posts = every(document, "[data-pressable-container=true]");
      const post = posts.find((e) => first(e, `a[href*="/post/${code}"] time`));
      if (!post) return null;
      const others = every(post, "[data-pressable-container=true]");
      const link = first(post, 'a[href^="/@"]');
      const spans = outOf(every(post, 'span[dir="auto"]'), others)
        .filter((e) => !e.closest("a, button, [role=button], time") && !first(e, 'span[dir="auto"], time'));
      const told = ofThisPost(code) ? head("og:description") : "";
      const seen = spans.map((e) => words(e)).filter(Boolean).join("\n");
      const text = told && !breaksOff(told) ? told : seen || told;
      return {
        post, others, text,
        cut: text === told ? breaksOff(told) : hidesMore(post, others),
        name: null,
        handle: (handleIn(link) || "").replace("@", ""),
        time: first(post, `a[href*="/post/${code}"] time`).dateTime,
        pictures: pictures(outOf(every(post, "picture img"), others).filter(large(150))),
        protected: false,
      };
    }],
    [/^tiktok\.com$/, /\/(?:video|photo)\/(\d+)/, (id) => {
      const texts = every(document, "[data-e2e=browse-video-desc], [data-e2e=video-desc]");
      const around = (e) => e.closest("article, [data-e2e=recommend-list-item-container]");
      const text = texts.length > 1
        ? texts.find((e) => first(around(e), `[id*="${id}"], a[href*="/${id}"]`)) : texts[0];
      const name = first((text && around(text)) || document, "[data-e2e=browser-nickname]");
      const told = linked(id);
      const said = text ? "" : (ofThisPost(id) && head("og:description")) || told.text;
      return {
        post: text, others: [],
        text: words(text) || said,
        cut: !text && breaksOff(said),
        name: name ? words(name).split(" · ")[0] : told.name,
        handle: path.split("/").find((part) => part.startsWith("@")),
        time: told.time,
        pictures: ofThisPost(id) && head("og:image") ? [{ url: head("og:image"), alt: null }] : [],
        protected: !!first(document, "[data-e2e=video-private], [data-e2e=friends-only]"),
      };
    }],
    [/^truthsocial\.com$/, /\/(?:posts|statuses|@[\w.]+)\/(\d+)/, (id) => {
      const posts = every(document, "[data-testid=status], [data-testid=detailed-status], [data-id], article");
      const outer = posts.filter((e) => !posts.some((o) => o !== e && inside(o, e)));
      const post = outer.find((e) => e.dataset.id === id) || meant(outer, `/${id}`);
      const others = every(post, "[data-testid=quoted-status], blockquote");
      const text = outOf(every(post, "[data-markup], [data-testid=status-content]"), others)[0];
      const handle = (path.match(/\/(@[\w.]+)/) || [])[1] || null;
      const name = handle && outOf(every(post, `a[href$="/${handle}"]`), others)
        .map((e) => words(e)).find((said) => said && !said.startsWith("@"));
      const said = !text && ofThisPost(id) ? head("og:description") : "";
      return {
        post, others,
        text: words(text) || said,
        cut: text ? hidesMore(post, others) || breaksOff(words(text)) : breaksOff(said),
        name: name || null,
        handle,
        time: (outOf(every(post, "time[datetime]"), others)[0] || {}).dateTime,
        pictures: pictures(outOf(every(post, "img"), others).filter(large(200))),
        protected: /status-(private|direct)/.test(post.className + every(post, "[class]").map((e) => e.getAttribute("class"))),
      };
    }],
    [/^linkedin\.com$/, /(?:activity|share|ugcPost)[:-](\d+)/, (id) => {
      const post = first(document, `[data-urn$=":${id}"]`)
        || meant(every(document, "article[data-id=main-feed-card], .feed-shared-update-v2"), id)
        || meant(every(document, "article"), id);
      if (!post) return null;
      const others = every(post, ".comments-comment-item, .comments-comments-list, .feed-shared-update-v2__update-content-wrapper, .comment");
      const name = first(post, ".update-components-actor__title span[aria-hidden=true]",
        ".update-components-actor__name", "[data-tracking-control-name=public_post_feed-actor-name]");
      const profile = first(post, "a.update-components-actor__meta-link",
        "[data-tracking-control-name=public_post_feed-actor-name]");
      const text = first(post, ".update-components-text",
        "[data-test-id=main-feed-activity-card__commentary]", ".attributed-text-segment-list__content");
      const told = linked(id);
      return {
        post, others,
        text: words(text, others, ".visually-hidden") || told.text,
        cut: text ? hidesMore(post, others) : breaksOff(told.text),
        name: words(name) || told.name,
        handle: profile ? new URL(profile.href, location.href).pathname.split("/")[2] : null,
        time: told.time,
        pictures: pictures(outOf(every(post, ".update-components-image img, ul[data-test-id=feed-images-content] img"), others)),
        protected: !!first(post, ".update-components-actor__sub-description [data-test-icon^=people], .update-components-actor__sub-description li-icon[type^=people]"),
      };
    }],
  ];

  // Any page: what is selected, else what the page says of itself for whoever links to it.
  function anyPage() {
    const chosen = String(getSelection()).trim();
    const told = linked("");
    const times = every(document, "time[datetime]");
    const time = head("article:published_time") || told.time || (times.length === 1 ? times[0].dateTime : "");
    const image = head("og:image");
    const text = chosen || told.text || head("og:description") || head("description");
    return {
      post: null, others: [], text,
      cut: breaksOff(text),
      name: told.name || head("author") || head("article:author") || head("og:site_name"),
      handle: null,
      time,
      pictures: /^https:/.test(image) ? [{ url: image, alt: head("og:image:alt") || null }] : [],
      protected: false,
    };
  }

  function markup(post, others) {
    if (!post) return null;
    others.forEach((e, i) => e.setAttribute("data-onrecord-other", i));
    // In a document without a window: a copy in this one would ask for its pictures again.
    const copy = document.implementation.createHTMLDocument("").importNode(post, true);
    others.forEach((e) => e.removeAttribute("data-onrecord-other"));
    const out = "[data-onrecord-other], script, style, form, input, textarea, select, button, iframe, template";
    copy.querySelectorAll(out).forEach((e) => e.remove());
    const html = copy.outerHTML;
    return html.length < 200000 && copy.querySelectorAll("*").length < 2500 ? html : null;
  }

  function read() {
    const reader = READERS.find(([site]) => site.test(host));
    const named = reader && (path + location.search).match(reader[1]);
    const found = reader ? named && reader[2](named[1]) : anyPage();
    if (!found || !(found.text || found.pictures.length)) return { problem: "no post" };
    const time = /(?:Z|[+-]\d\d:?\d\d)$/.test(found.time || "") ? found.time : null;
    if (found.protected) return { problem: "protected" };
    return { handed: {
      url: location.href.split("#")[0],
      text: found.text || null, name: found.name || null, handle: found.handle || null, time,
      pictures: found.pictures.slice(0, 20),
      html: markup(found.post, found.others),
      cut: !!(found.text && found.cut),
      whole: !!(found.whole && found.text && time),
    } };
  }

  let told;
  try { told = read(); } catch (error) { told = { problem: "no post" }; }
  const url = `${desk}?url=${encodeURIComponent(location.href.split("#")[0])}`;
  const message = { onrecord: 1, ...told };

  function hand(address) {
    const to = open(address, "onrecord-from-browser", "popup,width=560,height=820");
    if (!to) { alert("@BLOCKED@"); return; }
    const watch = setInterval(() => {
      // A page may cut off the windows that it opens (Cross-Origin-Opener-Policy). Pressed again,
      // the bookmark then copies the post, for the editor to paste.
      if (to.closed) { self[CUT_OFF] = true; clearInterval(watch); }
    }, 250);
    addEventListener("message", function answer(event) {
      if (event.origin !== origin || event.source !== to || event.data !== "onrecord: ready") return;
      clearInterval(watch);
      removeEventListener("message", answer);
      to.postMessage(message, origin);
    });
  }
  // Nothing is put into the page for it: what the browser would copy is said in its place.
  function copied() {
    const say = (event) => {
      event.clipboardData.setData("text/plain", JSON.stringify(message));
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener("copy", say, true);
    try { return document.execCommand("copy"); } finally { removeEventListener("copy", say, true); }
  }

  const CUT_OFF = Symbol.for("onrecord: cut off");
  hand(self[CUT_OFF] && copied() ? `${url}&copied=1` : url);
})();
