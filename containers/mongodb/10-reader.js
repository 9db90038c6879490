// Makes the user that recoupe reads as: the role `read` on this database, and nothing else.
db.getSiblingDB("recoupe_demo").createUser({
  user: "recoupe_reader",
  pwd: process.env.READER_PASSWORD,
  roles: [{ role: "read", db: "recoupe_demo" }],
});
