"""The words that say how a treatment went, as tables.

They stand in the same layer as the cues of negation, so that "no relief" denies no treatment.
"""

from collections.abc import Iterator

from agents.reading.cues import Cue, Kind
from agents.reading.lexicon import Layer, Phrase
from agents.reading.tables import phrases
from priorauth.facts import TreatmentOutcome

_OUTCOMES: dict[TreatmentOutcome, str] = {
    TreatmentOutcome.FAILED: """
        no better after|no better with|no better despite|not helped by|not improved by|no success with
        never got relief from|never had relief from|never got any relief from|never responded to|never helped
        no longer gets relief from|no longer responds to|not a responder to|never worked
        failed|has failed|have failed|failure of|fails|failing|without relief|w/o relief|no relief
        no lasting relief|no sustained relief|without benefit|w/o benefit|no benefit|minimal relief
        minimal benefit|minimal help|min relief|min. relief|min. help|min help|min benefit|minimal improvement
        little relief|little benefit|little improvement|little help|inadequate relief|inadequate response
        insufficient relief|insufficient response|ineffective|not effective|did not help|didn't help|does not help
        not helpful|not helped|no help|no improvement|without improvement|w/o improvement
        no significant improvement|no significant relief|no real benefit|no response|no change|unsuccessful
        unsuccessfully|refractory to|unresponsive to|not responding to|not responded to|failed to respond
        did not respond|nonresponsive|persists despite|persistent despite|persisting despite|continues despite
        remains despite|despite|regained|regain|all regained|not improved|not better|no better|no effect
        without effect|w/o effect|without success|w/o success|unrelieved by|not relieved by|not relieved
        no meaningful relief|not alleviated by|no meaningful improvement|not controlled by|did not improve
        not improving|no sustained benefit|without significant relief|without significant improvement
        without lasting relief|without lasting benefit|inadequate|without adequate relief|no durable relief
        negligible relief|poor response|no lasting benefit|no longer helps|no longer effective|exhausted|has exhausted
        have been exhausted|has been exhausted|were exhausted|none of which helped|none helped
        none of which provided relief|none of which provided lasting relief|none of which provided significant relief
        none of which gave relief|none of which gave lasting relief|none of which worked|none worked
        none provided relief|none provided lasting relief|none with lasting relief|none of which were effective
        none of which was effective|none effective|none of these helped|none of them helped|none has helped
        none have helped|nothing helped|nothing has helped|no lasting improvement|no durable benefit|only brief relief
        without sustained relief|without sustained benefit|without lasting improvement|without meaningful relief
        without meaningful improvement|without meaningful benefit|without much relief|without much benefit|not much help
        hardly any relief|has not helped|have not helped|had not helped|hasn't helped|haven't helped|not been helpful
        not been effective|has not been effective|have not been effective|was not effective|were not effective
        was not helpful|were not helpful|did nothing|does nothing|provided no relief|gave no relief
        provided little relief|provided minimal relief|offered no relief|brought no relief|yielded no relief|unhelpful
        was ineffective|were ineffective|stopped working|stopped helping|wore off|plateaued|unrelenting despite
        fail to relieve|failed to relieve|failed to control|failed to provide|failed to improve|not provided relief
        not provided lasting relief|not provided significant relief|not provided adequate relief|not relieved with
        not improved with|no improvement with|no relief with|no benefit from|no relief from|little relief from
        minimal relief from|no help from|did not work|didn't work|was of no help|of no benefit|of no help|to no avail
        lost its effect|lost effect|lost efficacy|lost its efficacy|lost response|loss of response|loss of efficacy
        secondary loss of response|primary nonresponse|primary non-response|secondary nonresponse|nonresponse
        non-response|little effect|minimal effect|suboptimal response|suboptimal relief|failed to provide relief
        failed to help|did not provide relief|did not provide adequate relief|did not relieve|did not control
        no appreciable relief|no appreciable improvement|no substantial relief|no substantial improvement
        no noticeable improvement|no noticeable relief|no adequate relief|without any relief|without any improvement
        without any benefit|without much improvement|without help|without response|not of benefit|not beneficial
        was not beneficial|inadequate control|inadequately controlled|pain persisted|symptoms persisted
        without adequate response|w/o adequate response|no adequate response|didn't control|lack of efficacy
        lack of response|without durable weight loss|without durable|without sustained weight loss
        no durable weight loss|regained it|no lasting weight loss|without lasting weight loss|no sustained weight loss
        regained all|weight regained|without substantial relief|without substantial improvement|not much relief
        not much improvement|incomplete response|without control|none with lasting
        none with sustained|in spite of|without seizure freedom|seizures recurred
        seizures recurred after|recurred after|persistent seizures after|seizures persisted|unable to maintain
        no durable wt loss|no durable weight loss|no sustained wt loss|loss of only|lost only|net loss of only
        without lasting effect|without lasting weight reduction|without sustained improvement|without clinical benefit
        without clinical improvement|without clinical response|not adequately controlled|remains uncontrolled on
        remain uncontrolled on|made no difference|makes no difference|has made no difference|little effect on
        little or no benefit|little or no relief|little to no relief|little to no benefit|little if any relief
        little if any benefit|no measurable benefit|no measurable improvement|no objective improvement
        no clinical improvement|no clinical benefit|no clinical response|no symptomatic relief|no symptomatic benefit
        no symptomatic improvement|no discernible benefit|no discernible improvement|not been successful
        not been beneficial|was unsuccessful|were unsuccessful|proved unsuccessful|proved ineffective|found ineffective
        have been unsuccessful|has been unsuccessful|have been ineffective|has been ineffective|has been unhelpful
        have been unhelpful|without the desired effect|without effect on|fell short|no sufficient relief
        did not bring relief|did not give relief|did not achieve|did not produce|has not provided|have not provided
        has not produced|have not produced|has not controlled|have not controlled|not sufficiently effective
        insufficient benefit|insufficient effect|insufficient improvement|insufficient control|inadequate benefit
        inadequate effect|poor relief|poor effect|poor control|none of it worked|none of it helped|none of it has helped
        none of it has worked|none of this worked|none of this helped|none of this has helped|none of this has worked
        none of them worked|none of them has helped|none of them have helped|none of these worked
        none of these has helped|none of these have helped|none of it touched it|none of it touches it|nothing worked
        nothing has worked|nothing touched it|nothing touches it|nothing has touched it|nothing has touched the pain
        nothing touches the pain|nothing made a difference|nothing has made a difference|no lasting help|no help at all
        no difference at all|no lasting help from any of them|no relief from any of them|no help from any of them
        no benefit from any of them|no lasting relief from any of them|made it worse|made things worse
        made the pain worse|made her pain worse|made his pain worse|made her worse|made him worse|only made it worse
        no change in pain|no change in the pain|no change in her pain|no change in his pain|no change in symptoms
        no change in the symptoms|made no diff|no diff|did not touch it|didn't touch it|did not touch the pain
        didn't touch the pain|doesn't touch it|does not touch it|neither helped|neither worked|neither has helped
        neither has worked|neither was effective|neither effective|neither was helpful|neither one helped
        neither of these helped|neither of them helped|neither of which helped|neither of which worked
        neither of which was effective|neither of which provided relief|neither provided relief|neither gave relief
        neither with relief|nor did|nor has|nor have|without healing|without any healing|without measurable healing
        without lasting success|without any success|without sustained success|without lasting result|without result
        without closure|no lasting success|no success|none gave relief|none gave lasting relief|none brought relief
        none brought lasting relief|none gave|none of these gave relief|none has given relief|none did
        not healed after|not healed despite|unhealed after|unhealed despite|not healed with
        no progression toward healing|no longer help|no longer helping|no longer controls|no longer control
        no longer controlled by|no longer relieves|no longer relieve|no longer provides relief|no longer provide relief
        still in pain|unsuccessful at|unsuccessful with|has been unsuccessful at|has been unsuccessful with
        have been unsuccessful with|have been unsuccessful at|no sustained loss|lack of effect|lack of benefit
        lack of improvement|lack of relief|lack of response to|without any lasting benefit|without any lasting relief
        net gain of|net weight gain|without resolution|without cure|without clearing|no gain|no gains|no lasting gain
        no functional gain|no sustained improvement|not cleared|has not cleared|have not cleared|had not cleared
        never cleared|did not clear|didn't clear|failed to clear|not resolved|has not resolved|did not resolve
        never resolved
        did not stay off|didn't stay off|never stayed off|none of it stayed off|put it all back|put all of it back
        put it back on|put it all back on|gained it all back|gained all of it back|gained it back|gained everything back
        all of it came back|it all came back|none of this gave|none of these gave|none of it gave|none of them gave
        nothing gave|none of this brought|none of this led to|none of these led to|none of these produced
    """,
    TreatmentOutcome.NOT_TOLERATED: """
        never tolerated|has never tolerated|had never tolerated|never could tolerate|could never tolerate
        never able to tolerate|never been able to tolerate|never could wear|could never wear
        unable to tolerate|could not tolerate|couldn't tolerate|cannot tolerate|can't tolerate|not tolerate
        intolerant of|intolerant to|intolerance to|intolerance of|not tolerated|poorly tolerated|did not tolerate
        didn't tolerate|does not tolerate|not able to tolerate|gi upset
        side effects|adverse effects|adverse reaction|stomach upset|upset stomach|upset her stomach|upset his stomach
        intolerance|gi intolerance|gastric upset|gi bleed|gi bleeding|intolerable|not tolerable|not tolerated because of
        side effects limited|limited by side effects|limited by nausea|unable to tolerate it|unable to tolerate them
    """,
    TreatmentOutcome.CONTRAINDICATED: """
        contraindicated|contraindication to|contraindications to|is contraindicated|are contraindicated
        cannot take|can't take|unable to take
    """,
    TreatmentOutcome.REFUSED: """
        declined|declines|refused|refuses|does not want|doesn't want|not interested in|unwilling
        deferred by patient
    """,
    TreatmentOutcome.EFFECTIVE: """
        improved with|improves with|improvement with|relief with|relieved by|relieved with|good relief
        significant relief|excellent relief|resolved with|effective|very effective|helped|helpful|responded to
        responded well|responds to|good response|well controlled|controlled with|controlled on|with relief
        with good effect|good effect|good benefit|significant improvement|marked improvement|with improvement
        great relief|complete relief|substantial relief|benefited from|benefits from|with benefit|improvement in
        with modest improvement|improved|helping|successful|successfully|works well|working well|symptoms resolved
        pain resolved|helps
    """,
    TreatmentOutcome.ONGOING: """
        continue|continues|continued|continuing|cont|cont.|ongoing|currently|currently on|current|still taking
        remains on|taking|takes|uses|using|maintained on|on chronic|goes on with|go on with|going on with
        will go on with|goes on after|go on after|keeps doing|keeps up|keep on|will keep on|still doing|still does
        carries on with
    """,
}
"""How a treatment went. Partial or passing relief is no outcome: it is neither failure nor success."""

_PARTIAL = """
        helped initially|initially helped|helped at first|helped briefly|helped temporarily|helped some
        helped a little|somewhat helpful|partial relief|some relief|temporary relief|transient relief
        short term relief|short-term relief|wks relief|weeks relief|some benefit|some improvement|partial response
        temporary improvement|initial improvement|modest relief|mild relief|moderate relief|brief relief
        helps some|helps a little|helps somewhat|helps briefly|helps temporarily|helps for|only helps
        no question|no question that|without question|without a doubt|never without|no day without|no days without
        cannot do without|can't do without|cannot sleep without|can't sleep without|doesn't sleep without
        does not sleep without|took the edge off|takes the edge off|no difference between
        he did not work|she did not work|patient did not work|pt did not work|who did not work|they did not work
        he didn't work|she didn't work|inadequate trial|inadequate duration|inadequate course|inadequate documentation
        failed to attend|failed to show|failed to complete|failed to follow|failed to keep|failed appointment
        failed drug screen|failed to start|not failed|has not failed|have not failed|not yet failed|did not fail
        without failure|if fails|if failed|not been effective yet|renal failure|kidney failure
        treatment failure is|hepatic failure|liver failure|respiratory failure|heart failure|cardiac failure
        side effects none|side effects: none|side effects - none|side effects nil|side effects: nil|side effects: no
        side effects no|side effects: denied|side effects denied|side effects: denies|side effects = none
        adverse effects none|adverse effects: none|adverse effects: no|adverse reactions: none|adverse reactions none
        intolerance: none|intolerance none|intolerance: no|side effects: 0|side effects 0|side effects? no
        no side effects|without side effects|denies side effects|no adverse effects|no gi upset|no gi side effects
        well tolerated|tolerated well|without adverse effects|effective date|effective communication
        not been exhausted|not been fully exhausted|not fully exhausted|not yet been exhausted
        not exhausted|not yet exhausted|has not exhausted|have not exhausted|until exhausted|no improvement yet
        no intolerance|risk of gi bleed|weeks of relief|months of relief|days of relief|cost effective
        no stomach upset|without stomach upset|denies stomach upset|without gi upset|denies gi upset|no upset stomach
        not cleared for|not cleared by|not cleared to|has not cleared for|has not cleared by|has not cleared to
        not resolved by|not yet cleared|not yet resolved
    """


def outcome_phrases() -> Iterator[Phrase]:
    """Every phrase of the tables."""
    for outcome, block in _OUTCOMES.items():
        cue = Cue(Kind.OUTCOME, outcome=outcome)
        yield from (Phrase(words, Layer.CONTEXT, cue) for words in phrases(block))
    yield from (Phrase(words, Layer.CONTEXT, Cue(Kind.PSEUDO)) for words in phrases(_PARTIAL))
