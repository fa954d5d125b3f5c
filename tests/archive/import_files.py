"""Small invented files of posts, one of each format."""

import io
import json
import zipfile
from typing import Any

from archive.importing import FORMATS, Asked, Problem, Row, reader
from tests.archive.v11_payloads import V11_ID, v11
from tests.archive.x_payloads import v2

STATEMENTS = (
    "created_at,text,url,replies,retweets,favorites,user\n"
    f"3/29/23 14:34,R&amp;D at https://t.co/abc.,https://twitter.com/ada_mayor/status/{V11_ID},1,2,"
    "3,ada_mayor\n"
)
TRUMP = (
    "id,text,isRetweet,isDeleted,device,favorites,retweets,date,isFlagged\n"
    f"{V11_ID},RT @bob_rep: Yes.,t,t,Web,0,5,2023-03-29 14:34:41,f\n"
    "1698308935,An old one.,f,f,Web,0,5,2009-05-04 18:54:25,f\n"
)
TRUMP_OLD = (
    "source,text,created_at,retweet_count,favorite_count,is_retweet,id_str\n"
    f"Web,Yes.,03-29-2023 14:34:41,5,0,false,{V11_ID}\n"
)
POLITWOOPS = (
    "id,user_name,content,created,modified,retweeted_id,retweeted_content,retweeted_user_name\n"
    f"{V11_ID},ada_mayor,I said so.,2023-03-29 14:34:41,2023-03-29 15:00:00,,,\n"
    "1641086490675225602,ada_mayor,RT @bob_rep: Y…,2023-03-29 14:34:43,2023-03-29 15:00:00,"
    "1640000000000000007,Yes.,bob_rep\n"
)


def lines(*values: Any) -> bytes:
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def archive_js(*statuses: dict[str, Any], part: int = 0) -> bytes:
    """``tweets.js`` as X writes it."""
    entries = [{"tweet": status | {"user": None}} for status in statuses]
    return f"window.YTD.tweets.part{part} = {json.dumps(entries, indent=2)}".encode()


def archive_zip(**files: bytes) -> bytes:
    """A data archive of these files in ``data/``; ``__`` in a name is a point, ``_`` a hyphen."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"data/{name.replace('__', '.').replace('_', '-')}", content)
    return made.getvalue()


ACCOUNT = b"""window.YTD.account.part0 = [ { "account" : {
  "username" : "ada_mayor", "accountId" : "7000001", "accountDisplayName" : "Ada Mayor" } } ]"""

SAMPLES: dict[str, bytes] = {
    "statements": STATEMENTS.encode(),
    "trump-archive": TRUMP.encode(),
    "politwoops": POLITWOOPS.encode(),
    "twarc-v1": lines(v11()),
    "twarc-v2": lines(v2() | {"__twarc": {"retrieved_at": "2025-04-02T08:00:00Z"}}),
    "x-archive": archive_zip(account__js=ACCOUNT, tweets__js=archive_js(v11())),
}


def read(format: str, content: str | bytes, **asked: Any) -> list[Row | Problem]:
    """What a format's reader gives of a file."""
    assert format in FORMATS
    data = content.encode() if isinstance(content, str) else content
    return list(reader(format)(io.BytesIO(data), Asked(**asked)))


def posts(format: str, content: str | bytes, **asked: Any) -> list[Row]:
    """The same of a file in which nothing is wrong."""
    found = read(format, content, **asked)
    rows = [item for item in found if isinstance(item, Row)]
    assert rows == found, found
    return rows


def problems(format: str, content: str | bytes) -> list[Problem]:
    return [item for item in read(format, content) if isinstance(item, Problem)]
