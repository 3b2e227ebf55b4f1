// What only a browser shows: layout, contrast, names for screen readers, keyboard, and the script.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PEOPLE, pagesFrom } from "./pages.mjs";
import { BASE_URL, LOOKS, PASSWORD, launch, open, signIn, visit } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// Kinds that somebody before has been shown to keep their promises need not be looked at again.
const seen = new Set();

for (const { who, email, starts } of PEOPLE) {
  test(`every page that ${who} is led to is sound`, async (t) => {
    const page = await open(browser);
    if (email) await signIn(page, email);
    const kinds = await pagesFrom(page, starts);
    const fresh = [...kinds].filter(([name]) => !seen.has(name));
    for (const [name] of fresh) seen.add(name);

    for (const { width, scheme } of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      for (const [name, path] of fresh) await t.test(`${name}, ${width} pixels wide, ${scheme}`, () => visit(page, path));
    }
    await page.context().close();
  });
}

test("a page that is not there is sound too", async () => {
  const page = await open(browser);
  await visit(page, "/nothing-here", { status: 404 });
  await page.context().close();
});

test("the first key press offers to skip to the content", async () => {
  const page = await open(browser);
  await visit(page, "/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Skip to main content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => location.hash), "#main-content");
  await page.context().close();
});

test("people can sign in without script", async () => {
  const page = await open(browser, { script: false });
  await signIn(page, PEOPLE.find(({ email }) => email).email);
  assert.equal(await page.getByRole("button", { name: "Sign out" }).count(), 1);
  await page.context().close();
});

test("the menu opens and closes on a phone", async () => {
  const page = await open(browser, { width: 320 });
  await visit(page, "/");
  const menu = page.getByRole("button", { name: "Menu" });
  assert.equal(await menu.getAttribute("aria-expanded"), "false");
  await menu.click();
  assert.equal(await menu.getAttribute("aria-expanded"), "true");
  assert.ok(await page.locator("#navigation").isVisible());
  await page.context().close();
});

test("a passkey is added, signs its owner in, and proves who they are", async () => {
  // A passkey belongs to a name, so this goes to the machine by its own.
  const baseURL = BASE_URL.replace("127.0.0.1", "localhost");
  const page = await open(browser, { baseURL });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signIn(page, "delivery@kestrel.example");
  await page.goto("/account/second-factor");
  await page.getByLabel("What to call the passkey").fill("Work laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  assert.equal(await page.locator("main li").count(), 10);
  await page.goto("/account/second-factor");
  assert.ok(await page.getByText("Work laptop", { exact: true }).isVisible());

  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL((url) => url.pathname === "/provider");
  assert.deepEqual(page.complaints, []);

  // With the password alone, a code or the passkey is asked for.
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.goto("/sign-in");
  await page.locator("[name=email]").fill("delivery@kestrel.example");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.getByRole("heading", { name: "Enter a code" }).waitFor();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL((url) => url.pathname === "/provider");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a session that is about to end says so", async () => {
  const page = await open(browser);
  await page.clock.install();
  await signIn(page, "auditor@operator.example");
  assert.ok(await page.locator("[data-session-ends]").isHidden());
  await page.clock.fastForward("28:30");
  assert.match(await page.locator("[data-ending-said]").textContent(), /Your session ends in 2 minutes/);
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await page.locator("[data-session-ends]").waitFor({ state: "hidden" });
  await page.context().close();
});
