// What Zotero makes of pages and files:
//   node read.js OUT < {"NAME": {"url": "…", "page": "…", "files": {"KIND": "…"}}}
// OUT gets {"NAME": {"page": [[TRANSLATOR, [ITEM, …]], …], "files": {"KIND": [ITEM, …]}}}: of a page,
// what each translator that claims it would save, the one that Zotero's button stands for first.
// Standard output is Zotero's own log.
const fs = require("fs");
const { JSDOM } = require("jsdom");
const xpath = require("wicked-good-xpath");
const { referenceImport } = require("zotero-translators");

const { Translate, Utilities } = global.Zotero;

function documentOf(url, page) {
  const { window } = new JSDOM(page, { url });
  xpath.install(window, true);
  return window.document;
}

async function saved(document) {
  const detect = new Translate.Web();
  detect.setDocument(document);
  const found = [];
  for (const translator of await detect.getTranslators(true)) {
    const save = new Translate.Web();
    save.setDocument(document);
    save.setTranslator(translator);
    const items = await save.translate({ libraryID: false });
    found.push([translator.label, items.flatMap((item) => Utilities.itemToAPIJSON(item))]);
  }
  return found;
}

async function main() {
  const read = {};
  for (const [name, { url, page, files }] of Object.entries(JSON.parse(fs.readFileSync(0, "utf8")))) {
    read[name] = { page: await saved(documentOf(url, page)), files: {} };
    for (const [kind, text] of Object.entries(files)) {
      read[name].files[kind] = await referenceImport(text);
    }
  }
  fs.writeFileSync(process.argv[2], JSON.stringify(read));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
