"""Pages of our own making, in the shape of Telegram's: its widget, and a channel's page."""

import base64
import json

from archive.records import PostRef

CHANNEL = "1005640892"
OTHER = "1000000007"
REF = PostRef(platform="telegram", native_id=f"{CHANNEL}/361", url="https://t.me/Mayor_Office/361")
WIDGET = "https://t.me/mayor_office/361?embed=1"
PAGE = "https://t.me/s/mayor_office"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def error(words: str) -> str:
    return f'<html><body><div class="tgme_widget_message_error">{words}</div></body></html>'


def message(
    text: str = "The bridge opens on Monday.",
    number: str = "361",
    *,
    name: str = "Mayor_Office",
    channel: str | None = CHANNEL,
    before: str = "",
    after: str = "",
    meta: str = "",
    author: str = "",
) -> str:
    """One post: ``before`` and ``after`` its text, ``meta`` before its time."""
    author = author or (
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/{name}">'
        '<span dir="auto">Mayor&#39;s Office</span></a>'
    )
    body = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    return f"""
<div class="tgme_widget_message text_not_supported_wrap js-widget_message"
 data-post="{name}/{number}" {_view(channel, number)}>
 <div class="tgme_widget_message_user"><a href="https://t.me/{name}">
  <i class="tgme_widget_message_user_photo"><img src="https://cdn.example/a.jpg"></i></a></div>
 <div class="tgme_widget_message_bubble">
  <div class="tgme_widget_message_author accent_color">{author}</div>
  {before}{body if text else ""}{after}
  <div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">
   <span class="tgme_widget_message_views">1.8K</span>
   <span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date"
    href="https://t.me/{name}/{number}"><time datetime="2025-03-29T17:02:11+00:00"
    >17:02</time></a></span></div></div>
 </div>
</div>"""


def page(*messages: str) -> str:
    return f"<!DOCTYPE html><html><body>{''.join(messages)}</body></html>"


def _view(channel: str | None, number: str) -> str:
    """The channel's page has the number in this attribute alone."""
    if channel is None:
        return ""
    told = json.dumps({"c": -int(channel), "p": int(number), "t": 1, "h": "0"})
    return f'data-view="{base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")}"'
