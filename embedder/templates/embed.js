/* For sites that embed our frames; optional. Sets each frame's height to what its page tells,
   and asks for the language of the page around where a frame names none. */
(function (w, d, s) {
  if (!s || w.onrecordFrames) return;
  w.onrecordFrames = 1;
  var origin = new URL(s.src).origin, base = s.src.replace(/embed\.js.*$/, "");
  var known = "LANGUAGES", loading;
  function ours(frame) {
    return frame.src.indexOf(base) == 0 && /^[ep]\//.test(frame.src.slice(base.length));
  }
  function translate(frame) {
    var lang = d.documentElement.lang.slice(0, 2).toLowerCase(), src = frame.src;
    if (!ours(frame) || frame.onrecord || known.split(" ").indexOf(lang) < 0) return;
    frame.onrecord = 1;
    if (/[?&]lang=|\/~([^/]*\.)?(LANGUAGE_PATTERN)(\.|\/|$)/.test(src)) return;
    var url = new URL(src);
    url.searchParams.set("lang", lang);
    function go() { frame.src = url.href; }
    if (loading) frame.addEventListener("load", go, { once: true });
    else go();
  }
  function each(act) {
    [].forEach.call(d.querySelectorAll("iframe"), act);
  }
  w.addEventListener("message", function (event) {
    var data = event.data, height = data && data.onrecord == 1 && data.height;
    if (!(height > 0 && height < 20000)) return;
    each(function (frame) {
      if (frame.contentWindow != event.source || !ours(frame)) return;
      if (event.origin == origin || event.origin == "null" && frame.hasAttribute("sandbox"))
        frame.height = Math.ceil(height);
    });
  });
  function begin() {
    each(translate);
    loading = 1;
    new MutationObserver(function () { each(translate); }).observe(d, { childList: true, subtree: true });
  }
  /* Chromium leaves one in ten frames blank that are sent elsewhere while they first load. */
  if (d.readyState == "complete") begin();
  else w.addEventListener("load", begin);
})(window, document, document.currentScript);
