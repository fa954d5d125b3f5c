"""``POST /api/v1/embeds``: many embeds at once, for a site's build and for its plugin."""

import hashlib
from typing import Annotated, Any, Literal, TypedDict

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta

from archive.errors import ArchiveError
from archive.storage.base import Holding
from embedder.asked import note
from embedder.options import Options, parse_options
from embedder.parts import EmbedView
from embedder.render import renderer_of
from embedder.render.oembed import quotation
from embedder.view import is_shown
from embedder.web.auth import Visitor, visitor
from embedder.web.bodies import answer_json, read_json
from embedder.web.brands import own_site, require_site
from embedder.web.context import ARCHIVE, speak_for
from embedder.web.embeds import CORS, view_of
from embedder.web.lookup import named_post, our_address
from embedder.web.operations import Answer, Operation, Operations
from embedder.web.placements import placed_as_chosen
from embedder.web.problems import Problem, ProblemDocument, problem_of
from embedder.web.public import follow_holding

__all__ = ["OPERATIONS", "routes"]

_Url = Annotated[str, Meta(min_length=1, max_length=2000)]


class Bulk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    urls: Annotated[list[_Url], Meta(min_length=1, max_length=100)]
    options: Annotated[str, Meta(max_length=200)] = ""
    """The canonical form of a path, ``dark.es``; as there, what is unknown is left out."""
    known: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=100)] = []
    """Digests of fragments that whoever asks has: they are not sent again."""
    article: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | None = None
    """Where they are shown. With a key, what is not kept is noted for the editors."""


async def _embeds(request: web.Request) -> web.Response:
    """Fragments of many posts at once, for a site's build. One bad URL spoils no other."""
    who = await visitor(request)
    asked = await read_json(request, Bulk)
    options = parse_options(asked.options)
    if options is None:
        raise Problem(
            404,
            "unknown-template",
            "There is no such template version.",
            next_step="Leave t out of the options: the newest is taken.",
        )
    if asked.article is not None and not who.may("reader", "read"):
        raise Problem(
            401,
            "key-needed",
            "The article is noted for whoever shows a key.",
            next_step="Send a key, `Authorization: Bearer KEY` (`onrecord keys add NAME --role "
            "reader` makes one), or leave the field article out.",
            headers={hdrs.WWW_AUTHENTICATE: 'Bearer realm="onrecord"'},
        )
    if asked.article is not None:
        require_site(request, who, asked.article)
    speak_for(request, asked.article, options.site or own_site(request, who))
    known = frozenset(asked.known)
    embeds = [await _one_embed(request, who, url, options, known) for url in asked.urls]
    if asked.article is not None:
        missing = [embed["url"] for embed in embeds if _is_missing(embed)]
        await note(request.app[ARCHIVE], missing, by=who.name, article=asked.article)
    return answer_json({"embeds": embeds}, headers=dict([CORS]))


async def _one_embed(
    request: web.Request, who: Visitor, url: str, options: Options, known: frozenset[str]
) -> dict[str, Any]:
    try:
        holding, view = await _shown_at(request, who, url, options)
    except (Problem, ArchiveError) as error:
        problem = problem_of(error)
        return {"url": url, "problem": problem.facts() if problem is not None else None}
    fragment = renderer_of(view).fragment(view)
    quoted = str(quotation(view))
    digest = hashlib.sha256(f"{fragment}\n{quoted}".encode()).hexdigest()[:32]
    return {
        "url": url,
        "post": holding.post.id,
        "snapshot": holding.stored.n if is_shown(holding) and holding.stored else None,
        "state": _state(holding),
        "version": view.frame.version,
        "digest": digest,
        "fragment": None if digest in known else fragment,
        "quotation": None if digest in known else quoted,
    }


async def _shown_at(
    request: web.Request, who: Visitor, url: str, options: Options
) -> tuple[Holding, EmbedView]:
    """What an address of a post shows with these options; what was chosen for a placement comes
    before them.
    """
    ours = our_address(request, url)
    if ours is not None and ours.path.startswith("/p/"):
        wanted = await placed_as_chosen(request, who, ours.path.removeprefix("/p/"), options)
        return wanted.holding, wanted.view
    post, n = await named_post(request, url)
    holding = await follow_holding(request, who, post, n)
    return holding, view_of(request, holding, options)


def _is_missing(embed: dict[str, Any]) -> bool:
    problem = embed.get("problem")
    return problem is not None and problem["status"] == 404


def _state(holding: Holding) -> str:
    if not is_shown(holding):
        return "erased" if holding.post.visibility == "erased" else "withheld"
    return holding.post.visibility


class Embed(TypedDict):
    """The embed of one address. What is known by its digest is not sent again."""

    url: str
    post: str
    snapshot: int | None
    state: Literal["draft", "public", "withheld", "erased"]
    version: int
    digest: str
    fragment: str | None
    quotation: str | None


class NoEmbed(TypedDict):
    """Why an address has none."""

    url: str
    problem: ProblemDocument


class EmbedList(TypedDict):
    """In the order of the addresses."""

    embeds: list[
        Annotated[
            Any,
            Meta(
                extra_json_schema={
                    "anyOf": [
                        {"$ref": "#/components/schemas/Embed"},
                        {"$ref": "#/components/schemas/NoEmbed"},
                    ]
                }
            ),
        ]
    ]


OPERATIONS: Operations = {
    "POST /api/v1/embeds": Operation(
        summary="the embeds of many posts at once",
        what="For a site's build, and its plugin. One bad address spoils no other. An `article` is "
        "noted for the editors, with a key, if something that it shows is not kept.",
        tag="Embeds",
        who="anybody",
        body=Bulk,
        example={"urls": ["https://sample.example/@mayor/116158876876800001"]},
        answers={
            200: Answer(
                "An embed of each address, or its problem.", EmbedList, named=(Embed, NoEmbed)
            )
        },
        problems={404: "There is no such template version."},
    ),
}


def routes() -> list[web.RouteDef]:
    return [web.post("/api/v1/embeds", _embeds)]
