"""The words that may stand between a measurement's name and its value, and those that make a percentage another's."""

import re

NOT_SATURATION = re.compile(
    r"\b(?:fev1?|fvc|dlco|tlc|rv/tlc|pred(?:icted)?|lvef|ef|hct|hematocrit|fio2|efficiency"
    r"|adheren\w+|compliance|of nights|of sleep|a1c|hba1c|weight|ewl|time|t88|t90|duration"
    r"|minutes|min below|min at|co2|hemoglobin|perfusion|ndi|rvsp|snor\w+|bsa|of time|total time"
    r"|pulse(?! ox)|hr|heart rate|rr|resp|respirations?|bp|temp"
    r"|below|drop|decrease of|fall of|reduction)\b"
)
CONNECTOR = re.compile(
    r"(?:\s*(?:(?:of|is|was|were|at|to|be|=|:|-|~|,|\(|\)|level|levels|reading|readings"
    r"|value|score|result|index|current|today|now|total|measured|calculated|"
    r"on|about|approximately|approx|around|room|air|ra|rest|resting|seated|sitting|exertion"
    r"|ambulation|walking|awake|sleep|asleep|overnight|lowest|nadir|mean|average|avg|baseline"
    r"|"
    r"in|the|clinic|office|again|still|only|down|up|as|low|has|been|by|pulse|ox|oximetry"
    r"|oximeter|finger|probe|scale|grade|stage|gr|obese|with|without|oxygen|o2|kg/m2|kg"
    r"|hand|arm|limb|be|treated|dominant|upper|extremity|cm|%|mmhg|/h|lb|lbs|worst|best|left|right|knee|bilateral|r|l|diagnostic|overall|"
    r"minutes|after|min|rated|rates|graded|dropped|dropping|fell|desaturated|co|and|severity"
    r"|intensity|his|her|patient|recorded|noted|found|patient's|your|for|this|visit|10|0)\b"
    r"|[=:~,()@-]|/h|%))*\s*$"
)
