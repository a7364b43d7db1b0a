"""The rule book, to read."""

from fastapi import APIRouter, Response

from orchestrator.api import answers
from orchestrator.api.problems import documented
from orchestrator.api.showing import show_policy_item
from orchestrator.failures import UnknownPolicy
from orchestrator.service import Running
from priorauth.explain import criteria_tree

router = APIRouter(prefix="/api/policies", tags=["policies"])


@router.get("", response_model=answers.PolicyList)
async def list_policies(service: Running) -> answers.PolicyList:
    """All policies of the rule book in force."""
    rules = service.composed.rule_book
    return answers.PolicyList(
        rule_book=rules.digest, policies=tuple(show_policy_item(policy) for policy in rules.policies)
    )


@router.get("/{policy_id}", response_model=answers.PolicyAnswer, responses=documented(UnknownPolicy))
async def get_policy(policy_id: str, service: Running) -> Response:
    """The newest version of a policy: dates, citation, codes with their verification, criteria and prose."""
    policy = service.composed.rule_book.policy(policy_id)
    if policy is None:
        raise UnknownPolicy
    tree = tuple("  " * depth + said for depth, said in criteria_tree(policy))
    answer = answers.PolicyAnswer(policy=policy, tree=tree)
    return Response(answer.model_dump_json(), media_type="application/json")
