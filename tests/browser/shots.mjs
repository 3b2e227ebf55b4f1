import { launch, open, signIn } from "./support.mjs";
const b = await launch();
const list = JSON.parse(process.argv[2]);
for (const [email, width, paths] of list) {
  const page = await open(b, { width });
  if (email) await signIn(page, email);
  for (const path of paths) {
    await page.goto(path);
    await page.screenshot({ path: `/tmp/shots/${(email||"public").split("@")[0]}-${path.replace(/[^a-z0-9]+/gi,"_")}-${width}.png`, fullPage: true });
  }
}
await b.close();
