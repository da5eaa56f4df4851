"""The words that say who holds a place: one readable table of verbs, and of what makes no fact of them.

Patterns run over a sentence whose places are masked (`draft_sentences.MASK`).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from conflictmap.core.draft_sentences import MASK
from conflictmap.core.records import Relation

Form = Literal["base", "past", "ing"]
Frame = Literal["subject", "push", "falls", "under", "adjective", "noun", "clash", "there", "arabic"]

PLACE = f"{MASK}+"

#: Base, past, participle and -ing of verbs whose subject does it, with what follows the verb; and what it comes to.
_SUBJECT: tuple[tuple[Relation, str, str], ...] = (
    ("controls", "take/took/taken/taking takes", r"(?:\s+(?:full|complete|total|partial|effective))?\s+(?:control|possession|hold)\s+(?:of|over|in)|\s+back(?:\s+control\s+of)?|\s+over(?:\s+control\s+of)?"),
    ("controls", "seize/seized/seized/seizing seizes, capture/captured/captured/capturing captures, recapture/recaptured/recaptured/recapturing recaptures", r"(?:\s+(?:full\s+)?control\s+(?:of|over))?"),
    ("controls", "retake/retook/retaken/retaking retakes, overrun/overran/overrun/overrunning overruns, conquer/conquered/conquered/conquering conquers, occupy/occupied/occupied/occupying occupies", ""),
    ("controls", "liberate/liberated/liberated/liberating liberates, snatch/snatched/snatched/snatching snatches, secure/secured/secured/securing secures, clear/cleared/cleared/clearing clears", ""),
    ("controls", "regain/regained/regained/regaining regains, gain/gained/gained/gaining gains, assume/assumed/assumed/assuming assumes, wrest/wrested/wrested/wresting wrests, win/won/won/winning wins, establish/established/established/establishing establishes, consolidate/consolidated/consolidated/consolidating consolidates, keep/kept/kept/keeping keeps, retain/retained/retained/retaining retains, maintain/maintained/maintained/maintaining maintains",
     r"(?:\s+(?:full|complete|back|their|its))?\s+control\s+(?:of|over|in)"),
    ("controls", "take/took/taken/taking takes", ""),
    ("controls", "hold/held/held/holding holds, control/controlled/controlled/controlling controls", r"(?:\s+on\s+to|\s+onto)?"),
    ("controls", "be/were was is are been remain remained remains/been/being", r"(?:\s+(?:now|still|firmly))*\s+in\s+(?:full\s+|complete\s+|effective\s+)?control\s+(?:of|over)"),
    ("controls", "remain/remained/remained/remaining remains, stay/stayed/stayed/staying stays", r"(?:\s+(?:deployed|present|entrenched|dug\s+in))?\s+(?:in|inside)"),
    ("controls", "be/were was is are/been/being", r"(?:\s+(?:now))?\s+(?:still\s+(?:holding|controlling|in(?:side)?|present\s+in)|back\s+in(?:side)?)"),
    ("entered", "enter/entered/entered/entering enters, storm/stormed/stormed/storming storms, penetrate/penetrated/penetrated/penetrating penetrates, infiltrate/infiltrated/infiltrated/infiltrating infiltrates", ""),
    ("entered", "push/pushed/pushed/pushing pushes, move/moved/moved/moving moves, advance/advanced/advanced/advancing advances, sweep/swept/swept/sweeping sweeps, march/marched/marched/marching marches, break/broke/broken/breaking breaks, pour/poured/poured/pouring pours, roll/rolled/rolled/rolling rolls, burst/burst/burst/bursting bursts, thrust/thrust/thrust/thrusting thrusts", r"(?:\s+(?:further|deeper|deep))?\s+(?:into|inside)"),
    ("lost", "withdraw/withdrew/withdrawn/withdrawing withdraws, retreat/retreated/retreated/retreating retreats, flee/fled/fled/fleeing flees, depart/departed/departed/departing departs", r"(?:\s+(?:all|their|its)?\s*(?:forces|troops|units))?\s+from"),
    ("lost", "pull/pulled/pulled/pulling pulls, move/moved/moved/moving moves", r"(?:\s+(?:back|its\s+forces|their\s+forces|its\s+troops))?\s+(?:out\s+of|back\s+from)"),
    ("lost", "lose/lost/lost/losing loses", r"(?:\s+(?:full\s+)?control\s+(?:of|over)|\s+ground\s+in|\s+their\s+hold\s+on)?"),
    ("lost", "abandon/abandoned/abandoned/abandoning abandons, cede/ceded/ceded/ceding cedes, evacuate/evacuated/evacuated/evacuating evacuates, vacate/vacated/vacated/vacating vacates, surrender/surrendered/surrendered/surrendering surrenders, desert/deserted/deserted/deserting deserts, quit/quit/quit/quitting quits, flee/fled/fled/fleeing flees, leave/left/left/leaving leaves", r"(?:\s+(?:positions|their\s+positions|its\s+positions|control)\s+(?:in|of))?"),
    ("contests", "besiege/besieged/besieged/besieging besieges, encircle/encircled/encircled/encircling encircles, surround/surrounded/surrounded/surrounding surrounds, attack/attacked/attacked/attacking attacks, assault/assaulted/assaulted/assaulting assaults", ""),
    ("contests", "lay/laid/laid/laying lays", r"\s+siege\s+to"),
    ("contests", "launch/launched/launched/launching launches, mount/mounted/mounted/mounting mounts, begin/began/begun/beginning begins, stage/staged/staged/staging stages", r"\s+(?:an?\s+|their\s+|its\s+)?(?:[\w-]+\s+){0,3}(?:attack|assault|offensive|counterattack|counter-attack|counteroffensive|counter-offensive)\s+(?:on|in|against|towards?|near)"),
    ("contests", "advance/advanced/advanced/advancing advances, push/pushed/pushed/pushing pushes, close/closed/closed/closing closes, come/came/come/coming comes, reach/reached/reached/reaching reaches", r"(?:\s+in\s+on|\s+to)?\s+(?:the\s+|its\s+)?(?:[\w-]+\s+){0,1}(?:outskirts|edges?|gates|suburbs|entrances?)\s+of"),
    ("contests", "fight/fought/fought/fighting fights, battle/battled/battled/battling battles, clash/clashed/clashed/clashing clashes", rf"[^.;{MASK}]{{0,60}}?\s+(?:in|for|near|around|outside|inside|at)"),
)  # fmt: skip


#: Verbs of many meanings: their place stands straight behind them.
STRICT = frozenset(
    "take took taken taking takes leave left leaving leaves hold held holding holds clear cleared clears clearing quit secure secured".split()
)


class Verb(NamedTuple):
    """A form of a verb, as the table has it."""

    relation: Relation
    form: Form
    passive: bool


#: A row of the table that a word may belong to: what it comes to, and what follows the word.
_Row = tuple[Relation, re.Pattern[str]]


def _verbs() -> tuple[dict[str, tuple[_Row, ...]], dict[str, tuple[Form, bool]]]:
    """Return the rows that each word belongs to, in the table's order, and its form. A look-up a word is quicker than a pattern of all."""
    forms: dict[str, tuple[Form, bool]] = {}
    rows: dict[str, tuple[_Row, ...]] = {}
    for relation, verbs, tail in _SUBJECT:
        words = set()
        for verb in verbs.split(", "):
            base, past, participle, ing = verb.split("/")
            for word in past.split():
                forms.setdefault(word, ("past", word == participle))
            for word in participle.split():
                forms.setdefault(word, ("past", True))
            first, *more = ing.split()
            forms[first] = ("ing", False)
            for word in more:
                forms.setdefault(word, ("past", False))
            forms.setdefault(base, ("base", False))
            words |= {base, *past.split(), *participle.split(), first, *more}
        row = (relation, re.compile(rf"(?:{tail})(?![\w-])", re.IGNORECASE))
        for word in words:
            rows[word] = (*rows.get(word, ()), row)
    return rows, forms


_ROWS, _FORMS = _verbs()
_WORD = re.compile(r"(?<![\w-])[A-Za-z]+")


class Hit(NamedTuple):
    """A verb of control in a sentence."""

    start: int
    end: int
    verb_end: int
    verb: Verb


def verbs_in(masked: str) -> list[Hit]:
    """Find the verbs of control of a masked sentence, in order."""
    hits: list[Hit] = []
    reach = 0
    for found in _WORD.finditer(masked):
        word = found.group().lower()
        if word not in _ROWS or found.start() < reach:
            continue
        for relation, tail in _ROWS[word]:
            if behind := tail.match(masked, found.end()):
                reach = behind.end()
                hits.append(Hit(found.start(), reach, found.end(), Verb(relation, *_FORMS[word])))
                break
    return hits


ADVERBS = (
    r"(?:also|now|then|again|already|fully|completely|briefly|reportedly|allegedly|finally|quickly|soon|later|earlier|still|just|largely|only|recently|since|successfully|together|jointly|meanwhile|"
    r"subsequently|immediately|even|effectively|suddenly|apparently|all|both|formally|partially)"
)
#: The auxiliary before a verb, and adverbs among it.
AUXILIARY = re.compile(
    rf"(?:\b(?:(?P<be>was|were|is|are|been|being|be)|(?P<have>has|have|had|having)|(?P<managed>managed\s+to|able\s+to|succeeded\s+in|began|started)"
    rf"|(?P<claim>claim(?:ed|s)?\s+to(?:\s+have)?|claiming\s+to\s+have|claim\s+to)|(?P<did>did)|(?P<not>not|never|n['’]t|no\s+longer|neither|nor|without)"
    rf"|(?P<after>after|before|while|by|upon|since|and|then)|{ADVERBS})\s+)+$",
    re.IGNORECASE,
)
#: What is wanted, tried, feared or foretold is no fact.
UNREAL = re.compile(
    r"\b(?:would|could|might|may|will|shall|should|can|cannot|can['’]t|won['’]t|if|unless|whether|until|lest|vow(?:ed|s|ing)?(?:\s+\w+)?\s+to|plan(?:s|ned|ning)?\s+to|want(?:s|ed)?\s+to|tr(?:y|ies|ied|ying)\s+to|attempt(?:s|ed|ing)?\s+(?:to|at)"
    r"|seek(?:s|ing)?\s+to|sought\s+to|aim(?:s|ed|ing)?\s+(?:to|at)|threaten(?:s|ed|ing)?\s+to|hop(?:es?|ed|ing)\s+to|(?:in\s+a\s+)?bid\s+to|effort\s+to|fail(?:s|ed|ing)?\s+to|prepar(?:es?|ed|ing)\s+to|about\s+to|poised\s+to|ready\s+to"
    r"|order(?:s|ed)?\s+[^,;.]{0,40}\bto|told\s+[^,;.]{0,30}\bto|urged\s+[^,;.]{0,40}\bto|in\s+order\s+to|expected\s+to|intend(?:s|ed)?\s+to|refus(?:ed|es|ing)\s+to|call(?:ed|s)?\s+on|called\s+for|fears?\s+(?:that|of)|goal|objective|"
    r"attempt\s+to|operation\s+to|offensive\s+to|battle\s+to|struggle\s+to|unable\s+to|prevent\w*|repel\w*|thwart\w*|foil\w*|stop\w*)\s+(?:[\w’'-]+\s+){0,4}$|\bto\s+$",
    re.IGNORECASE,
)
#: Governing words that turn what follows into its opposite.
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|refut(?:ed|es|ing)|disput(?:ed|es|ing))\b(?:\s+as\s+\w+)?[^.;:]{0,100}$",
    re.IGNORECASE,
)
NO_LONGER = re.compile(r"\bno\s+longer\s+$|\bno\s+longer\s+\w+\s+$", re.IGNORECASE)
UNCONFIRMED = re.compile(
    r"\b(?:could\s+not\s+(?:be\s+)?(?:immediately\s+|independently\s+)*(?:be\s+)?(?:independently\s+)?(?:verif|confirm)\w*|(?:no|not\s+any)\s+(?:immediate\s+|independent\s+)*(?:confirmation|verification)|not\s+(?:been\s+)?(?:independently\s+|immediately\s+)*(?:verified|confirmed)"
    r"|unverified|unconfirmed|unable\s+to\s+(?:independently\s+)?(?:verify|confirm))",
    re.IGNORECASE,
)

_PLACE_WORDS = (
    "towns? cit(?:y|ies) villages? hamlets? districts? neighbou?rhoods? areas? suburbs? quarters? localit(?:y|ies) settlements? parts? province provinces countryside region territor(?:y|ies) swathes? swaths? stretches outskirts "
    "cent(?:re|er) airport airbase base bases positions crossings? junction crossroads hills? hilltop heights road roads highway bridge dam capital stronghold strongholds bastion enclave "
    "pocket points? half much most edge edges ground side entrance suburbs farms? facility complex checkpoints? fortress citadel square streets?"
).split()  # fmt: skip
PLACE_WORD = re.compile(rf"\b(?:{'|'.join(_PLACE_WORDS)})\b", re.IGNORECASE)
#: Things and people that can be captured in a place, which is then not captured.
NO_GROUND = re.compile(
    r"\b(?:soldiers?|fighters?|troops|prisoners?|weapons?|tanks?|vehicles?|ammunition|drugs|people|men|women|children|officers?|commanders?|pilots?|arms|rockets?|missiles?|documents|money|convoys?|talks|elections?|meeting|rally|protests?|power|"
    r"hospitals?|ceremony|funeral|attention|opportunity|hearts?|imagination|suspects?|hostages?|bodies|residents|civilians|cargo|images?|footage|pictures?|photos?|positions|plane|helicopters?|drones?|position|warehouse|depots?|equipment|lives|homes?|jobs?)\b",
    re.IGNORECASE,
)
FALLS = re.compile(
    r"(?:(?:ha(?:s|ve|d)\s+)?(?:now\s+|reportedly\s+|also\s+|already\s+)?(?:fell|fallen|falls|falling))(?:\s+(?:back|entirely|completely|largely|overnight|without\s+a\s+fight))*(?P<to>\s+(?:to|into|under)\s+(?:the\s+)?(?:hands\s+of\s+|control\s+of\s+)?)?",
    re.IGNORECASE,
)
UNDER = re.compile(
    r"(?P<copula>is|are|was|were|came|come|remains?|remained|fell|now|still|been|be|being|,)\s+(?:(?:now|still|firmly|entirely|reportedly|already|back|not|no\s+longer)\s+)*(?:under|in)\s+(?:the\s+)?(?:full\s+|complete\s+|firm\s+)?",
    re.IGNORECASE,
)
HELD = re.compile(r"[-‐‑](?P<how>held|controlled|run|ruled|occupied)\b", re.IGNORECASE)
STRONGHOLD = re.compile(
    r"\s+(?:stronghold|bastion|enclave)\s+(?:of\s+|in\s+)?(?:the\s+\w+\s+(?:of\s+)?)?$", re.IGNORECASE
)
NOUN = re.compile(
    r"\b(?P<noun>capture|seizure|takeover|recapture|conquest|loss|fall|siege|encirclement)\s+of\s+(?P<much>(?:(?:much|most|parts?|all)\s+of\s+)?)(?:the\s+)?(?:(?:[\w-]+\s+){0,2}(?:town|city|village|towns|villages|airport)\s+of\s+)?",
    re.IGNORECASE,
)
CLASH = re.compile(
    rf"\b(?:clashes|fighting|battles?|combat|firefights?|gun\s*battles?)\b(?P<gap>[^.;{MASK}]{{0,90}}?)(?:\b(?:in|around|near|at|for|outside|inside)|\bwithin\s+sight\s+of)\s+",
    re.IGNORECASE,
)
#: Who stands his ground does not gain any: the place is fought for.
REPELLED = re.compile(
    r"\b(?:repel|repuls|thwart|foil)\w*\s+(?:an?\s+|the\s+|several\s+|repeated\s+)?(?:[\w-]+\s+){0,2}?(?:attack|assault|offensive|advance|attempt)s?\s+(?:on|against|towards?)",
    re.IGNORECASE,
)
PUSH = re.compile(
    r"\b(?P<verb>push|drove|driven|drive|driving|force|expel|dislodge|repel|oust|eject|beat|flush|beaten|throw|threw)(?:ed|led|es|s|ing|ling|ged|d)?\b(?P<back>\s+back)?(?P<object>[^.;,]{0,60}?)(?P<from>\s+(?:back\s+)?(?:out\s+of|back\s+from|away\s+from|from|in|inside))\s+",
    re.IGNORECASE,
)
THERE = re.compile(
    r"\b(?:were|was|are|is|remain(?:ed|s)?)\s+(?:still\s+)?(?:deployed\s+|present\s+|in\s+control\s+)?there\b",
    re.IGNORECASE,
)
