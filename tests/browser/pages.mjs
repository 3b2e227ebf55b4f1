// The pages the browser visits: each kind of page once, as somebody who may see it.

export const PAGES = [
  {
    who: "a visitor",
    paths: [
      "/", "/opportunities", "/opportunities?q=blockchain&status=all", "/outcomes", "/providers", "/how-it-works",
      "/transparency", "/help", "/privacy", "/cookies", "/accessibility", "/sign-in", "/register", "/dev/mail",
    ],
  },
  { who: "a requester", email: "requester@northshire.example", paths: ["/force", "/requests", "/requests/new", "/account", "/account/notices"] },
  { who: "a contract manager", email: "contracts@northshire.example", paths: ["/contracts"] },
  { who: "a bidder", email: "bids@kestrel.example", paths: ["/provider", "/bids", "/contracts"] },
  { who: "a provider's administrator", email: "admin@kestrel.example", paths: ["/provider/dossier", "/provider/specialists"] },
  { who: "a vetting officer", email: "vetting1@operator.example", paths: ["/operator", "/operator/applications", "/operator/applications/newcomer-security-ltd"] },
  { who: "an auditor", email: "auditor@operator.example", paths: ["/audit", "/operator/mail"] },
];
