// A real mail server for the tests of the outbox. It says its port, then prints each mail as one line of JSON.
// A mail to an address beginning `refused` is refused for good; with `--port N` it listens where it is told.
import { SMTPServer } from "smtp-server";

const told = process.argv.indexOf("--port");
const port = told < 0 ? 0 : Number(process.argv[told + 1]);
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = new SMTPServer({
  // With `--tls` it offers STARTTLS, with the certificate that comes with the package, which nobody vouches for.
  disabledCommands: process.argv.includes("--tls") ? ["AUTH"] : ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  logger: false,
  onRcptTo(address, _session, done) {
    if (address.address.startsWith("refused")) {
      done(Object.assign(new Error("No such person here"), { responseCode: 550 }));
    } else {
      done();
    }
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const letter = Buffer.concat(parts).toString("utf8");
      const id = letter.match(/^Message-ID: <(.+)>/im)?.[1] ?? "";
      const to = session.envelope.rcptTo.map((it) => it.address).join(", ");
      tell({ to, id, secure: session.secure, letter });
      done();
    });
  },
});

// A client that hangs up half-way is not a fault of the server's.
server.on("error", () => {});
server.listen(port, "127.0.0.1", () => tell({ port: server.server.address().port }));
// The server ends with the test that started it.
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
