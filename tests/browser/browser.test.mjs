// What only a browser shows: layout, contrast, names for screen readers, keyboard, and the script.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PAGES } from "./pages.mjs";
import { WIDTHS, launch, open, signIn, visit } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

for (const { who, email, paths } of PAGES) {
  for (const width of WIDTHS) {
    describe(`${who}, ${width} pixels wide`, () => {
      let page;
      before(async () => {
        page = await open(browser, { width });
        if (email) await signIn(page, email);
      });
      after(async () => { await page?.context().close(); });

      for (const path of paths) {
        test(`${path} is sound`, async () => { await visit(page, path); });
      }
    });
  }

  test(`${who} in a dark scheme can read every page`, async () => {
    const page = await open(browser, { scheme: "dark" });
    if (email) await signIn(page, email);
    for (const path of paths) await visit(page, path);
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
  await signIn(page, PAGES.find(({ email }) => email).email);
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
