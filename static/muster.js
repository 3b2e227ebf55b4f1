// Muster works without this script; it only makes some things easier.

const here = document.getElementById("muster-script");
document.body.classList.add("js-enabled", "govuk-frontend-supported");

// GOV.UK Frontend's own components: counts, show password, menus, double-click protection.
const govuk = await import(here.dataset.govuk);
govuk.initAll();

// What is left until a deadline, in words, kept up to date.
const units = [["day", 86400], ["hour", 3600], ["minute", 60]];

function left(seconds) {
  if (seconds <= 0) return "Closed";
  if (seconds < 60) return "Less than a minute left";
  const first = units.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  const words = units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? "" : `${count} ${unit}${count === 1 ? "" : "s"}`;
  });
  return `${words.filter(Boolean).join(" ")} left`;
}

function countdown() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const end = Date.parse(place.dataset.countdown || place.getAttribute("datetime"));
    if (Number.isNaN(end)) continue;
    const seconds = Math.floor((end - Date.now()) / 1000);
    place.textContent = left(seconds);
    place.classList.toggle("muster-left--soon", seconds < 86400);
  }
  // The sentence that the moment stands in: what is said of it once it has passed.
  for (const place of document.querySelectorAll("[data-closing]")) {
    if (Date.parse(place.dataset.closing) <= Date.now()) place.textContent = place.dataset.closed;
  }
}

if (document.querySelector("[data-countdown]")) {
  countdown();
  setInterval(countdown, 20000);
}

// Forms that ask before changes to them are lost. Those that keep themselves do so below.
for (const form of document.querySelectorAll("form[data-guard]:not([data-autosave])")) {
  const ask = (event) => event.preventDefault();
  form.addEventListener("input", () => addEventListener("beforeunload", ask));
  form.addEventListener("submit", () => removeEventListener("beforeunload", ask));
}

// Pages that keep what is typed while it is typed, in the same way as their own button for later does. Each answer has
// the mark that the next one carries, so that nobody is taken for a colleague of theirs.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-autosave-said]");
  const seen = form.elements.namedItem("seen");
  // Whether whatever is typed is kept, whole or not. Then nobody is asked who leaves: it is sent as they go.
  const anything = form.dataset.autosave === "anything";
  // What is sent as a page is left may not be longer.
  const most = 30000;
  const typed = (it) => {
    const body = new URLSearchParams(new FormData(it));
    body.set("do", "autosave");
    return body;
  };
  const text = (it = form) => {
    const body = typed(it);
    body.delete("seen");
    return body.toString();
  };
  // As the page came, whatever the browser has filled in again. What was refused is kept only where anything is.
  const fresh = form.cloneNode(true);
  fresh.reset();
  let kept = !anything && document.querySelector(".govuk-error-summary") ? "" : text(fresh);
  let waiting;
  let keeping = null;
  let sent = "";
  let failed = false;
  let over = false;
  let submitted = false;
  const send = async (now) => {
    let answer = { ok: false };
    let told = null;
    sent = now;
    try {
      const keepalive = now.length < most;
      answer = await fetch(form.action, { method: "POST", body: typed(form), redirect: "manual", keepalive });
      told = await answer.json();
    } catch {
      // Nothing came back, or no answer of ours.
    }
    if (sent === now) sent = "";
    failed = !(answer.ok && told);
    if (!failed) {
      said.textContent = told.said;
      if (seen && told.seen) seen.value = told.seen;
      kept = now;
    } else if (told?.said) {
      // A colleague was first: from here on only its own button saves, and shows both texts.
      said.textContent = told.said;
      over = answer.status === 409;
    } else {
      // Most often because what could be changed can be changed no longer.
      over = answer.status === 409;
      said.textContent = over
        ? "Not saved. What you typed is still here: press the button to read why."
        : "Not saved. What you typed is still here: save it yourself when you are ready.";
    }
  };
  const keep = async () => {
    const now = text();
    if (over || keeping || now === kept) return;
    keeping = send(now);
    await keeping;
    keeping = null;
    if (text() !== now) later();
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 10000);
  };
  const isUnkept = () => !submitted && text() !== kept;
  // Sends what is not kept before the page goes, or is out of sight.
  const leave = () => {
    const now = text();
    if (over || now === kept || now === sent) return;
    clearTimeout(waiting);
    if (!keeping) keep();
    else if (anything) send(now);
  };
  // Whether it can be sent then: nothing was refused, and the session is not about to end.
  const goes = () => anything && !failed && navigator.onLine && text().length < most
    && !document.querySelector("[data-session-ends]:not([hidden])");
  const ask = (event) => {
    if (isUnkept() && !goes()) event.preventDefault();
  };
  form.addEventListener("input", () => {
    addEventListener("beforeunload", ask);
    later();
  });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) leave();
  });
  // Another form of the page, as the one that signs out, waits until what is typed is kept.
  let waited = false;
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target === form || waited || event.defaultPrevented || !isUnkept() || !goes()) return;
    event.preventDefault();
    waited = true;
    leave();
    const enough = new Promise((done) => setTimeout(done, 2000));
    Promise.race([keeping, enough]).then(() => target.requestSubmit(submitter));
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    over = true;
    submitted = true;
    if (!keeping) return;
    // What is on its way brings the mark that this has to carry.
    event.preventDefault();
    const button = event.submitter;
    const enough = new Promise((done) => setTimeout(done, 5000));
    Promise.race([keeping, enough]).then(() => {
      keeping = null;
      form.requestSubmit(button);
    });
  });
}

// Running totals of fields whose names begin alike: of the page, or of the group they stand in.
for (const place of document.querySelectorAll("[data-total]")) {
  const group = place.closest("[data-sum]") ?? document;
  const fields = [...group.querySelectorAll(`input[name^="${place.dataset.total}"]`)];
  const add = () => {
    const numbers = fields.map((field) => field.value.trim()).filter((text) => /^\d+$/.test(text)).map(Number);
    place.textContent = String(numbers.reduce((sum, one) => sum + one, 0));
  };
  for (const field of fields) field.addEventListener("input", add);
}

// Buttons that print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Questions and answers that come while the page is open. It listens only while it is looked at, so that pages left open
// in the background keep no connection; what it fetches is what everyone reads, and does not count as using the session.
const answers = document.querySelector("[data-live]");

if (answers && window.EventSource) {
  const said = document.querySelector("[data-live-said]");
  let source = null;
  let over = false;
  const bring = async ({ data }) => {
    if (data === answers.dataset.mark) return;
    let fresh = null;
    try {
      const page = await fetch(location.pathname, { credentials: "omit" });
      const text = page.ok ? await page.text() : "";
      fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
    } catch {
      // The next mark, or the next look at the page, tries again.
    }
    if (!fresh || fresh.dataset.mark === answers.dataset.mark) return;
    answers.replaceChildren(...fresh.childNodes);
    answers.dataset.mark = fresh.dataset.mark;
    said.textContent = "The questions and answers have just been brought up to date.";
  };
  const stop = () => {
    source?.close();
    source = null;
  };
  const listen = () => {
    if (document.hidden || over) return stop();
    if (source) return;
    source = new EventSource(answers.dataset.live);
    source.addEventListener("mark", bring);
    source.addEventListener("end", () => {
      over = true;
      stop();
    });
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", stop);
  listen();
}

// Filters beside their lists, in browsers whose style sheets cannot hold a fold open.
if (!CSS.supports("selector(::details-content)")) {
  const open = matchMedia("(min-width: 60em)").matches;
  for (const filters of document.querySelectorAll(".muster-filters")) filters.open ||= open;
}

// A session that is about to end: a warning two minutes before, and a way to go on without losing the page.
const ending = document.querySelector("[data-session-ends]");

if (ending) {
  const said = ending.querySelector("[data-ending-said]");
  const left = () => Date.parse(ending.dataset.sessionEnds) - Date.parse(ending.dataset.now);
  // What is left is counted from now, so that a machine's clock that is wrong does no harm.
  let end = Date.now() + left();
  const look = () => {
    const minutes = Math.ceil((end - Date.now()) / 60000);
    const over = end <= Date.now();
    ending.hidden = minutes > 2 && !over;
    if (ending.hidden) return;
    const time = minutes <= 1 ? "less than a minute" : `${minutes} minutes`;
    const words = over
      ? "Your session has ended. What you have typed is still here: send it, and sign in when you are asked."
      : `Your session ends in ${time}. What you have typed is not lost.`;
    if (said.textContent !== words) said.textContent = words;
  };
  ending.querySelector("button").addEventListener("click", async () => {
    let answer;
    try {
      answer = await fetch("/account/session", { redirect: "manual" });
    } catch {
      said.textContent = "Muster could not be reached. What you have typed is still here: try again.";
      return;
    }
    if (!answer.ok) {
      // Signed out meanwhile. What is typed stays, and goes along when it is sent.
      end = Date.now();
      return look();
    }
    Object.assign(ending.dataset, await answer.json());
    end = Date.now() + left();
    look();
  });
  look();
  setInterval(look, 5000);
}

// Passkeys, where the browser has them.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  const said = form.querySelector("[data-passkey-said]");
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    said.textContent = "";
    try {
      const body = new URLSearchParams({ csrf: form.elements.csrf.value });
      const answer = await fetch(form.dataset.passkey, { method: "POST", body });
      if (!answer.ok) throw new Error("refused");
      const { publicKey } = await answer.json();
      const credential = "make" in form.dataset
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch {
      said.textContent = "The passkey could not be used. Try again, or use another way to sign in.";
    }
  });
}
