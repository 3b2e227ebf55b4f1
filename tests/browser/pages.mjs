// The people whose pages the browser looks at, where each starts, and how one finds every page from there.

import assert from "node:assert/strict";

export const PEOPLE = [
  { who: "a visitor", starts: ["/", "/opportunities?q=blockchain&status=all", "/sign-in", "/register", "/dev/mail"] },
  { who: "a requester", email: "requester@northshire.example", starts: ["/force", "/account", "/requests/new"] },
  { who: "an approver", email: "approver@northshire.example", starts: ["/force", "/requests/list?due=month", "/contracts"] },
  { who: "an evaluator", email: "evaluator1@northshire.example", starts: ["/force"] },
  { who: "a contract manager", email: "contracts@northshire.example", starts: ["/force", "/contracts"] },
  { who: "a bidder", email: "bids@kestrel.example", starts: ["/provider", "/bids", "/bids/list?sort=closing"] },
  { who: "a suspended provider's bidder", email: "bids@thornbury.example", starts: ["/provider", "/opportunities"] },
  { who: "a provider's administrator", email: "admin@kestrel.example", starts: ["/provider", "/provider/dossier", "/provider/terms", "/contracts"] },
  { who: "a newcomer", email: "admin@newcomer.example", starts: ["/provider"] },
  { who: "a vetting officer", email: "vetting1@operator.example", starts: ["/operator"] },
  { who: "the marketplace manager", email: "market@operator.example", starts: ["/operator"] },
  { who: "an auditor", email: "auditor@operator.example", starts: ["/operator", "/operator/requests", "/audit"] },
];

// What differs between two pages of one kind: references, ids, and the names of organisations.
const NAMES = [
  [/\/(REQ|BID|CON|INV)-\d{4}-[0-9A-Z]+/g, "/{ref}"],
  [/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, "/{id}"],
  [/\/\d+(?=\/|$)/g, "/{n}"],
  [/^\/(providers|operator\/(?:applications|providers|forces))\/[^/]+/, "/$1/{slug}"],
  [/\/(dossier\/lots|applications\/\{slug\}\/lots)\/[^/]+/, "/$1/{code}"],
  [/\/(framework\/(?:lots|criteria|maxima|schemes|terms))\/[^/]+/, "/$1/{code}"],
  [/\/(evaluation|moderation|answers|history)\/(?!declaration)[^/]+/, "/$1/{part}"],
];

export function kind(path) {
  return NAMES.reduce((name, [pattern, word]) => name.replace(pattern, word), path.split("?")[0]);
}

// Follows every link from the starts, asserts that each answers, and gives one page of each kind.
// Of one kind, no more than `most` pages are asked for, and of one path no more than two with different questions.
// Where the demonstration shows everybody's mail, the links are for the people it was sent to.
export async function pagesFrom(page, starts, most = 6) {
  const kinds = new Map();
  const waiting = [...starts];
  const asked = new Set(waiting);
  const from = new Map();
  const counted = new Map();
  const broken = [];
  while (waiting.length) {
    const path = waiting.shift();
    const answer = await page.request.get(path, { maxRedirects: 5, headers: { accept: "text/html,*/*;q=0.8" } });
    if (answer.status() !== 200) {
      broken.push(`${answer.status()} ${path}, which is linked to from ${from.get(path)}`);
      continue;
    }
    if (!answer.headers()["content-type"].startsWith("text/html")) continue;
    const name = kind(new URL(answer.url()).pathname);
    if (!kinds.has(name)) kinds.set(name, path);
    if (name === "/dev/mail/{id}") continue;
    for (const link of links(await answer.text())) {
      const { pathname, search } = new URL(link, answer.url());
      const next = pathname + search;
      const of = kind(pathname) + (search ? "?" : "");
      const count = counted.get(of) ?? 0;
      if (asked.has(next) || count >= (search ? 2 : most) || pathname.startsWith("/assets/")) continue;
      counted.set(of, count + 1);
      asked.add(next);
      from.set(next, path);
      waiting.push(next);
    }
  }
  assert.deepEqual(broken, [], "every link must lead somewhere");
  return kinds;
}

function links(html) {
  return [...html.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)]
    .map(([, address]) => address.replaceAll("&#38;", "&").replaceAll("&amp;", "&"))
    .filter((address) => address.startsWith("/") || address.startsWith("?"));
}
