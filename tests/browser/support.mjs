// What the browser tests share: one browser, signing in, and the promises that every page keeps.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

export const BASE_URL = process.env.BASE_URL;
assert.ok(BASE_URL, "BASE_URL must say where Muster is running");

// The password of every demonstration account.
export const PASSWORD = "muster-demo-2026";

// How every page is looked at: at a desk by day, and on the narrowest phone that WCAG speaks of by night.
export const LOOKS = [
  { width: 1280, scheme: "light" },
  { width: 320, scheme: "dark" },
];

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// GOV.UK Frontend says on a radio or checkbox whether what it reveals is shown. Screen readers say it well, the
// standard does not allow it, and GOV.UK keeps it after testing with people.
const KEPT_BY_GOVUK = { "aria-allowed-attr": /^<input class="govuk-(radios|checkboxes)__input"/ };

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Starts the machine's own Chromium, which speaks to nobody but Muster.
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// A page of its own, that notes what the browser complains of in `page.complaints`.
export async function open(browser, { width = 1280, script = true, scheme = "light", baseURL = BASE_URL } = {}) {
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("requestfailed", (request) => {
    // What was still on its way when the page was left is given up by the browser itself.
    const { errorText } = request.failure();
    if (errorText !== "net::ERR_ABORTED") page.complaints.push(`${request.url()} ${errorText}`);
  });
  return page;
}

// Signs in through the form, as a person would.
export async function signIn(page, email, password = PASSWORD) {
  await page.goto("/sign-in");
  await page.locator("[name=email]").fill(email);
  await page.locator("[name=password]").fill(password);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

// Goes to an address and checks what every page promises.
export async function visit(page, path, { status = 200 } = {}) {
  page.complaints.length = 0;
  const answer = await page.goto(path, { waitUntil: "load" });
  assert.equal(answer.status(), status, `${path} answered ${answer.status()}`);
  await keepsPromises(page, path, status);
}

// No complaints in the console, nothing wider than the window, one top heading, nothing that axe finds wrong.
export async function keepsPromises(page, path, status = 200) {
  // A page that is meant to answer 404 or 422 is itself noted by the browser as a failed resource.
  const complaints = page.complaints.filter((text) => status < 400 || !text.includes(`status of ${status}`));
  assert.deepEqual(complaints, [], `${path}: the browser complained`);

  const { room, needed } = await page.evaluate(() => ({
    room: document.documentElement.clientWidth,
    needed: document.documentElement.scrollWidth,
  }));
  assert.ok(needed <= room, `${path} needs ${needed} pixels and has ${room}`);

  assert.equal(await page.locator("h1").count(), 1, `${path} must have one top heading`);
  assert.deepEqual(await violations(page), [], `${path}: not accessible`);
}

// What axe finds wrong on the page, one line for each place.
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), STANDARDS);
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.filter(({ html }) => !KEPT_BY_GOVUK[id]?.test(html)).map(({ html }) => `${id}: ${help}: ${html}`),
  );
}
