"use strict";
// Reads what was filled in, writes it as a reply in YAML, and hands it over as a download and as a text to copy.
// It sends nothing and keeps nothing in the browser.
{
  const main = document.querySelector("main");
  const part = (id) => document.getElementById(id);
  const skills = [...main.querySelectorAll("fieldset[data-skill]")];
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const file = `reply-${main.dataset.period}-${id.slice(0, 8)}.yaml`;
  let isUnsaved = false;

  const hex = (unit) => unit.charCodeAt(0).toString(16).padStart(4, "0");

  // Half a surrogate pair is no character, and no file can hold it: a stand-in says which it was.
  const whole = (text) => text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : `\u27e8U+${hex(found).toUpperCase()}\u27e9`);

  // A text in double quotes: what could end it, act on a terminal or get lost on the way is escaped.
  const quoted = (text) => `"${whole(text).replace(
    /[\u0000-\u001f"\\\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${hex(unit)}`)}"`;

  const chosen = (fieldset) => fieldset.querySelector("input[type=radio]:checked")?.value;

  // A comment, with its mark where it is for the collector alone.
  const comment = (indent, key, mark, field) => [
    `${indent}${key}: ${quoted(part(field).value)}`,
    ...(part(`only-${field}`)?.checked ? [`${indent}${mark}: true`] : []),
  ];

  const reply = () => {
    const { rubric, digest, period, for: person } = main.dataset;
    const relation = part("relation");
    const lines = [
      "schema: 1",
      "kind: reply",
      `id: ${quoted(id)}`,
      `rubric: ${quoted(rubric)}`,
      `digest: ${quoted(digest)}`,
      ...(person ? [`for: ${quoted(person)}`] : []),
      `period: ${period}`,
      `relation: ${(relation && chosen(relation)) ?? "null"}`,
      "skills:",
    ];
    for (const skill of skills) {
      lines.push(`  ${skill.dataset.skill}:`, `    rating: ${chosen(skill)}`);
      lines.push(...comment("    ", "saw", "collector_only", `saw-${skill.dataset.skill}`));
    }
    lines.push(...comment("", "keep", "keep_collector_only", "keep"));
    lines.push(...comment("", "change", "change_collector_only", "change"));
    return `${lines.join("\n")}\n`;
  };

  // Names what has no choice yet and goes to the first of it. Nothing is saved until all have one.
  const isComplete = () => {
    const fieldsets = [...main.querySelectorAll("fieldset")];
    const open = fieldsets.filter((fieldset) => chosen(fieldset) === undefined);
    for (const fieldset of fieldsets) fieldset.classList.toggle("open", open.includes(fieldset));
    const names = open.map((fieldset) => fieldset.dataset.name).join(", ");
    part("errors").textContent = open.length === 0 ? "" : `Not saved yet. Please choose a step, or \u201cCan\u2019t say\u201d, for: ${names}.`;
    open[0]?.querySelector("input").focus();
    return open.length === 0;
  };

  const download = (text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  part("save").addEventListener("click", () => {
    if (!isComplete()) return;
    const text = reply();
    part("file").textContent = file;
    part("result").value = text;
    part("saved").hidden = false;
    part("saved").focus();
    isUnsaved = false;
    download(text);
  });

  // Either way of copying may be refused where the other works.
  part("copy").addEventListener("click", async () => {
    part("result").select();
    let isCopied = document.execCommand("copy");
    try {
      await navigator.clipboard.writeText(part("result").value);
      isCopied = true;
    } catch {
      // The other way may have worked.
    }
    part("copied").textContent = isCopied ? "Copied." : "Copying isn\u2019t allowed here. The text is selected: press Ctrl-C, or \u2318C.";
  });

  main.addEventListener("input", ({ target }) => {
    isUnsaved = true;
    if (target.type === "radio") target.closest("fieldset").classList.remove("open");
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });

  part("no-script").hidden = true;
  part("save").hidden = false;
}
