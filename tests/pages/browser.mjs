// Every exported page on a phone and a desk, in light and dark, and on paper: browser.mjs TOOLS CHROMIUM FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, executablePath, folder] = process.argv.slice(2);
const require = createRequire(join(tools, "/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const SIZES = { phone: { width: 320, height: 640 }, desk: { width: 1280, height: 900 } };
const SCHEMES = ["light", "dark"];

let findings = 0;
const found = (where, what) => {
  findings += 1;
  console.log(`${where}: ${what}`);
};

// The page as a person opens it: what it asks of the network, what the browser says of it, how wide it is.
async function open(browser, url, where, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await context.route(/.*/, (route) => (route.request().url() === url ? route.continue() : route.abort()));
  page.on("request", (request) => request.url() !== url && found(where, `asks for ${request.url()}`));
  page.on("console", (message) => found(where, `console: ${message.text()}`));
  page.on("pageerror", (error) => found(where, `error: ${error.message}`));
  await page.goto(url);
  const { wide, room, scripts, squeezed } = await page.evaluate(() => {
    document.querySelectorAll("details").forEach((details) => (details.open = true));
    const { scrollWidth: wide, clientWidth: room } = document.scrollingElement;
    const isSqueezed = (title) => title.offsetHeight > 60 && title.offsetWidth < 150;
    const squeezed = [...document.querySelectorAll("h4")].filter(isSqueezed).map((title) => title.textContent);
    return { wide, room, scripts: document.scripts.length, squeezed };
  });
  if (wide > room) found(where, `${wide} pixels wide, and there is room for ${room}`);
  for (const title of squeezed) found(where, `a title has no room: ${title}`);
  if (scripts > 0) found(where, `${scripts} scripts`);
  await context.close();
}

// The same page with axe in it, which a policy against scripts would rightly keep out.
async function accessible(browser, url, where, options) {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  if (passes.length === 0) found(where, "axe has checked nothing");
  for (const { id, help, nodes } of violations) {
    found(where, `${id}: ${help}; ${nodes.length} times, such as ${nodes[0].html.slice(0, 200)}`);
  }
  await context.close();
}

async function sheets(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  const paper = await page.pdf({ format: "A4", preferCSSPageSize: true });
  await page.close();
  return paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

// What is next, and the picture, are on the first screen of a desk.
async function begins(browser, url, where) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  const picture = await page.locator(".chart-row >> nth=1").boundingBox();
  if (picture.y + picture.height > 800) found(where, `the picture begins ${Math.round(picture.y)} pixels down`);
  await page.close();
}

const browser = await chromium.launch({ executablePath });
const pages = readdirSync(folder).filter((name) => name.endsWith(".html") && !name.endsWith("-plain.html"));
for (const name of pages) {
  const url = pathToFileURL(join(folder, name)).href;
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of SCHEMES) {
      const where = `${name}, ${size}, ${colorScheme}`;
      await open(browser, url, where, { viewport, colorScheme });
      await accessible(browser, url, where, { viewport, colorScheme });
    }
  }
  if (name === "quarter.html") await begins(browser, url, name);
  const count = await sheets(browser, url);
  console.log(`${name}: ${count} pages on paper`);
  // A quarter with every question answered is what somebody prints and reads.
  if (name === "quarter.html" && (count < 3 || count > 5)) found(name, "should be 3 to 5 pages on paper");
}
await browser.close();
if (pages.length === 0) found(folder, "there is no page");
console.log(`${pages.length} pages, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
