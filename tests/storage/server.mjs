// A real S3-compatible server for the tests of files, with one bucket, on a port of its own. It checks signatures:
// the key it knows is S3RVER, with the secret S3RVER. What it holds is in the folder it is told.
import S3rver from "@20minutes/s3rver";

const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory: process.argv[2],
  allowMismatchedSignatures: false,
  configureBuckets: [{ name: "papers" }],
});
const { port } = await server.run();
process.stdout.write(`${JSON.stringify({ port })}\n`);
// The server ends with the test that started it.
process.stdin.on("end", () => server.close().finally(() => process.exit(0)));
process.stdin.resume();
