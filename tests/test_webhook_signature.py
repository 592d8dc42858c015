"""A message is taken when it is what was sent, of these minutes, and signed with the secret; else it is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.webhook_signature import WebhookError, secret_text, sign_webhook, verify_webhook

SECRET = secret_text(bytes(range(32)))
BODY = b'{"kind": "case.drafted"}'
AT = 1_700_000_000


def test_what_was_sent_is_taken_with_headers_in_any_case() -> None:
    headers = {name.title(): value for name, value in sign_webhook(SECRET, "msg_1", AT, BODY).items()}
    assert verify_webhook(SECRET, headers, BODY, now=AT + 299) == json.loads(BODY)
    both = {**headers, "Webhook-Signature": f"v1,aaaa v2,bbbb {headers['Webhook-Signature']}"}
    assert verify_webhook(SECRET, both, BODY, now=AT) == json.loads(BODY)  # while a secret is exchanged


@given(place=st.integers(0, len(BODY) - 1), other=st.integers(0, 255))
def test_one_changed_byte_is_refused(place: int, other: int) -> None:
    changed = BODY[:place] + bytes([other]) + BODY[place + 1 :]
    headers = sign_webhook(SECRET, "msg_1", AT, BODY)
    if changed == BODY:
        assert verify_webhook(SECRET, headers, changed, now=AT)
    else:
        with pytest.raises(WebhookError, match="not that of this message"):
            verify_webhook(SECRET, headers, changed, now=AT)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"webhook-id": "msg_2"}, "not that of this message"),
        ({"webhook-timestamp": str(AT + 1)}, "not that of this message"),
        ({"webhook-timestamp": str(AT - 301)}, "five minutes"),
        ({"webhook-timestamp": str(AT + 301)}, "five minutes"),
        ({"webhook-timestamp": "now"}, "no number of seconds"),
        ({"webhook-timestamp": "9" * 5000}, "no number of seconds"),
        ({"webhook-signature": ""}, "not that of this message"),
        ({"webhook-signature": "v1"}, "not that of this message"),
    ],
)
def test_other_headers_are_refused(change: dict[str, str], words: str) -> None:
    headers = {**sign_webhook(SECRET, "msg_1", AT, BODY), **change}
    with pytest.raises(WebhookError, match=words):
        verify_webhook(SECRET, headers, BODY, now=AT)


def test_missing_headers_and_another_secret_are_named() -> None:
    with pytest.raises(WebhookError, match="webhook-id, webhook-timestamp, webhook-signature"):
        verify_webhook(SECRET, {}, BODY)
    headers = sign_webhook(SECRET, "msg_1", AT, BODY)
    with pytest.raises(WebhookError, match="not that of this message"):
        verify_webhook(secret_text(bytes(32)), headers, BODY, now=AT)
    with pytest.raises(WebhookError, match="whsec_ and base64"):
        verify_webhook("whsec_%%%", headers, BODY, now=AT)
