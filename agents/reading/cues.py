"""The words that say how a statement is meant, as tables. Longer phrases win over the shorter ones they contain.

``Cue.kind`` is what the words do to the concepts in their reach, ``Cue.reach`` where that reach lies:

- ``forward``: what follows, to the next terminator of the same sentence;
- ``next``: what follows within a few words, to the next comma;
- ``backward``: what precedes in the same clause, over a list;
- ``nearest``: the one concept directly before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from agents.reading.lexicon import Layer, Phrase
from agents.reading.tables import phrases
from priorauth.facts import TreatmentOutcome


class Kind(StrEnum):
    """What a cue does. ``pseudo`` does nothing and hides the words it contains; ``mute`` leaves no fact."""

    NEGATED = "negated"
    POSSIBLE = "possible"
    FAMILY = "family"
    PAST = "past"
    PLANNED = "planned"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    AFFIRMED = "affirmed"
    MUTE = "mute"
    PSEUDO = "pseudo"
    STOP = "stop"
    VAGUE = "vague"
    TODAY = "today"
    COPIED = "copied"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Cue:
    """What a phrase does, and where. ``outcome`` is set for the phrases that tell how a treatment went."""

    kind: Kind
    reach: str = "forward"
    outcome: TreatmentOutcome | None = None


CUES: dict[Cue, str] = {
    Cue(Kind.NEGATED): """
        no|denies|denied|denying|deny|without|w/o|never|never had|negative for|neg for|no evidence of|no evidence for
        no sign of|no signs of|no symptoms of|no sx of|no history of|no hx of|no h/o|no prior history of|no known
        no complaints of|no complaint of|absence of|free of|nor|neither|none of|nor did he|nor did she|nor did they
        nor did the patient|nor has he|nor has she|nor has the patient|nor have they|nor has there been|ruled out for
        rules out|excludes|lack of|lacks|no prior|no previous|no current|no clinical evidence of
        no radiographic evidence of|no definite|no significant|no acute|no obvious|no convincing evidence of|not have
        not had|not having|does not have|did not have|has not had|has never had|doesn't have|didn't have|hasn't had
        not demonstrate|not show|not reveal|not endorse|not report|not complain of|not suggestive of
        not consistent with|no suggestion of|no personal history of|no indication of|no features of|no diagnosis of
        no known history of|not diagnosed with|no signs or symptoms of|negative history of|ruled out|has not completed
        have not completed|had not completed|not completed|has not attempted|not attempted|has not started|not started
        denies having had|denies having|denied having had|denied having|denies ever having|denies prior|denies previous
        denies past|has not tried|not tried|has not undergone|not undergone|has not received|not received
        did not complete|did not attend|did not start|did not receive|did not undergo|has not been to|has not attended
        has yet to|have yet to
    """,
    Cue(Kind.NEGATED, "next"): """
        not|isn't|wasn't|aren't|cannot|unable|never tried|not tried|non|not a candidate for|did not|does not
        can't|can not|could not|couldn't|not able to|inability|insufficient|lacks sufficient|lacks adequate|not yet
    """,
    Cue(Kind.NEGATED, "backward"): """
        ruled out|was ruled out|were ruled out|has been ruled out|have been ruled out|been excluded|was excluded
        were excluded|are excluded|is excluded|excluded by|not found|not seen|not present|not identified
        not demonstrated|not detected|not appreciated|not noted|not observed|not evident|not elicited|not tried
        not done|not performed|not obtained|not given|not started|not used|not attempted|not planned|not chosen
        not repeated|not indicated|not required|not needed|not requested|not involved|are denied|is denied
        was denied|were denied|denied by patient|are absent|is absent|was absent|were absent|are negative
        is negative|was negative|were negative|none present|unremarkable|never had|never done|never tried
        never started|not applicable|not diagnosed|were not seen|are not present|is not present|was not present
        was not found|was not seen|was not done|was not performed|no longer present|not tried yet|declined|refused
        was declined|not tested|not confirmed|not supported|disproved|not been attempted|not been tried
        not been done|not been performed|not been completed|not been started|not been given|not attended
        not completed|did not attend|never attended|never completed|no show|cancelled|canceled|not applied
        not suspected|is not suspected|was not suspected|not begun|not initiated|not recommended|not ordered
        not available|not established|not appropriate|is not appropriate|was not appropriate|not warranted
        is not warranted|inappropriate|is inappropriate|not an option|is not an option|not yet tried|not yet begun
        not yet obtained|not yet completed|not yet held|not yet performed|not yet consulted|not yet received
        not taken place|not yet taken place|did not take place|not occurred|not yet occurred|did not occur
    """,
    Cue(Kind.NEGATED, "nearest"): """
        (-)|(neg)|(negative)|neg|negative|no|none|denies|denied|absent|n|never|(no)|(absent)|not present|0|(ruled out
        (excluded|not accentuated|not done|nil|normal|(none)|(denies)|none reported|-|not positive|is not positive
        was not positive
    """,
    Cue(Kind.POSSIBLE): """
        possible|possibly|probable|probably|likely|suspected|suspect|suspects|suspecting|suspicious for|suspicion of
        suspicion for|concern for|concerns for|concerned for|concerning for|r/o|rule out|rule-out|to rule out|?
        cannot rule out|can't rule out|could not rule out|cannot exclude|can't exclude|could not exclude|not ruled out
        question of|questionable|may have|might have|could have|may be|might be|could be|may represent|could represent
        may reflect|could reflect|differential|ddx|d/dx|evaluate for|evaluation for|eval for|evaluated for|assess for
        work up for|workup for|screen for|screening for|screened for|test for|testing for|tested for|prone to
        pretest probability of|risk of|risk for|at risk of|at risk for|risk factors for|risk factor for|presumed
        presumptive|apparent|versus|vs|suggestive of|suggests|suggesting|suggest|worrisome for|appears to have
        appears to be|seems to have|seems to be|borderline|impression of possible|potential|potentially|investigate for
        check for|looking for|look for|unlikely to be|query|equivocal for|indeterminate for|provisional diagnosis of
        working diagnosis of|unlikely to|do not think he|do not think she|do not think that he|doubtful that she
    """,
    Cue(Kind.POSSIBLE, "backward"): """
        cannot be ruled out|cannot be excluded|can't be excluded|can't be ruled out|not excluded|not ruled out
        is suspected|was suspected|are suspected|suspected|is possible|is likely|thought unlikely|is unlikely|unlikely
        equivocal|is questionable|could not be excluded|could not be ruled out|to be ruled out|to be excluded
        in the differential|unclear|uncertain|in question
        is considered|is being considered|indeterminate|possible|probable|not yet confirmed|unconfirmed
        ?|(?)|suspect""",
    Cue(Kind.PAST, "nearest"): "(resolved|(in remission|(remote",
    Cue(Kind.POSSIBLE, "nearest"): "vs|versus|or possible|or possibly",
    Cue(Kind.FAMILY): """
        family history of|family history|family hx|family hx of|fhx|fhx of|fam hx|famhx|fh|fh of|mother|father
        brother|sister|mom|dad|aunt|uncle|grandmother|grandfather|grandparent|cousin|son|daughter|maternal
        paternal|parent|parents|sibling|siblings|brothers|sisters|wife|husband|spouse|roommate|neighbor|friend
        twin|niece|nephew|grandma|grandpa|mgm|mgf|pgm|pgf
    """,
    Cue(Kind.FAMILY, "backward"): """
        in his mother|in her mother|in his father|in her father|in mother|in father|in brother|in sister
        in a brother|in a sister|in his brother|in her brother|in his sister|in her sister|in both parents
        in the family|in family|runs in the family|runs in family|(mother)|(father)|(sister)|(brother)|(mom)|(dad)
        in siblings|in parents|in relatives|in his wife|in her husband|in his family|in her family
        in first degree relative|in a first degree relative
    """,
    Cue(Kind.PAST): """
        history of|hx of|h/o|hx|s/p|status post|past history of|past medical history of|remote history of|used to
        no longer|no longer has|no longer on|in remission from|treated in the past for|recovered from
        prior history of|prior hx of
    """,
    Cue(Kind.PAST, "next"): "prior|previous|previously|former|formerly|remote|past|resolved|old|distant|earlier",
    Cue(Kind.PAST, "backward"): """
        resolved|has resolved|have resolved|had resolved|years ago|year ago|as a child|in childhood|in the past
        as a teenager|in remission|in her youth|in his youth|now resolved|since resolved|last year
        is healed|has healed|have healed|are healed|was healed|is old and healed|is healed and old|is remote
        was discontinued years ago|months ago|in infancy|as an infant|as a young adult|in high school|in college
    """,
    Cue(Kind.PLANNED): """
        will need|plan|plans|planned|planning|plan for|plan to|plans to|scheduled|scheduled for|schedule|to begin
        to start|to undergo|to receive|to instruct|to educate|to train|referral|referral to|referral for|refer|refer to
        refer for|referred to|referred for|recommend|recommends|recommended|recommendation|recommending|rec|consider
        considers|considering|considered|candidate for|good candidate for|would benefit from|pending|awaiting|ordered
        order|order for|orders|ordering|request|requests|requesting|requested|request for|prescribe|prescribed
        prescribing|begin|initiate|initiating|start|starting|discussed|discuss|discussing|offered|offer|advise|advised
        advising|encourage|encouraged|may need|might need|wants to|wants|wishes to|would like|interested in|seeks
        seeking|options include|options are|proceed with|proceed to|proceed|trial of|approval for|approval of
        authorization for|authorization of|authorize|evaluated for|await|to follow|eligible for|appropriate for
        intends to|agreeable to|agrees to|return for|follow up with|f/u with|needs|need|need for|requires|require
        in need of|wait for|waiting for|to have|to obtain|obtain|get|repeat|counseled on|counselled on|counseled about
        educated on|education on|medically necessary|necessity of|necessity for|rx|treatment options|options including
        was to do|was to complete|was to start|was to have|was to attend|was to undergo|was to receive|was to begin
        was to get|was going to|meant to|on the waiting list for|waitlisted for|prescription for|script for|supposed to
        told to|asked to|instructed to|qualifies for|qualify for|qualified for|qualifying for
    """,
    Cue(Kind.PLANNED, "backward"): """
        planned|is planned|was planned|are planned|scheduled|is scheduled|was scheduled|are scheduled|pending|is pending
        ordered|was ordered|were ordered|is ordered|is recommended|was recommended|are recommended|recommended|to begin
        to start|to follow|to be done|to be scheduled|to be determined|discussed|was discussed|is considered
        was considered|may be considered|should be considered|could be considered|is requested|was requested
        referral placed|referral|referral sent|will be|will be done|will be addressed|offered|was offered|were offered
        was prescribed|requested|to be considered|is anticipated|not yet started|not yet done|not yet dispensed
        not started yet|tbd|is being requested|scheduled for|planned for|ordered for|requested for|considered
        were discussed|were reviewed|reviewed|is indicated|would be helpful|advised|was advised|prescribed|is needed
        then re-evaluate|then reevaluate|then reassess|then recheck|are ordered|will begin|will start|rx given|rx sent
        rx written|rx provided|script given|script sent|prescription given|prescription sent|prescription provided
        sent to pharmacy|sent to the pharmacy|called in to pharmacy|will take place|will occur|will happen|will be held
        to take place|is upcoming|awaited|is awaited|still awaited|outstanding|is outstanding|still outstanding
        still needed|is still needed|has yet to occur|has yet to take place|has yet to be done|has yet to be held
        has yet to review|has yet to see|has yet to meet|to see him|to see her|to see the patient|to see patient
        to see pt|next month|next week
    """,
    Cue(Kind.FUTURE, "backward"): "still required|is still required|is required before|are required before",
    Cue(Kind.FUTURE): """
        must|must have|has to|have to|needs to|need to|required to|will|will start|will begin|should|to be
        anticipate|anticipated|anticipating|expected|expect|would|would be|in the future|will be|will have been
        will have patient|will have pt|will have the patient|to have patient|to have pt|to have the patient
        have patient|have pt|have the patient|to complete|to attend|to try|to wear
        responsible for|to provide|to arrange|will provide|will arrange
    """,
    Cue(Kind.HYPOTHETICAL): """
        if|in case of|in case|in the event of|unless|should you|whether|call if|return if|when you|watch for|monitor for
        seek care for|to prevent|prevention of|prophylaxis against|to avoid|in order to avoid|until|side effects include
        risks include|risks incl|risks of|complications include|complications such as|may cause|can cause|may lead to
        precautions for|return precautions|report any|let us know if|contact us if|go to the er for|go to the ed for
        when pt is clinically|when patient is clinically|when the patient is clinically|when clinically|once clinically
        when stable|once stable|once pt is|once patient is|once the patient is|so that|in hopes that|to see if
        to determine if|to determine whether|return to er|return to the er|return to ed|return to the ed
        return to emergency room|return to the emergency room|return to emergency department
        return to the emergency department|return to the hospital|return to urgent care|go to er|go to the er|go to ed
        go to the ed|go to emergency room|go to the emergency room|go to emergency department
        go to the emergency department|go to the hospital|go to urgent care|report to er|report to the er|report to ed
        report to the ed|report to emergency room|report to the emergency room|report to emergency department
        report to the emergency department|come to er|come to the er|come to ed|come to the ed|come to emergency room
        come to the emergency room|come to emergency department|come to the emergency department|call 911|dial 911
        seek medical attention|seek medical care|seek immediate|seek emergency|come back for|come back with
        return sooner|rtc sooner|return for worsening|return with worsening|call the office for|call office for
        call us for|call clinic for|call the clinic for|call doctor for|call md for|contact us for
        contact the office for|contact office for|report immediately|er precautions|ed precautions
    """,
    Cue(Kind.MUTE, "backward"): "not documented|not yet documented|missing from the record|missing from the chart"
    "|missing from the packet|not on file|not in the record|not in the chart|not in the records",
    Cue(Kind.MUTE): """
        allergic to|allergy to|allergies|allergy|indicated for|used to treat|defined as|is defined|the definition of
        associated with conditions such as|patients with|in patients with|people with|individuals with|persons with
        for patients|literature shows|studies show|evidence supports|no new|not certain|unclear if|unclear whether
        unknown if|unknown whether|not known whether|support group for|asked about|asks about|asking about
        questions about|inquired about|inquires about|brochure|leaflet|information about|pamphlet|handout
    """,
    Cue(Kind.AFFIRMED, "nearest"): """
        (+)|+|(positive)|positive|pos|(pos)|yes|y|(yes)|present|1+|2+|3+|4+|trace
    """,
    Cue(Kind.AFFIRMED, "backward"): "are positive|were positive|are both positive|were both positive|both positive",
    Cue(Kind.AFFIRMED, "next"): "positive|+|positive for|+ for|pos for|(+)",
    Cue(Kind.PSEUDO): """
        ordering physician|ordering provider|ordering practitioner|prescribing physician|ordering endocrinologist
        not only|no change in|no change|no significant change in|without difficulty|without change|no increase in
        no decrease in|no further|without assistance|without contrast|w/o contrast|not certain if|not necessarily
        no cause for|no doubt|without oxygen|without o2|without supplemental oxygen|without supplemental o2
        no oxygen given|no o2 given|on no oxygen|no supplemental oxygen|not on oxygen|off oxygen|off o2
        no contraindication|no contraindications|no contraindication to|not contraindicated|no improvement with time
        no increase|no reduction in|no resolution of|not relieved|nothing but|no issues with|no problems with|no missed
        no-shows|no shows|no other|without interruption|not resolved|no alternative|without meds|not controlled
        not well controlled|not at goal|not adequately controlled|not due to|not because of|history and physical
        family practice|family medicine|family physician|family doctor|family member|family members|family present
        family has noticed|family noticed|no relief of insomnia|not yet resolved|never resolved|no resolution
        should read|should have read|should state|the past|over the past|for the past|in the past few|old man|old woman
        old male|old female|year old|yo|prior to|prior authorization|previous visit|prior auth|old records|start of care
        order date|order entry|in order to|at the start|from the start|not improving|not optimal|no smokers
        not limited to|no limitation to|repeat testing confirms|non-smoker|nonsmoker|non smoker|never smoker
        no doubt that|not merely|plan of care|treatment plan|health plan|not just|positive airway pressure
        continuous positive airway pressure|bilevel positive airway pressure|no longer effective|no longer helps
        no longer controlled|no longer tolerates|since the start|needs help|needs assistance|requires assistance
        order set|in need of no|non-supine|non-healing|not yet effective|will not bear weight|unable to bear weight
        non-smoking|able to complete|able to attend|on to complete|able to wear|on prescribed o2|on prescribed oxygen
        on her prescribed|on his prescribed|on the prescribed|glucose monitor for|holter monitor for|event monitor for
        heart monitor for|apnea monitor for|limb to be treated|hand to be treated|leg to be treated|side to be treated
        eye to be treated|to be treated|prevention of chronic migraine|prevention of migraine|prevention of migraines
        prevention of her migraine|prevention of his migraine|prevention of headaches|patient and her husband
        patient and his wife|patient and her family|patient and his family|patient and family|with her husband
        with his wife|patient and spouse|patient and wife|patient and husband|patient and daughter|patient and son
        pt and spouse|s/p fall|s/p mechanical fall|s/p ground level fall|s/p glf|status post fall|status post a fall
        s/p mva|s/p mvc|he and wife|he and daughter|he and son|she and husband|she and daughter|she and son|pt and wife
        pt and husband|pt and daughter|pt and son|patient and caregiver|patient and mother|without backup rate
        returns to er|returns to the er|returns to ed|returns to the ed|returns to emergency room
        returns to the emergency room|returns to emergency department|returns to the emergency department
        returns to the hospital|returns to urgent care|reports to er|reports to the er|reports to ed|reports to the ed
        reports to emergency room|reports to the emergency room|reports to emergency department
        reports to the emergency department|reports to the hospital|reports to urgent care|comes to er|comes to the er
        comes to ed|comes to the ed|comes to emergency room|comes to the emergency room|comes to emergency department
        comes to the emergency department|comes to the hospital|comes to urgent care|calls 911|comes back for
        comes back with|exhausted treatment options|exhausted all treatment options|exhausted other treatment options
        failed treatment options|of the following|the following|any of these|potential k1|potential k2|potential k3
        potential k4|functional potential|good potential|takes no part|without calibrated gradient pressure
    """,
    Cue(Kind.STOP): """
        but|however|although|though|except|except for|aside from|apart from|besides|other than|yet|whereas|while
        which|because|since|secondary to|due to|presents with|presented with|presenting with|complains of|c/o
        complaining of|reports|reported|admits|admits to|endorses|has|had|have been|now has|now with|who has
        who have|still has|continues to have|does have|remains|continues|currently|she|he|patient|pt|they
        positive for|significant for|notable for|remarkable for|consistent with|c/w|compatible with|confirmed
        confirms|shows|showed|showing|demonstrates|demonstrated|reveals|revealed|diagnosed with|dx with
        found to have|known|witnessed|noticed|finds|observed|notes|noted|states|stated|him|her|uses|takes|is on
        was on|on exam|completed|finished|tried|underwent|received|has tried|then|so|therefore|hence|thus|despite
        after|following|given|that is not|as she|as he|because of|in spite of|says|said|tells
    """,
    Cue(Kind.VAGUE): "some|issues with|problems with|trouble with|a little|a bit of|sort of|kind of|somewhat|vague"
    "|sometimes|perhaps",
    Cue(Kind.TODAY): """
        today|today's|on exam today|at this visit|at today's visit|in clinic today|this visit|this morning
        this afternoon|in the office today|in office today|currently in clinic
    """,
    Cue(Kind.COPIED): """
        copied forward|carried forward|copy forward|last recorded|most recent recorded|imported from prior
        previously documented|copied from|brought forward|from previous note|from prior note|last documented
    """,
}

INLINE_STOP = frozenset(
    phrases(
        """
        mild|moderate|severe|small|large|positive|trace|marked|significant|minimal|tender|present|obese|antalgic
        reports|endorses|complains|admits|uses|takes|feels|walks|lives|works|sleeps|was|were|is|are|has|had|pain
        limited|decreased|reduced|diminished|worse|worsening|increased|chronic|status|known|swollen|well|1|2|3|4
        0|+|some|stable|tenderness|normal|full|intact|able|alert|oriented|bilateral|persistent|progressive|daily
        taking|prescribed|using|wears|needs|requires|cannot|unable
        """
    )
)
"""Words that begin a new, positive statement after a comma: "no warmth, mild effusion"."""


def context_phrases() -> Iterator[Phrase]:
    """Every cue of the tables."""
    for cue, block in CUES.items():
        yield from (Phrase(words, Layer.CONTEXT, cue) for words in phrases(block))
