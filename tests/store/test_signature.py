"""What is signed by hand is what boto3's own signer signs."""

from __future__ import annotations

import time_machine
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.store.s3.signature import authorization, query_string, quoted

KEY = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(lambda key: "//" not in f"/{key}/" and not {".", ".."} & set(key.split("/")))


@settings(deadline=None, max_examples=40)
@given(
    method=st.sampled_from(["PUT", "GET"]),
    key=KEY,
    query=st.dictionaries(
        st.sampled_from(["partNumber", "uploadId", "prefix", "list-type"]), KEY, max_size=3
    ),
    token=st.sampled_from(["", "tok/en=="]),
)
def test_it_is_what_boto3_signs(method: str, key: str, query: dict[str, str], token: str) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        path, asked = f"/bucket/{quoted(key)}", query_string(query)
        request = AWSRequest(method, f"http://127.0.0.1:8333{path}?{asked}".rstrip("?"), data=b"x")
        request.context["payload_signing_enabled"] = True
        S3SigV4Auth(Credentials("AKEY", "geheim", token or None), "s3", "ap-1").add_auth(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    theirs = headers.pop("authorization")
    ours = authorization(
        method,
        path,
        asked,
        {"host": "127.0.0.1:8333", **headers},
        "ap-1",
        "AKEY",
        "geheim",
    )
    assert ours == theirs
