// What every page does a little better with JavaScript. Nothing here is needed for a page to work.

// A page brought back by the Back key after signing out must not show what it held: ask the server again.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// Signing out in one window takes away what the others of this browser still show of that person.
if (globalThis.BroadcastChannel) {
  const windows = new BroadcastChannel("elearn");
  const mine = document.body.dataset.person;
  // Not from every page without a person: signing in again must not take away what is still to be saved.
  if (mine || document.querySelector(".notice.signed-out")) windows.postMessage(mine);
  windows.onmessage = ({ data }) => { if (mine && data !== mine) location.reload(); };
}

// A shared PC left alone: cover the page when the server will ask for the password anyway.
const { idleMinutes, lock, seen } = document.body.dataset;
if (idleMinutes) {
  let last = Date.now();
  let told = last;
  const cover = () => location.replace(`${lock}?next=${encodeURIComponent(location.pathname + location.search)}`);
  // A long lesson asks the server for nothing: tell it now and then that somebody is reading. Only at an input, so that
  // the server never holds the person to have been here longer than this page does.
  const here = () => {
    last = Date.now();
    if (last - told < 3 * 60_000) return;
    told = last;
    fetch(seen, { redirect: "manual" }).then((answer) => { if (answer.type === "opaqueredirect") cover(); }, () => {});
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "touchstart"]) {
    addEventListener(kind, here, { passive: true, capture: true });
  }
  setInterval(() => { if (Date.now() - last > idleMinutes * 60_000) cover(); }, 5_000);
}

// A menu closes when one clicks elsewhere or presses Escape.
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});

// On a phone the main menu is one line that is moved sideways: show where one is.
const menu = document.querySelector(".bar nav");
const place = menu?.querySelector("[aria-current]")?.getBoundingClientRect();
if (place) menu.scrollBy(place.left + place.width / 2 - innerWidth / 2, 0);

// The contents of a module stand open beside the text, and folded above it where there is no room beside.
const wide = matchMedia("(min-width: 60rem)");
const unfold = () => { for (const contents of document.querySelectorAll(".toc > details")) contents.open = wide.matches; };
wide.addEventListener("change", unfold);
unfold();

// A button pressed twice sends once.
addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4_000);
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// Work in the background: look again every second, and load the page anew when it is over.
const working = document.querySelector("[data-working]");
if (working) {
  const look = async () => {
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-working]");
      if (!now) return location.reload();
      document.querySelector("[data-working]").replaceWith(now);
    } catch { /* the server is not there, or leads elsewhere: look again */ }
    setTimeout(look, 1_000);
  };
  setTimeout(look, 1_000);
}
