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

  const first = (root, ...selectors) => {
    for (const selector of selectors) {
      const found = root && root.querySelector(selector);
      if (found) return found;
    }
    return null;
  };
  const every = (root, selector) => (root ? [...root.querySelectorAll(selector)] : []);
  // A page that shows one post after another without loading keeps what its head said of the first.
  const head = (name) => {
    const tag = document.querySelector(`meta[property="${name}"], meta[name="${name}"]`);
    return tag ? tag.content.trim() : "";
  };
  const ofThisPost = (mark) => !mark || !head("og:url") || head("og:url").includes(mark);
  const outOf = (elements, others) => elements.filter((e) => !others.some((o) => o.contains(e)));
  const handleIn = (link) => link && new URL(link.href, location.href).pathname.split("/")[1];

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
      const look = getComputedStyle(node);
      if (look.display === "none" || look.visibility === "hidden") return;
      const block = !/^(inline|contents)/.test(look.display);
      if (block) newLine();
      node.childNodes.forEach((child) => walk(child, /^(pre|break-spaces)/.test(look.whiteSpace)));
      if (block) newLine();
    };
    if (root) walk(root, false);
    return said.replace(/[^\S\n]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  }
  const pictures = (elements) => {
    const found = new Map();
    for (const image of elements) {
      const url = image.currentSrc || image.src;
      if (/^https:/.test(url) && !found.has(url)) found.set(url, { url, alt: image.alt || null });
    }
    return [...found.values()];
  };
  const large = (min) => (image) => (image.naturalWidth || image.width) >= min;

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
        whole: !more && !beside && !others.length,
      };
    }],
    [/^instagram\.com$/, /\/(?:p|reel|tv)\/([\w-]+)/, (code) => {
      const post = first(document, 'div[role="dialog"] article', "main article", "main");
      if (!post) return null;
      const mine = ofThisPost(code);
      const title = mine ? head("og:title").match(/[:：]\s*["“«]([\s\S]*)["”»]\s*$/) : null;
      const named = mine ? new URL(head("og:url") || location.href).pathname.split("/") : [];
      const handle = handleIn(first(post, 'header a[href^="/"]')) || (named[2] === "p" ? named[1] : null);
      return {
        post, others: every(post, "ul ul, ul li + li"),
        text: words(first(post, "h1")) || (title ? title[1] : ""),
        name: null,
        handle,
        time: (first(post, `a[href*="/${code}"] time[datetime]`, "time[datetime]") || {}).dateTime,
        pictures: pictures(every(post, "img[src]").filter(large(300))),
        protected: [...document.scripts].some((s) => handle && s.type === "application/json"
          && new RegExp(`"username":"${handle}"[^{}]*"is_private":true|"is_private":true[^{}]*"username":"${handle}"`).test(s.textContent)),
      };
    }],
    [/^(?:.+\.)?facebook\.com$/, /\/(?:posts|videos|reel|photo|permalink|story|watch|groups)|fbid=|story_fbid=/, () => {
      const root = first(document, 'div[role="dialog"] [role="article"]', '[role="main"]') || document.body;
      const post = first(root, '[role="article"]:not([aria-label])', "[data-pagelet^=FeedUnit]") || root;
      const others = every(post, '[role="article"]');
      const audience = outOf(every(post, "[aria-label], svg title"), others)
        .map((e) => e.getAttribute("aria-label") || e.textContent || "")
        .find((label) => /^(shared with|compartido con)/i.test(label));
      const name = first(post, "[data-ad-rendering-role=profile_name] a", "h2 a", "h3 a");
      return {
        post, others,
        text: words(first(post, "[data-ad-comet-preview=message]", "[data-ad-preview=message]"), others)
          || head("og:description"),
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
      return {
        post, others,
        text: (ofThisPost(code) && head("og:description")) || spans.map((e) => words(e)).filter(Boolean).join("\n"),
        name: null,
        handle: (handleIn(link) || "").replace("@", ""),
        time: first(post, `a[href*="/post/${code}"] time`).dateTime,
        pictures: pictures(outOf(every(post, "picture img"), others).filter(large(150))),
        protected: false,
      };
    }],
    [/^tiktok\.com$/, /\/(?:video|photo)\/(\d+)/, (id) => {
      const text = first(document, "[data-e2e=browse-video-desc]", "[data-e2e=video-desc]");
      const name = first(document, "[data-e2e=browser-nickname]");
      return {
        post: text, others: [],
        text: words(text) || (ofThisPost(id) ? head("og:description") : ""),
        name: name ? words(name).split(" · ")[0] : null,
        handle: path.split("/").find((part) => part.startsWith("@")),
        time: null,
        pictures: ofThisPost(id) && head("og:image") ? [{ url: head("og:image"), alt: null }] : [],
        protected: !!first(document, "[data-e2e=video-private], [data-e2e=friends-only]"),
      };
    }],
    [/^linkedin\.com$/, /(?:activity|share|ugcPost)[:-](\d+)/, (id) => {
      const post = first(document, `[data-urn$=":${id}"]`, "article[data-id=main-feed-card]",
        ".feed-shared-update-v2", "article");
      if (!post) return null;
      const others = every(post, ".comments-comment-item, .comments-comments-list, .feed-shared-update-v2__update-content-wrapper, .comment");
      const name = first(post, ".update-components-actor__title span[aria-hidden=true]",
        ".update-components-actor__name", "[data-tracking-control-name=public_post_feed-actor-name]");
      const profile = first(post, "a.update-components-actor__meta-link",
        "[data-tracking-control-name=public_post_feed-actor-name]");
      return {
        post, others,
        text: words(first(post, ".update-components-text", "[data-test-id=main-feed-activity-card__commentary]",
          ".attributed-text-segment-list__content"), [], ".visually-hidden"),
        name: words(name),
        handle: profile ? new URL(profile.href, location.href).pathname.split("/")[2] : null,
        time: null,
        pictures: pictures(outOf(every(post, ".update-components-image img, ul[data-test-id=feed-images-content] img"), others)),
        protected: !!first(post, ".update-components-actor__sub-description [data-test-icon^=people], .update-components-actor__sub-description li-icon[type^=people]"),
      };
    }],
  ];

  // Any page: what is selected, else what the page says of itself for whoever links to it.
  function anyPage() {
    const chosen = String(getSelection()).trim();
    const time = head("article:published_time") || (first(document, "time[datetime]") || {}).dateTime || "";
    const image = head("og:image");
    return {
      post: null, others: [],
      text: chosen || head("og:description") || head("description"),
      name: head("author") || head("article:author") || head("og:site_name"),
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
      whole: !!(found.whole && found.text && time),
    } };
  }

  let told;
  try { told = read(); } catch (error) { told = { problem: "no post" }; }
  const to = open(`${desk}?url=${encodeURIComponent(location.href.split("#")[0])}`, "onrecord-from-browser",
    "popup,width=560,height=820");
  if (!to) { alert("@BLOCKED@"); return; }
  addEventListener("message", function answer(event) {
    if (event.origin !== origin || event.source !== to || event.data !== "onrecord: ready") return;
    removeEventListener("message", answer);
    to.postMessage({ onrecord: 1, ...told }, origin);
  });
})();
