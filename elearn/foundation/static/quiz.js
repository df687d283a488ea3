// An attempt at a quiz: saves each choice as it is made, says plainly what has reached the server, counts the time down.
// Without this script every button of the page saves and goes on by itself.

const form = document.querySelector("form[data-quiz]");
const clock = document.querySelector("[data-left]");
const announcement = document.querySelector("[data-announce]");
const LONGEST_PAUSE = 30_000;
const PATIENCE = 15_000;

let unsaved = null; // the choice that the server has not acknowledged yet
let sending = false;
let retry = 0;
let typing = 0;
let pause = 1_000;
let destination = null; // where to go as soon as everything is saved

if (form) {
  form.addEventListener("change", choose);
  form.addEventListener("input", type);
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return; // an old browser: the form itself saves and goes on
    event.preventDefault();
    const go = event.submitter.value;
    leave(go === "overview" ? form.dataset.overview : `${form.action}?n=${go}`);
  });
  addEventListener("online", () => (unsaved ? send() : destination && leave(destination)));
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

function choose() {
  clearTimeout(typing);
  const { n, sequence } = form.elements;
  const fields = [...new FormData(form)].filter(([name, value]) => name.startsWith("answer-") && value.trim());
  unsaved = { n: Number(n.value), sequence: Number(sequence.value), fields };
  sequence.value = unsaved.sequence + 1;
  send();
}

// Words are saved when one stops typing for a moment, not with every letter.
function type(event) {
  if (!event.target.matches("input[type=text], textarea")) return;
  clearTimeout(typing);
  typing = setTimeout(choose, 1_000);
}

// One request at a time; while there is no answer from the server, again after a pause that grows.
async function send() {
  if (sending || !unsaved) return;
  clearTimeout(retry);
  sending = true;
  const sent = unsaved;
  say("saving");
  const outcome = await deliver(sent);
  sending = false;
  if (outcome.again) {
    say(outcome.again);
    retry = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    return;
  }
  pause = 1_000;
  if (unsaved !== sent && outcome.state === "saved") return send(); // another choice was made meanwhile
  unsaved = null;
  say(outcome.state, outcome.at);
  if (outcome.state === "saved") mark(sent.fields.length > 0);
  if (destination) location.assign(destination);
}

// What the server says of the choice, or { again: why it has to be sent once more }.
async function deliver(choice) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: JSON.stringify(choice),
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      redirect: "manual", // to the sign-in page
      signal: patience.signal,
    });
    if (response.type === "opaqueredirect") return { again: "signedOut" };
    if (response.status === 400) return await renewed();
    if (response.status >= 500 || response.status === 429) return { again: "unsaved" };
    if (!response.ok) return { state: "refused" };
    const answer = await response.json();
    setClock(answer.left);
    return answer;
  } catch {
    return { again: "unsaved" };
  } finally {
    clearTimeout(timer);
  }
}

// Signing in again, in another tab, makes this page's token void: any fresh page holds the one that is good now.
async function renewed() {
  const fresh = await fetch(location.href);
  if (fresh.redirected) return { again: "signedOut" };
  const page = new DOMParser().parseFromString(await fresh.text(), "text/html");
  const token = page.querySelector("[name=csrf_token]")?.value;
  if (!token || token === form.elements.csrf_token.value) return { state: "refused" };
  form.elements.csrf_token.value = token;
  return { again: "unsaved" };
}

// To another page as soon as everything is saved and the server answers: the browser's own error page has no way back.
async function leave(address) {
  destination = address;
  if (unsaved) return;
  try {
    await fetch(document.body.dataset.seen, { redirect: "manual" });
    location.assign(address);
  } catch {
    say("unreachable");
    clearTimeout(retry);
    retry = setTimeout(() => leave(destination), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

function say(state, at = "") {
  const line = form.querySelector("[role=status]");
  line.textContent = line.dataset[state].replace("{time}", at);
  line.dataset.state = state;
}

function mark(answered) {
  const place = form.querySelector(".map [aria-current]");
  place.classList.toggle("has", answered);
  place.querySelector(".visually-hidden")?.remove();
  if (!answered) return;
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = `, ${place.dataset.answered}`;
  place.append(words);
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
  if (form) leave(form.dataset.overview);
  else location.reload();
}

let ticking = 0;
if (clock && Number(clock.dataset.left) > 0) {
  setClock(Number(clock.dataset.left));
  ticking = setInterval(tick, 500);
}
