// What only a browser shows: layout, contrast, names for screen readers, keyboard, and the script.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PEOPLE, pagesFrom } from "./pages.mjs";
import { BASE_URL, LOOKS, PASSWORD, keepsPromises, launch, open, signIn, visit } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// Kinds that somebody before has been shown to keep their promises need not be looked at again.
const seen = new Set();

// Two of them at a time: while one waits for its browser, the service answers the other.
describe("what people are led to", { concurrency: 2 }, () => {
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
});

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

test("what is long in a table has room to be read on the narrowest phone", async () => {
  const page = await open(browser, { width: 320 });
  const widths = (cells) => page.locator(cells).evaluateAll((all) => all.map((it) => it.getBoundingClientRect().width));
  await visit(page, "/transparency/checkpoints");
  const roots = await widths("main .muster-wide td.muster-hash");
  assert.ok(roots.length > 0 && roots.every((it) => it >= 190), `roots: ${roots}`);
  await signIn(page, "bids@harrow.example");
  await page.goto("/bids");
  const own = await page.locator("main a[href^='/bids/BID']").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
  let reasons = [];
  for (const bid of new Set(own.map((it) => it.match(/\/bids\/BID-[^/]+/)[0]))) {
    const answer = await page.goto(`${bid}/outcome`);
    if (answer.status() === 200) reasons = reasons.concat(await widths("main .muster-wide td > .muster-typed"));
  }
  assert.ok(reasons.length > 0 && reasons.every((it) => it >= 190), `reasons: ${reasons}`);
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

// Moves the focus on with the keyboard until it is where it should be.
async function tabTo(page, target, most = 200) {
  const wanted = await target.elementHandle();
  for (let presses = 0; presses < most; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("the keyboard does not get there");
}

async function pressEnterOn(page, target) {
  await tabTo(page, target);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

// Chooses the score at this place and types a reason, for everything that a page asks to be scored. Says how many.
async function scoreByKeyboard(page, place = 3) {
  const reasons = page.locator("main textarea");
  const count = await reasons.count();
  for (let n = 0; n < count; n += 1) {
    // A group of radio buttons takes the focus once: on what is chosen, or on its first.
    const group = await page.locator("main fieldset").nth(n).locator("input[type=radio]").all();
    const chosen = [];
    for (const one of group) if (await one.isChecked()) chosen.push(one);
    await tabTo(page, chosen[0] ?? group[0]);
    await page.keyboard.press("Space");
    while (!(await group[place].isChecked())) await page.keyboard.press("ArrowDown");
    await tabTo(page, reasons.nth(n));
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(`The answer to this says how, and how it is checked. Reason ${n + 1}.`);
  }
  await pressEnterOn(page, page.getByRole("button", { name: "Save scores" }));
  await page.getByText("are saved. You can change them until quality is locked.").waitFor();
  return count;
}

test("an evaluator finds, scores and saves by keyboard alone, one question across bidders", async () => {
  const page = await open(browser);
  await signIn(page, "evaluator2@northshire.example");
  const link = page.locator("main a[href$='/evaluation']").first();
  await pressEnterOn(page, link);
  await pressEnterOn(page, page.getByRole("link", { name: "One question at a time" }));
  assert.match(page.url(), /by=question$/);
  await pressEnterOn(page, page.locator("a[href*='/evaluation/questions/']").first());
  await keepsPromises(page, "the page of one question");

  const count = await scoreByKeyboard(page);
  assert.ok(count >= 2, `only ${count} bidders`);
  const first = page.locator("a[href*='/evaluation/questions/']").first();
  await pressEnterOn(page, first);
  assert.match(await page.locator("main textarea").first().inputValue(), /Reason 1\.$/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a page of scores keeps what is typed by itself, and says that it is not saved as a score", async () => {
  const page = await open(browser);
  await page.clock.install();
  await signIn(page, "evaluator2@northshire.example");
  await page.locator("main a[href$='/evaluation']").first().click();
  await page.locator("main .govuk-task-list__link").last().click();
  await page.locator("main textarea").last().fill("Half a thou");
  await page.clock.fastForward("00:11");
  await page.getByText("not saved as a score yet").waitFor();
  // It is there after the page is left without a button.
  await page.reload();
  assert.equal(await page.locator("main textarea").last().inputValue(), "Half a thou");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("who leaves a page of scores at once loses nothing, and is asked only where it cannot be kept", async () => {
  const page = await open(browser);
  const asked = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await signIn(page, "evaluator2@northshire.example");
  await page.locator("main a[href$='/evaluation']").first().click();
  await page.locator("main .govuk-task-list__link").last().click();
  const here = page.url();
  const reason = page.locator("main textarea").last();
  const types = async (words) => {
    await reason.click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(words);
  };
  // What is sent as a page is left may come just after the page that is asked for next.
  const isKept = async (words) => {
    for (let looks = 0; looks < 20; looks += 1) {
      await page.goto(here);
      if ((await reason.inputValue()) === words) return;
    }
    assert.equal(await reason.inputValue(), words);
  };

  await types("Left by a link");
  await page.getByRole("link", { name: "Evaluation" }).first().click();
  await page.waitForURL(/\/evaluation$/);
  await isKept("Left by a link");

  await types("Left by the way back");
  await page.goBack();
  await isKept("Left by the way back");

  await types("Signed out");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL((url) => !url.pathname.endsWith(new URL(here).pathname));
  await signIn(page, "evaluator2@northshire.example");
  await isKept("Signed out");
  assert.deepEqual(asked, []);

  // What cannot be sent is not lost without a word.
  await types("Nobody hears this");
  await page.context().setOffline(true);
  await page.evaluate(() => location.assign("/"));
  await page.waitForTimeout(500);
  await page.context().setOffline(false);
  assert.deepEqual(asked, ["beforeunload"]);
  await page.context().close();
});

test("who joins a panel goes from signing in and declaring to the last score by keyboard alone", async () => {
  // The administrator gives the role, and the requester puts the colleague on the panel.
  const admin = await open(browser);
  await signIn(admin, "admin@northshire.example");
  await admin.goto("/people");
  await admin.getByRole("link", { name: "Carys Bevan" }).click();
  await admin.locator("main [name=roles][value=evaluator]").check();
  await Promise.all([admin.waitForNavigation(), admin.locator("main form[action$='/roles'] button[type=submit]").click()]);
  await admin.context().close();
  const colleague = await open(browser);
  await signIn(colleague, "evaluator2@northshire.example");
  const desk = await colleague.locator("main a[href$='/evaluation']").first().getAttribute("href");
  await colleague.context().close();
  const requester = await open(browser);
  await signIn(requester, "requester@northshire.example");
  await requester.goto(desk.replace("/evaluation", "/panel/members"));
  await requester.getByRole("group", { name: "Who is on the panel" }).getByLabel("Carys Bevan").check();
  await requester.locator("[name=reason]").fill("A third opinion is wanted on the method.");
  await requester.getByRole("button", { name: "Change the panel" }).click();
  await requester.getByText("The panel is changed.").waitFor();
  await requester.context().close();

  const page = await open(browser);
  await page.goto("/sign-in");
  await tabTo(page, page.locator("[name=email]"));
  await page.keyboard.type("contracts@northshire.example");
  await tabTo(page, page.locator("[name=password]"));
  await page.keyboard.type(PASSWORD);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.keyboard.press("Enter")]);
  await pressEnterOn(page, page.locator(`main a[href='${desk}']`).first());
  assert.equal(await page.locator("main .govuk-task-list").count(), 0, "nothing is shown before the declaration");
  await pressEnterOn(page, page.getByRole("button", { name: "Declare conflicts of interest" }));
  await keepsPromises(page, "the declaration");
  const companies = page.locator("main fieldset");
  const bidders = await companies.count();
  assert.ok(bidders >= 2, `only ${bidders} companies`);
  for (let n = 0; n < bidders; n += 1) {
    await tabTo(page, companies.nth(n).locator("input[value=no]"));
    await page.keyboard.press("Space");
  }
  await pressEnterOn(page, page.getByRole("button", { name: "Declare", exact: true }));
  await page.getByText("Your declaration is on record.").waitFor();

  const left = page.locator("main .govuk-task-list__item", { hasText: "Not started" });
  assert.equal(await left.count(), bidders);
  let scores = 0;
  for (let n = 0; n < bidders; n += 1) {
    await pressEnterOn(page, left.first().locator("a"));
    if (n === 0) await keepsPromises(page, "the page of one bidder");
    scores += await scoreByKeyboard(page, 2);
  }
  await page.getByText(`${scores} of ${scores} scores given.`).waitFor();
  assert.equal(await left.count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// Somebody at a browser of their own.
async function person(email) {
  const page = await open(browser);
  await signIn(page, email);
  return page;
}

// Sends the form of the page that goes to an address with this ending, after a look at the page.
async function send(page, ending) {
  await keepsPromises(page, `the form for ${ending}`);
  const button = page.locator(`main form[method=post][action$='${ending}'] button[type=submit]`).first();
  await Promise.all([page.waitForNavigation(), button.click()]);
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, `${ending}: ${await page.locator("main").innerText()}`);
}

async function reference(page, title) {
  const list = await page.request.get(`/opportunities?status=all&q=${encodeURIComponent(title)}`);
  const found = (await list.text()).match(/\/opportunities\/(REQ-\d{4}-[0-9A-Z]+)/);
  assert.ok(found, `${title} is not listed`);
  return found[1];
}

// The letters of the bidders that a page leads to.
async function letters(page, part) {
  const links = await page.locator(`main a[href*='/${part}/']`).evaluateAll((all) => all.map((it) => it.getAttribute("href")));
  const found = new Set(links.map((it) => it.match(new RegExp(`/${part}/([A-Z])$`))?.[1]).filter(Boolean));
  assert.ok(found.size >= 2, `only ${found.size} bidders`);
  return found;
}

async function scoreAll(page, path) {
  await page.goto(path);
  for (const four of await page.locator("main input[type=radio][name^='score-'][value='4']").all()) await four.check({ force: true });
  for (const reason of await page.locator("main form textarea").all()) {
    await reason.fill("The answer says how, by when and who answers for it.");
  }
  await send(page, path);
}

test("two people open bids, a panel scores and agrees on them, and an award is approved", async () => {
  const names = ["requester", "approver", "approver2", "evaluator1", "evaluator2"];
  const [requester, approver, approver2, ...evaluators] =
    await Promise.all(names.map((name) => person(`${name}@northshire.example`)));
  const at = `/requests/${await reference(requester, "Digital forensics as a managed service for two forces")}`;
  for (const page of [requester, approver]) {
    await page.goto(`${at}/opening`);
    await page.locator("main input[name=no_conflict]").check({ force: true });
    await send(page, "/opening");
  }
  await visit(requester, `${at}/opening`);
  await requester.getByText("2 bids are open.").waitFor();

  for (const page of [requester, approver, approver2, ...evaluators]) {
    await page.goto(`${at}/evaluation/declaration`);
    for (const none of await page.locator("main input[type=radio][value=no]").all()) await none.check({ force: true });
    await send(page, "/evaluation/declaration");
  }
  for (const page of evaluators) {
    await page.goto(`${at}/evaluation`);
    for (const letter of await letters(page, "evaluation")) await scoreAll(page, `${at}/evaluation/${letter}`);
  }
  await requester.goto(`${at}/moderation`);
  for (const letter of await letters(requester, "moderation")) await scoreAll(requester, `${at}/moderation/${letter}`);
  await requester.goto(`${at}/quality-lock`);
  await send(requester, "/quality-lock");
  await visit(requester, `${at}/ranking`);

  await requester.goto(`${at}/award`);
  await requester.locator("main textarea[name=reason]").fill("First by its price, with quality that is the same.");
  await send(requester, "/award");
  for (const page of [approver, approver2]) {
    await page.goto(`${at}/award`);
    // Where the value takes one approver, the second has nothing left to do.
    if (await page.locator("main form[action$='/award/approval']").count()) await send(page, "/award/approval");
  }
  await visit(requester, `${at}/award`);
  assert.match(await requester.locator("main").innerText(), /stands still for 10 working days/);
  // The clock of a browser changes nothing: until the standstill is over there is no contract.
  const contracts = await person("contracts@northshire.example");
  await visit(contracts, `${at}/contract`);
  assert.equal(await contracts.locator("main form[action$='/contract']").count(), 0);
  for (const page of [requester, approver, approver2, contracts, ...evaluators]) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("once a standstill is over, a contract is drawn up and signed by both sides", async () => {
  const force = await person("contracts@northshire.example");
  const title = "Rehearsing the loss of our command and control systems";
  await force.goto(`/requests/${await reference(force, title)}/contract`);
  await send(force, "/contract");
  await force.getByRole("heading", { name: "Check the contract" }).waitFor();
  await send(force, "/contract");
  const contract = new URL(force.url()).pathname;
  const provider = await person("admin@kestrel.example");
  for (const [page, name, ending] of [
    [provider, "Priya Raman", "/provider-signature"],
    [force, "Carys Bevan", "/force-signature"],
  ]) {
    await page.goto(contract);
    await page.locator("main input[name=name]").fill(name);
    await page.locator("main input[name=role]").fill("Director");
    await page.locator("main input[name=confirmed]").check({ force: true });
    await send(page, ending);
  }
  await visit(force, contract);
  assert.equal(await force.locator("main form[action$='-signature']").count(), 0);
  const text = await force.request.get(`${contract}/document.txt`);
  assert.match(await text.text(), /Rehearsing the loss/);
  for (const page of [force, provider]) await page.context().close();
});
