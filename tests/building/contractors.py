"""A small table of contractors, written out so that a unit test depends on no rule file."""

from priorauth.contractors import Contractors

CONTRACTORS = Contractors.model_validate(
    {
        "contractors": [
            {
                "name": "CGS J15",
                "organization": "CGS Administrators",
                "kind": "ab_mac",
                "jurisdiction": "J15",
                "serves": [{"states": ["KY", "OH"], "verification": "verified", "source": "An award notice"}],
            },
            {
                "name": "Noridian JF",
                "organization": "Noridian Healthcare Solutions",
                "kind": "ab_mac",
                "jurisdiction": "JF",
                "serves": [
                    {"states": ["AZ", "WA"], "verification": "secondary", "source": "A summary"},
                    {"states": ["ID"], "verification": "unverified", "source": "As commonly published"},
                ],
            },
            {
                "name": "CGS JB",
                "organization": "CGS Administrators",
                "kind": "dme_mac",
                "jurisdiction": "JB",
                "serves": [{"states": ["OH", "AZ"], "verification": "verified", "source": "An award notice"}],
            },
        ]
    }
)
