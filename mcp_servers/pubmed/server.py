"""The PubMed server's tool, over a snapshot of verified records."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server import Server
from pydantic import StringConstraints

from mcp_servers.answers import Answered, Asked, Limit, NothingFound, Record, Refused, Reply, Words, counted
from mcp_servers.matching import Matcher, words_of
from mcp_servers.records import read_records
from mcp_servers.serving import Tool, lookup_server
from priorauth.nodes import Verification

NAME = "pubmed"

Pmid = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,7}$")]


class Article(Record):
    """An article's record. ``finding`` is our own sentence; ``address`` is where the record was verified."""

    pmid: Pmid
    title: str
    journal: str
    year: int
    study_type: str | None
    topics: tuple[str, ...]
    finding: str | None
    verification: Verification
    address: str | None


class ArticleList(Record):
    """Articles, the best first, and how many there are in all."""

    articles: tuple[Article, ...]
    total: int


class SearchArticles(Asked):
    """Find articles by topic, title and finding. The snapshot holds no abstracts."""

    query: Words
    max_results: Limit = 10


def search_articles(articles: Matcher[Article], asked: SearchArticles) -> Reply[ArticleList]:
    """Articles that hold most of the query's words; nothing that does not."""
    if not words_of(asked.query):
        return Refused(detail="Give at least one word to search for.")
    found = articles.best(asked.query)
    if not found:
        return NothingFound(detail="No article of this snapshot bears on these words.")
    listed = ArticleList(articles=tuple(found[: asked.max_results]), total=len(found))
    return Answered(found=listed, detail=f"Found {counted(len(found), 'article')} in this snapshot.")


def _fields(article: Article) -> list[tuple[str, float]]:
    return [
        (" ".join(article.topics), 4.0),
        (article.title, 3.0),
        (article.finding or "", 1.0),
        (article.study_type or "", 1.0),
        (article.journal, 0.5),
    ]


TOOLS: tuple[Tool[Matcher[Article], Any, Any], ...] = (
    Tool("search_articles", SearchArticles, ArticleList, search_articles),
)


def embedded_articles() -> tuple[Article, ...]:
    """The snapshot's records."""
    return read_records(__package__ or "", "articles.jsonl", Article)


def pubmed_server() -> Server[Any]:
    """The server over the embedded snapshot."""
    articles = embedded_articles()
    version = f"PubMed snapshot 1 ({len(articles)} records)"
    return lookup_server(NAME, "PubMed (snapshot)", TOOLS, Matcher(articles, _fields), version)
