"""Treatments that were stopped for what they did to the patient: "methotrexate was stopped for hepatotoxicity".

A treatment that was stopped for a plan, a cost, an operation or a cure was not one that could not be tolerated.
"""

import re

from agents.reading.marked import Marked

_HARM = (
    r"(?:hepato|nephro|cardio|neuro|myelo|ototoxic|toxicit|toxic\b|(?:elevated|rising|abnormal|increased|raised|high"
    r"|worsening) (?:lft|liver|transaminase|ast|alt|creatinine)|transaminitis|lft (?:elevation|rise)|liver injury"
    r"|hepatitis|jaundice|sedati|somnolen|drowsi|dizz|sleepi|nausea|vomit|emesis|n/v|diarrhea|steatorrhea|constipat|rash"
    r"|hives|urticaria|prurit|itching|angioedema|anaphyla|allergic|allergy|swelling|edema|bleed|gib\b|ulcer|gastritis"
    r"|dyspepsia|heartburn|reflux|stomach (?:pain|upset)|abdominal pain|gi (?:upset|distress|side|intoleran|symptom)"
    r"|gastric upset|aki\b|acute kidney|kidney injury|renal (?:injury|insufficien|function)|hyperkal|hyponatr|hypoten"
    r"|bradycard|palpitat|qt\b|cough|weight gain|headaches?|confusion|falls?\b|delirium|depress|suicid|mood|cytopen"
    r"|pancytopen|leukopen|neutropen|thrombocytopen|anemia|mouth sores?|stomatitis|mucositis|hair loss|alopecia"
    r"|pneumonitis|myalgia|muscle (?:pain|ache|cramp)|rhabdo|neuropathy|side effect|adverse|intoleran|reaction"
    r"|infection|word[- ]finding|paresthesi|tingling|cognitive (?:slowing|side|fog|effects)|brain fog|dry mouth|blurr)"
)
_STOPPED = Marked(
    "stopped|discontinued|d/c|dc|halted|withdrawn|quit|held|taken off|ceased",
    r"(?<!not )(?<!never )\b(?:stopped|discontinued|d/c'?e?d|dc'?d|d/c|halted|withdrawn|quit|held|taken off|ceased)\b"
    r"(?:\s(?:it|this|them|early|in|on|after|at|[0-9/]+|(?:19|20)[0-9]{2}|[0-9]+ (?:days?|weeks?|months?|doses?)"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)){0,4}\s"
    r"(?:for|due to|because of|because it caused|secondary to|2/2|d/t|owing to|from|on account of|when (?:she|he|pt)"
    r" (?:developed|had)|as it caused|after developing)\s"
    r"(?:(?:severe|significant|intolerable|marked|persistent|intractable|unacceptable|serious|disabling|bad|worsening|recurrent|profound|excessive|his|her|an?|the"
    r"|acute|drug|medication|induced|drug-induced|upper|lower|gi|daytime|skin)[\s-]){0,3}" + _HARM,
)
_NOT_FOR = re.compile(r"\b(?:fear|risk|concern|prevent|avoid|possible|potential|family|worry|worries)\b")


def was_stopped_for_harm(folded: str, start: int, end: int) -> bool:
    """Whether a stretch behind a treatment says that it was stopped for a harm that it did."""
    match = _STOPPED.search(folded, start, end)
    if match is None or _NOT_FOR.search(match.group()):
        return False
    return not folded.endswith("be ", start, match.start()) or folded.endswith("had to be ", start, match.start())
