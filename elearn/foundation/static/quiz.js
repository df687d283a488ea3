// An attempt at a quiz: saves each answer as it is given, keeps here what cannot be sent, says plainly where each answer is,
// and counts the time down. Without this script every button of the page saves and goes on by itself.

import { openStore } from "./unsent.js";

const told = document.querySelector("[data-attempt]"); // of its attempt, and the words for what becomes of an answer
const form = document.querySelector("form[data-quiz]");
const handing = document.querySelector("form[data-hand-in]");
const clock = document.querySelector("[data-left]");
const announcement = document.querySelector("[data-announce]");
const LONGEST_PAUSE = 30_000;
const PATIENCE = 15_000;
// In these states the server needs an answer no more. In any other one it stays here, and the state's words say why.
const DONE = new Set(["saved", "stale", "late", "closed"]);

const here = Number(form?.elements.n.value); // the number of this page's question
let store = null;
let queue = []; // the answers that the server has not acknowledged, oldest first: { n, sequence, fields, at, place }
let sending = null; // the one that is under way
let stuck = ""; // why the last one has to be sent once more
let retry = 0;
let typing = 0;
let touched = false;
let counted = true; // whether the numbers of answers on the page hold
let pause = 1_000;
let leaving = false; // the next page may be on its way, made before the server had what is under way here
let onward = null; // what to do as soon as everything is saved

const ready = begin();
let chosen = ready;
ready.then(send);

if (form) {
  form.addEventListener("change", choose);
  form.addEventListener("input", type);
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return; // an old browser: the form itself saves and goes on
    event.preventDefault();
    const go = event.submitter.value;
    leave(() => location.assign(go === "overview" ? form.dataset.overview : `${form.action}?n=${go}`));
  });
}
handing?.addEventListener("submit", (event) => {
  event.preventDefault();
  leave(() => handing.submit());
});
told.querySelector("[data-line=rescue] button").addEventListener("click", saveFile);
for (const kind of ["online", "focus"]) {
  addEventListener(kind, () => { if (stuck || onward) send(); });
}
addEventListener("beforeunload", (event) => {
  leaving = true;
  setTimeout(() => { leaving = false; }, PATIENCE); // one has stayed
  if (typing || queue.some(({ place }) => !place)) event.preventDefault();
});

// What an earlier page of this attempt could not send is sent now; where it is newer than what the server has, it is shown.
async function begin() {
  store = await openStore(told.dataset.attempt, told.dataset.key);
  const found = await store?.kept().catch(() => null);
  if (!found) store = null;
  show("unkept", form && !store);
  if (!store) return;
  show("unopened", found.unopened);
  queue = found.answers;
  const mine = queue.filter(({ n }) => n === here).sort((one, other) => one.sequence - other.sequence).pop();
  if (!mine || mine.sequence < form.elements.sequence.value) return;
  form.elements.sequence.value = mine.sequence + 1;
  if (!touched) fill(mine.fields);
}

function choose() {
  clearTimeout(typing);
  typing = 0;
  touched = true;
  chosen = chosen.then(take);
}

function take() {
  const { n, sequence } = form.elements;
  const fields = [...new FormData(form)].filter(([name, value]) => name.startsWith("answer-") && value.trim());
  const answer = { n: here, sequence: Number(sequence.value), fields, at: Date.now() };
  sequence.value = answer.sequence + 1;
  const replaced = queue.filter((each) => each.n === here && each !== sending);
  queue = [...queue.filter((each) => !replaced.includes(each)), answer];
  answer.kept = store?.keep(answer, replaced);
  send();
}

// Words are saved when one stops typing for a moment, not with every letter.
function type(event) {
  if (!event.target.matches("input[type=text], textarea")) return;
  touched = true;
  clearTimeout(typing);
  typing = setTimeout(choose, 1_000);
}

function fill(fields) {
  for (const field of form.elements) {
    if (!field.name.startsWith("answer-")) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

// One request at a time; while there is no answer from the server, again after a pause that grows.
async function send() {
  if (sending) return;
  clearTimeout(retry);
  if (!queue.length) return goOn();
  sending = queue[0];
  if (sending.n === here && !stuck) say("saving");
  const answer = sending;
  const outcome = await deliver(answer);
  stuck = outcome.again ?? "";
  if (stuck) await Promise.all(queue.map(({ kept }) => kept));
  sending = null;
  if (stuck) again();
  else settle(answer, outcome);
  showWhere();
  if (!stuck) send();
}

function again() {
  const mine = queue.filter(({ n }) => n === here).pop();
  if (mine) say(stuck + (mine.place ? "Here" : "Page"), timeOf(mine.at));
  else if (onward) say("unreachable");
  wait();
}

function wait() {
  clearTimeout(retry);
  retry = setTimeout(send, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

// The server has said what becomes of an answer, and it is said here, unless a later one to the same question is under way.
function settle(answer, { state, at }) {
  pause = 1_000;
  queue = queue.filter((each) => each !== answer);
  if (DONE.has(state) && !leaving) store?.drop(answer); // else the next page sends it again, and counts it
  if (state === "saved") mark(answer);
  if (queue.some(({ n }) => n === answer.n)) return;
  if (answer.n === here) return say(state, at);
  const line = document.createElement("p");
  line.textContent = told.dataset.question.replace("{number}", answer.n).replace("{words}", words(state, at));
  told.querySelector("[data-told]").append(line);
}

// What the server says of the answer, or { again: why it has to be sent once more }.
async function deliver(answer) {
  const { n, sequence, fields } = answer;
  try {
    const response = await patiently(told.dataset.save, {
      method: "POST",
      body: JSON.stringify({ n, sequence, fields }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      redirect: "manual", // to the sign-in page
    });
    if (response.type === "opaqueredirect") return { again: "signedOut" };
    if (response.status === 400) return (await refusal()) ?? (await deliver(answer));
    if (response.status >= 500 || response.status === 429) return { again: "offline" };
    if (!response.ok) return { state: "refused" };
    const outcome = await response.json();
    setClock(outcome.left);
    return outcome;
  } catch {
    return { again: "offline" };
  }
}

// A server that says nothing for so long, or stops in the middle, is as good as none.
function patiently(address, options) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE);
  return fetch(address, { ...options, signal: patience.signal });
}

function token() {
  return document.querySelector("[name=csrf_token]").value;
}

// Signing in again, in another tab, makes this page's token void: any fresh page holds the one that is good now. Null when
// it is found, else why there is none.
async function refusal() {
  const page = await fresh();
  if (page.body.dataset.person !== document.body.dataset.person) return { again: "signedOut" };
  const good = page.querySelector("[name=csrf_token]").value;
  if (good === token()) return { state: "refused" };
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = good;
  return null;
}

async function fresh() {
  const page = await patiently(location.href);
  return new DOMParser().parseFromString(await page.text(), "text/html");
}

function leave(go) {
  if (typing) choose();
  onward = go;
  chosen.then(send);
}

// To another page as soon as everything is saved and the server answers: the browser's own error page has no way back.
async function goOn() {
  if (!counted) await recount();
  if (!onward) return;
  const go = onward;
  try {
    await patiently(document.body.dataset.seen, { redirect: "manual" });
    if (!queue.length) go();
  } catch {
    say("unreachable");
    wait();
  }
}

function words(state, at = "") {
  return (told.dataset[state] ?? told.dataset.refused).replace("{time}", at);
}

function say(state, at) {
  const line = document.querySelector(".saved");
  line.textContent = words(state, at);
  line.dataset.state = state;
}

function show(name, shown) {
  told.querySelector(`[data-line=${name}]`).hidden = !shown;
}

// The time on this computer's clock, as the server's answers give theirs.
function timeOf(moment) {
  return new Date(moment).toTimeString().slice(0, 5);
}

// Which answers are on this computer only, what can be done about it, and that they are not forgotten.
function showWhere() {
  const waiting = stuck ? [...new Set(queue.filter(({ place }) => place).map(({ n }) => n))] : [];
  told.querySelector("[data-waiting]").textContent = waiting.sort((one, other) => one - other).join(", ");
  show("waiting", waiting.some((n) => n !== here));
  show("rescue", waiting.length);
  show("signed-out", stuck === "signedOut");
  for (const place of document.querySelectorAll(".map [data-n]")) {
    const { n } = place.dataset;
    place.firstChild.data = waiting.includes(Number(n)) ? `${n}↑` : n;
  }
}

async function saveFile() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await store.file(queue));
  link.download = `elearn-rescue-${told.dataset.attempt.slice(-8)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}

function mark({ n, fields }) {
  const place = form?.querySelector(`.map [data-n="${n}"]`);
  if (!place) {
    counted = false;
    return;
  }
  place.classList.toggle("has", fields.length > 0);
  place.querySelector(".visually-hidden")?.remove();
  if (fields.length) {
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.textContent = `, ${place.dataset.answered}`;
    place.append(spoken);
  }
  const count = form.querySelectorAll(".map .has").length;
  const counter = document.querySelector("[data-count]");
  counter.querySelector("p").textContent = counter.dataset.count.replace("{done}", count);
  counter.querySelector("progress").value = (100 * count) / form.querySelectorAll(".map [data-n]").length;
}

// The page before handing in says how many questions have no answer: the server says it anew.
async function recount() {
  counted = true;
  const numbers = document.querySelector("[data-numbers]");
  if (!numbers) return;
  try {
    numbers.replaceWith((await fresh()).querySelector("[data-numbers]"));
  } catch {
    counted = false;
  }
}

// The end by the browser's steady clock: one that is put right meanwhile must not take or give time. The server decides.
let end = 0;

function setClock(seconds) {
  end = performance.now() + seconds * 1_000;
}

function tick() {
  const left = Math.max(0, Math.ceil((end - performance.now()) / 1_000));
  clock.querySelector("span").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.classList.toggle("due", left <= 300);
  if (left > 290 && left <= 300 && !announcement.textContent) announcement.textContent = clock.dataset.soon;
  if (left > 0) return;
  clearInterval(ticking);
  if (form) leave(() => location.assign(form.dataset.overview));
  else location.reload();
}

let ticking = 0;
if (clock && Number(clock.dataset.left) > 0) {
  setClock(Number(clock.dataset.left));
  ticking = setInterval(tick, 500);
}
