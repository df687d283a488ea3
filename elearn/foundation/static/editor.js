// The editor of modules: saves while one types, shows the file as officers will see it, marks what is to be put right.
// Without it the page is a form with the buttons Save and Preview.

const form = document.querySelector("#editor");
const text = form.elements.text;
const shown = document.querySelector("#shown");
const state = document.querySelector(".editor .saved");
const told = form.querySelector("[data-told]");
const gutter = form.querySelector(".gutter");
const dialog = form.querySelector("dialog");

let savedText = state.dataset.state === "saved" ? text.value : null;
let stopped = false;
let saving = null;
let previewing = null;
const timers = {};

function later(name, milliseconds, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, milliseconds);
}

function say(name) {
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  state.dataset.state = name;
  state.textContent = state.dataset[name].replace("{time}", time);
}

function tell(words) {
  told.textContent = words;
  told.hidden = !words;
}

function send(address, body) {
  body.set("csrf_token", form.elements.csrf_token.value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
}

// Saving: one request at a time; what is typed meanwhile is saved after it.
async function save() {
  if (stopped || text.value === savedText) return;
  if (saving) { later("save", 500, save); return; }
  const sent = text.value;
  const body = new URLSearchParams({ text: sent, version: form.elements.version.value });
  say("saving");
  try {
    saving = send(form.action, body);
    const answer = await saving;
    if (answer.type === "opaqueredirect") { say("away"); later("save", 10_000, save); return; }
    const found = await answer.json();
    if (found.state === "saved") {
      form.elements.version.value = found.version;
      savedText = sent;
      say(text.value === sent ? "saved" : "unsaved");
    } else if (found.state === "conflict") {
      stopped = true;
      say("conflict");
    } else {
      say("unsaved");
      tell(found.words ?? "");
    }
  } catch {
    say("failed");
    later("save", 10_000, save);
  } finally {
    saving = null;
  }
}

// The preview: the newest text wins, whichever answer comes first.
async function preview() {
  previewing?.abort();
  previewing = new AbortController();
  const body = new URLSearchParams({ text: text.value, csrf_token: form.elements.csrf_token.value });
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body, redirect: "manual", signal: previewing.signal });
    if (!answer.ok) return;
    const place = shown.scrollTop;
    shown.innerHTML = await answer.text();
    shown.scrollTop = place;
    mark();
  } catch { /* a newer one is under way, or there is no connection: the state of saving says so */ }
}

function changed() {
  if (!stopped) say("unsaved");
  later("save", 1_500, save);
  later("preview", 500, preview);
}

text.addEventListener("input", changed);
addEventListener("beforeunload", (event) => { if (text.value !== savedText && !leaving) event.preventDefault(); });
let leaving = false;
form.addEventListener("submit", () => { leaving = true; clearTimeout(timers.save); });

// Putting text in so that Ctrl+Z takes it back.
function insert(words, start = text.selectionStart, end = text.selectionEnd) {
  text.focus();
  text.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, start, end, "end");
    text.dispatchEvent(new Event("input"));
  }
}

function press(button) {
  const { before, after } = button.dataset;
  const { selectionStart: start, selectionEnd: end, value } = text;
  const opening = before.startsWith("\n") && (start === 0 || value[start - 1] === "\n") ? before.slice(1) : before;
  insert(opening + value.slice(start, end) + after);
  if (after) text.setSelectionRange(start + opening.length, end + opening.length);
}

const tools = form.querySelector(".tools");
tools.hidden = false;
tools.addEventListener("click", (event) => {
  const button = event.target.closest("[data-before]");
  if (button) press(button);
});
text.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.key === "s") { event.preventDefault(); save(); return; }
  const tool = tools.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!tool) return;
  event.preventDefault();
  if (tool.dataset.before === undefined) tool.click(); else press(tool);
});

// Lines: where they begin, and how far down they stand when long ones are folded.
const starts = (line) => text.value.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);

function go(line) {
  const start = starts(line);
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
  text.scrollTop = Math.max(0, heights([line])[0] - text.clientHeight / 3);
}

function heights(lines) {
  const mirror = document.createElement("div");
  const style = getComputedStyle(text);
  for (const name of ["font", "lineHeight", "paddingBlock", "paddingInline", "tabSize", "direction", "letterSpacing"]) mirror.style[name] = style[name];
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", inlineSize: `${text.clientWidth}px` });
  const rows = text.value.split("\n").map((words) => {
    const row = document.createElement("div");
    row.textContent = words || "\u200b";
    return row;
  });
  mirror.append(...rows);
  form.append(mirror);
  const found = lines.map((line) => rows[Math.min(line, rows.length) - 1].offsetTop);
  mirror.remove();
  return found;
}

// The marks beside the lines.
let marks = [];
function mark() {
  const lines = [...new Set([...shown.querySelectorAll("[data-line]")].map((each) => Number(each.dataset.line)))];
  const tops = lines.length ? heights(lines) : [];
  marks = lines.map((line, number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.textContent = "!";
    button.title = shown.querySelector(`[data-line="${line}"] span`).textContent;
    button.addEventListener("click", () => go(line));
    return { button, top: tops[number] };
  });
  gutter.replaceChildren(...marks.map((each) => each.button));
  scrolled();
}
function scrolled() {
  for (const { button, top } of marks) button.style.insetBlockStart = `${top - text.scrollTop}px`;
}
text.addEventListener("scroll", scrolled, { passive: true });
addEventListener("resize", () => later("mark", 200, mark));

shown.addEventListener("click", (event) => {
  const link = event.target.closest(".complaints a");
  const fix = event.target.closest("[data-becomes]");
  if (link) { event.preventDefault(); go(Number(link.closest("[data-line]").dataset.line)); }
  if (fix) {
    event.preventDefault();
    const line = Number(fix.closest("[data-line]").dataset.line);
    const start = starts(line);
    const end = text.value.indexOf("\n", start);
    insert(fix.dataset.becomes, start, end < 0 ? text.value.length : end);
  }
});

// Pictures and documents.
function asked() {
  const input = dialog.querySelector("input");
  input.value = "";
  dialog.showModal();
  return new Promise((done) => {
    const close = (event) => {
      const button = event.target.closest("button");
      const enter = event.type === "keydown" && event.key === "Enter";
      if (event.type === "keydown" ? !enter : !button) return;
      event.preventDefault();
      if ((enter || button.value) && !input.value.trim()) { input.focus(); return; }
      dialog.close(enter || button.value ? input.value : "");
    };
    dialog.onclick = close;
    dialog.onkeydown = close;
    dialog.onclose = () => done(dialog.returnValue);
    dialog.oncancel = () => { dialog.returnValue = ""; };
  });
}

async function upload(address, parts) {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.set(name, value);
  try {
    const answer = await send(address, body);
    const found = await answer.json();
    const lost = (found.lost ?? []).map(([words, count]) => `${words} (${count})`);
    tell(found.words || (lost.length ? [form.dataset.lost, ...lost].join(" ") : ""));
    return found.markdown;
  } catch {
    tell(state.dataset.failed);
    return "";
  }
}

// Never into the front matter: where nobody has put the cursor below it, at the end.
function insertBelow(words) {
  const body = text.value.indexOf("\n---\n", 3);
  const place = text.selectionStart > body ? text.selectionStart : text.value.length;
  insert(words, place, Math.max(place, text.selectionEnd));
}

async function bring(file) {
  if (/\.docx$/i.test(file.name)) {
    const markdown = await upload(form.dataset.document, { file });
    if (markdown) insertBelow(markdown);
    return;
  }
  const shows = await asked();
  const markdown = shows && await upload(form.dataset.media, { file, shows });
  if (markdown) { insertBelow(`\n\n${markdown}\n`); later("preview", 0, preview); }
}

for (const input of tools.querySelectorAll("[type=file]")) {
  input.addEventListener("change", () => { if (input.files[0]) bring(input.files[0]); input.value = ""; });
}
const paper = form.querySelector(".paper");
paper.addEventListener("dragover", (event) => { event.preventDefault(); paper.classList.add("over"); });
paper.addEventListener("dragleave", () => paper.classList.remove("over"));
paper.addEventListener("drop", (event) => {
  paper.classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (!file) return;
  event.preventDefault();
  bring(file);
});
text.addEventListener("paste", async (event) => {
  const [file] = event.clipboardData.files;
  const html = event.clipboardData.getData("text/html");
  // What was copied from this text comes back as text; what a word processor copies has its own marks.
  if (file && !html) { event.preventDefault(); bring(file); return; }
  if (!/<(?:p|h[1-6]|li|table|b|strong|i|em)[ >]/i.test(html)) return;
  event.preventDefault();
  const markdown = await upload(form.dataset.document, { html });
  insert(markdown || event.clipboardData.getData("text/plain"));
});

// From the list of all complaints one comes to a line.
const wanted = /^#line-(\d+)$/.exec(location.hash);
mark();
if (wanted) go(Number(wanted[1]));
if (savedText === null) changed();
