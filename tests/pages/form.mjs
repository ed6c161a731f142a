// The form for others in a browser: form.mjs TOOLS CHROMIUM FOLDER EMKIT. Filled in from a file by keyboard and mouse, on a phone
// and a desk, straight and through a collector; emkit reads back exactly what was typed.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, executablePath, folder, emkit] = process.argv.slice(2);
const require = createRequire(join(tools, "/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let findings = 0;
const found = (where, what) => {
  findings += 1;
  console.log(`${where}: ${what}`);
};
const same = (where, what, is, should) => is === should || found(where, `${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
const run = (...args) => execFileSync(emkit, ["--quiet", ...args], { encoding: "utf8" });

// What people type, and what they paste without looking.
const TEXTS = [
  "Moved billing in six weeks:\n\n- no rollback\n- \"on time\", 100 % \\o/",
  "Größe, café, cafe\u0301 שלום עולם 日本語 👩‍💻 ❤️‍🔥",
  "---\nkind: combined\n# a comment\n&anchor *alias !tag {a: b} [c]: |",
  "\u0000\u0007\u001b[31m\u007f\u0085\u009b \u2028\u2029 \u202eevil\u2066 \ufeff\ufffe\uffff",
  "</textarea></script><script>alert(1)</script><!-- ' \" & ` ${x} {{ y }}",
  "[reply ABCD starts here]\nRATING execution [5]\n[reply ABCD ends here]",
  "  spaces at both ends  ",
  "yes", "no", "~", "null", "0x1F",
  "x".repeat(40_000),
];
// Half a surrogate pair is no character: what was typed before and after it stays, and its place is told.
const HALF = ["before \ud83d after \udc4d", "before ⟨U+D83D⟩ after ⟨U+DC4D⟩"];

const browser = await chromium.launch({ executablePath });
const forms = readdirSync(folder).filter((name) => name.endsWith(".form.html"));
for (const name of forms) {
  const url = pathToFileURL(join(folder, name)).href;
  const isCollected = name.startsWith("collector");
  for (const [size, viewport] of Object.entries({ phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } })) {
    for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
      const where = `${name}, ${size}, ${Object.values(media)}`;
      const context = await browser.newContext({ viewport, ...media, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(url);
      await page.evaluate(() => document.querySelectorAll("[hidden]").forEach((part) => (part.hidden = false)));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      for (const { id, nodes } of violations) found(where, `${id}: ${nodes[0].html.slice(0, 200)}`);
      const [wide, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
      if (wide > room) found(where, `${wide} pixels wide, and there is room for ${room}`);
      await context.close();
    }
    await filled(name, url, viewport, size, isCollected);
  }
  await without(url, name);
}

async function opened(url, where, options) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on("request", (request) => request.url() !== url && !request.url().startsWith("blob:") && found(where, `asks for ${request.url()}`));
  page.on("console", (message) => found(where, `console: ${message.text()}`));
  page.on("pageerror", (error) => found(where, `error: ${error.message}`));
  await page.goto(url);
  return [context, page];
}

async function filled(name, url, viewport, size, isCollected) {
  const where = `${name}, ${size}, filled in`;
  const [context, page] = await opened(url, where, { viewport });
  await page.getByRole("button", { name: /^Save / }).click();
  const said = await page.getByRole("alert").textContent();
  if (!said.includes("Execution")) found(where, `an open question is not named: ${said}`);
  same(where, "what has the focus", await page.evaluate(() => document.activeElement.type), "radio");
  const missing = page.locator(".missing:visible");
  const open = await page.locator("fieldset").count();
  same(where, "how many are marked", await missing.count(), open);
  const marked = await missing.first().boundingBox();
  same(where, "the mark is on the screen", marked.y >= 0 && marked.y < viewport.height, true);
  await page.locator("fieldset input[type=radio]").first().check();
  same(where, "how many are marked after a choice", await missing.count(), open - 1);

  if (isCollected) await page.locator("input[name=relation][value=peer]").check();
  const skills = await page.locator("fieldset[data-skill]").evaluateAll((all) => all.map((one) => one.dataset.skill));
  const typed = {};
  const texts = [...TEXTS, HALF[0]];
  const put = (id, text) => page.locator(`#${id}`).evaluate((field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  for (const [index, skill] of skills.entries()) {
    const rating = [null, 1, 2, 3, 4, 5][index % 6];
    await page.locator(`input[name="rating-${skill}"][value="${rating}"]`).focus();
    await page.keyboard.press("Space");
    typed[skill] = { rating, saw: texts[index % texts.length] };
    await put(`saw-${skill}`, typed[skill].saw);
  }
  const [keep, change] = [texts[skills.length % texts.length], size === "phone" ? HALF[0] : TEXTS.at(-1)];
  await put("keep", keep);
  await put("change", change);
  if (isCollected) await page.locator("#only-keep").check();

  let isWarned = false;
  page.once("dialog", async (dialog) => {
    isWarned = dialog.type() === "beforeunload";
    await dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await page.waitForTimeout(300);
  if (!isWarned) found(where, "leaves without a word before saving");

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Save / }).click()]);
  same(where, "the file's name", /^reply-2026-Q4-[0-9a-f]{8}\.yaml$/.test(download.suggestedFilename()), true);
  const file = join(folder, `${name}-${size}.yaml`);
  await download.saveAs(file);
  const saved = readFileSync(file, "utf8");
  same(where, "the text to copy", await page.locator("#result").inputValue(), saved);
  same(where, "storage", await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.waitForFunction(() => document.querySelector("#copied").textContent !== "");

  const home = join(folder, `${name}-${size}-home`);
  mkdirSync(home, { mode: 0o700 });
  run("--home", home, "feedback", "add", file, "--relation", "peer", "--date", "2026-11-20");
  const read = JSON.parse(run("--home", home, "compare", "2026-Q4", "--format", "json"));
  const as = (text) => (text === HALF[0] ? HALF[1] : text).replaceAll("\r\n", "\n").replaceAll("\r", "\n").trim();
  for (const skill of skills) {
    const { others, texts } = read.skills.find(({ id }) => id === skill);
    same(where, `rating of ${skill}`, others.peer?.mean ?? null, typed[skill].rating);
    same(where, `text of ${skill}`, texts[0] ?? "", as(typed[skill].saw));
  }
  same(where, "keep", read.keep[0] ?? "", isCollected ? "" : as(keep));
  same(where, "change", read.change[0] ?? "", as(change));
  await context.close();
}

// A preview without scripts still reads well, and says what to do.
async function without(url, name) {
  const where = `${name}, without scripts`;
  const [context, page] = await opened(url, where, { javaScriptEnabled: false });
  same(where, "the way out", await page.locator("#no-script").isVisible(), true);
  same(where, "a button that can't work", await page.getByRole("button", { name: /^Save / }).isVisible(), false);
  await context.close();
}

await browser.close();
if (forms.length === 0) found(folder, "there is no form");
console.log(`${forms.length} forms, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
