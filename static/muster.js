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
}

if (document.querySelector("[data-countdown]")) {
  countdown();
  setInterval(countdown, 20000);
}

// Forms that ask before changes to them are lost.
for (const form of document.querySelectorAll("form[data-guard]")) {
  const ask = (event) => event.preventDefault();
  form.addEventListener("input", () => addEventListener("beforeunload", ask), { once: true });
  form.addEventListener("submit", () => removeEventListener("beforeunload", ask));
}
