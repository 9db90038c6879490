// Tells by its exit code whether something listens on a port of this container: a healthcheck.
require("net")
  .connect({ host: "127.0.0.1", port: Number(process.argv[2]) })
  .on("connect", () => process.exit(0))
  .on("error", () => process.exit(1));
