"""What a MongoDB can hold that a careless reader changes, and plans that read it: the same for every server that gives it."""
import datetime as dt

from bson import Binary, Code, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp

UTC = dt.timezone.utc
NAN, INFINITY = float("nan"), float("inf")
DATABASE = "recoupe_corpus"

TYPES = [
    {"_id": 1, "i": 5, "l": Int64(2**63 - 1), "f": 0.1 + 0.2, "whole": 5.0, "d": Decimal128("1.10"), "s": "é\0x", "flag": True,
     "at": dt.datetime(2026, 1, 1, tzinfo=UTC), "o": ObjectId("0123456789abcdef01234567"), "u": Binary(bytes(range(16)), 4),
     "b": Binary(b"\xff\0"), "tags": ["a", "b"], "numbers": [1, 2], "sub": {"x": 1, "y": {"z": Decimal128("2.50")}}, "odd": 1,
     "lines": [{"sku": "s1", "n": 1}, {"sku": "s2"}], "none": None, "iso": "2026-01-01T00:00:00Z",
     "written": 'ISODate("2026-01-01T00:00:00Z")', "hex": "0123456789abcdef01234567", "paid": "abcdefabcdefabcdefabcdef"},
    {"_id": 2, "i": -2147483648, "l": Int64(-2**63), "f": -0.0, "whole": 6.0, "d": Decimal128("1E+3"), "s": "", "tags": [],
     "at": dt.datetime(1, 1, 1, tzinfo=UTC), "sub": {}, "odd": "one", "lines": [], "iso": "x"},
    {"_id": 3, "f": NAN, "whole": 1e300, "d": Decimal128("NaN"), "s": "$x", "tags": None, "sub": None, "odd": 2.5, "lines": None,
     "at": dt.datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), "numbers": [None, 3]},
    {"_id": 4, "f": INFINITY, "whole": 5e-324, "d": Decimal128("9.999999999999999999999999999999999E+6144"), "sub": {"x": None},
     "odd": [1, "a", {"k": Int64(9), "at": dt.datetime(2026, 1, 1, tzinfo=UTC)}], "at": dt.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)},
    {"_id": 5, "f": -INFINITY, "whole": 2.0, "d": Decimal128("1.234567890123456789012345678901234"), "i": 7, "l": Int64(2**53 + 1),
     "odd": {"a": ObjectId("0123456789abcdef01234567"), "ts": Timestamp(5, 1), "u": Binary(bytes(16), 4), "min": MinKey()}},
]
ID_TYPES = [1, 2.5, Int64(2**60), "a", "b", "", ObjectId("0123456789abcdef01234567"), True, None, dt.datetime(2026, 1, 1), NAN,
            Decimal128("7.5"), {"a": 1, "b": "x"}, {}, MinKey(), "2026-01-01T00:00:00Z", "$x", -0.0]
UNTOLD = [{"_id": 1, "r": Regex("a", "i"), "raw": Binary(b"z", 5), "n": 1, "code": Code("f()")}, {"_id": 2, "r": "x", "raw": "y", "n": 2, "code": 3}]


def fill(client, many=5600):
    """Makes the corpus anew."""
    client.drop_database(DATABASE)
    database = client[DATABASE]
    database.types.insert_many(TYPES)
    database.id_types.insert_many([{"_id": value, "k": i} for i, value in enumerate(ID_TYPES)])
    # More than one page at every server's cap, _ids of several types across the pages' borders.
    database.pages.insert_many([{"_id": i if i % 3 else f"id{i:05}" if i % 2 else ObjectId(f"{i:024x}"), "n": i,
                                 "role": "admin" if i % 7 == 0 else "user", "email": f"User{i}@x.fr"} for i in range(1250)])
    database.many.insert_many([{"_id": i, "n": i, "rare": i} if i == 3000 else {"_id": i, "n": i} for i in range(many)])
    database.untold.insert_many(UNTOLD)
    database.uuid_ids.insert_many([{"_id": Binary(i.to_bytes(16, "big"), 4), "n": i} for i in range(620)])
    database.create_collection("nothing")
    database.create_collection("pages_view", viewOn="pages", pipeline=[{"$project": {"_id": {"$literal": 1}, "n": 1}}])


# Every server gives these the same digest.
PLANS = [
    "FROM mongodb.types",
    "FROM mongodb.types |> SELECT i, l, f, whole, d, s, at, o, u, b, flag, tags, numbers, iso, written, hex, paid",
    "FROM mongodb.types |> SELECT sub, odd, lines, sub.x, sub.y.z AS z",
    "FROM mongodb.types |> WHERE none IS NULL AND none IS NOT MISSING |> SELECT i, none",
    "FROM mongodb.types |> WHERE i IS MISSING |> SELECT f",
    "FROM mongodb.types |> WHERE i = 5 |> SELECT i, whole",
    "FROM mongodb.types |> WHERE l = 9007199254740993 |> SELECT i, l",
    "FROM mongodb.types |> WHERE l < -9007199254740993 OR l > 9007199254740993 |> SELECT l",
    "FROM mongodb.types |> WHERE f > 1 |> SELECT f",
    "FROM mongodb.types |> WHERE d > 1.05 AND d < 1.2345678901234567890123456789 |> SELECT d",
    "FROM mongodb.types |> WHERE d = 1000 |> SELECT d",
    "FROM mongodb.types |> WHERE d != 1.1 |> SELECT d",
    "FROM mongodb.types |> WHERE iso = '2026-01-01T00:00:00Z' |> SELECT iso",
    "FROM mongodb.types |> WHERE iso IN ('2026-01-01T00:00:00Z', 'x') |> SELECT iso",
    "FROM mongodb.types |> WHERE written LIKE 'ISODate%' AND hex = '0123456789abcdef01234567' |> SELECT written, hex",
    "FROM mongodb.types |> WHERE paid = 'abcdefabcdefabcdefabcdef' |> SELECT paid",
    "FROM mongodb.types |> WHERE o = OBJECTID '0123456789abcdef01234567' |> SELECT o",
    "FROM mongodb.types |> WHERE u = UUID '00010203-0405-0607-0809-0a0b0c0d0e0f' |> SELECT u",
    "FROM mongodb.types |> WHERE at < TIMESTAMP '1970-01-01T00:00:00Z' |> SELECT at",
    "FROM mongodb.types |> WHERE s LIKE '$%' |> SELECT s",
    "FROM mongodb.types |> WHERE flag IS TRUE AND ANY(tags) = 'a' |> SELECT tags",
    "FROM mongodb.id_types",
    "FROM mongodb.nothing |> AGGREGATE COUNT(*) AS n",
    "FROM mongodb.pages |> SELECT n, role, email",
    "FROM mongodb.pages |> WHERE LOWER(email) IN ('user7@x.fr', 'user1249@x.fr') |> SELECT n",
    "FROM mongodb.types |> WHERE l IN (9223372036854775807, -9223372036854775808) |> CHECK EXISTS IN mongodb.pages ON i = n SELECT role",
    "FROM mongodb.many |> AGGREGATE COUNT(*) AS n, SUM(n) AS total, MIN(n) AS low, MAX(n) AS high",
    "FROM mongodb.many |> ORDER BY _id DESC |> LIMIT 7 |> SELECT n",
    "FROM mongodb.many |> WHERE rare = 3000 |> SELECT n",
    "FROM mongodb.untold |> SELECT n",
]
