"""Fills the two databases of compose.yaml with the demo's company; the reader's rights on what is new come with it."""
import datetime as dt
import os
import sys
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "demo"))
from company import Company  # noqa: E402
from load import DATABASE, READER, load, with_database  # noqa: E402

load(os.environ["POSTGRES_URI"], os.environ["MONGODB_URI"], Company(7, dt.datetime.now().astimezone()), None,
     "/tmp/anomalies.json")
with psycopg.connect(with_database(os.environ["POSTGRES_URI"], DATABASE), autocommit=True) as owner:
    owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}")
print("filled: the databases hold the demo's company")
