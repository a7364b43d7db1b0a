"""PubMed: published articles on a question. Supplementary: an outage is said, and no more."""

from mcp_clients.answers import Answer, Count, Record, Year
from mcp_clients.questions import LookupTool, Question

NAME = "pubmed"


class Article(Record):
    """A published article. ``finding`` is our one-sentence reading of it, where there is one."""

    pmid: str
    title: str
    journal: str | None = None
    year: Year | None = None
    study_type: str | None = None
    topics: tuple[str, ...] = ()
    finding: str | None = None
    verification: str | None = None
    address: str | None = None


class ArticleList(Record):
    """Articles that match, the best first, and how many there are in all."""

    articles: tuple[Article, ...]
    total: Count


ArticleListAnswer = Answer[ArticleList]

SEARCH_ARTICLES = LookupTool(
    NAME,
    "search_articles",
    ("query", "max_results"),
    ArticleListAnswer,
    lambda found: (article.pmid for article in found.articles),
    {"max_results": 10},
)

TOOLS = (SEARCH_ARTICLES,)


def search_articles(query: str, *, max_results: int = 10) -> Question[ArticleList]:
    """Which articles bear on these words?"""
    return SEARCH_ARTICLES.question(query=query, max_results=max_results)
