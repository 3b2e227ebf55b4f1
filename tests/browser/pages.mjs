// The pages the browser visits: each kind of page once, as somebody who may see it.

export const PAGES = [
  { who: "a visitor", paths: ["/", "/sign-in"] },
  { who: "a requester", email: "requester@northshire.example", paths: ["/force", "/requests"] },
];
