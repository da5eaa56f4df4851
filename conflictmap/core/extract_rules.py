"""The words that say what a name is, and what is no place: one readable table for each question.

Words are compared folded (`names.normalise`); patterns run over the text as given.
"""

from __future__ import annotations

import re

from conflictmap.core.names import normalise
from conflictmap.core.records import PlaceKind


def _folded(words: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in words.split())


# --- What the words around a name say about it -------------------------------------------------------------------

#: "city of X", "the town of X": the kind, when the span is X alone.
KIND_BEFORE: dict[str, PlaceKind] = {
    "city": "city", "capital": "city", "town": "town", "village": "village", "hamlet": "village", "suburb": "suburb",
    "neighbourhood": "suburb", "neighborhood": "suburb", "district": "district", "province": "province",
    "governorate": "province", "region": "area", "enclave": "area", "outskirts": "city", "towns": "town", "villages": "village",
    "مدينة": "city", "بلدة": "town", "بلدات": "town", "قرية": "village", "قرى": "village", "حي": "suburb", "ناحية": "district",
}  # fmt: skip

#: "X city", "Hama province": the kind, and whether the span takes the word in.
KIND_AFTER: dict[str, tuple[PlaceKind, bool]] = {
    "city": ("city", False), "town": ("town", False), "village": ("village", False), "district": ("district", True),
    "province": ("province", True), "governorate": ("province", True), "countryside": ("area", True), "region": ("area", True),
    "suburbs": ("area", True), "plain": ("area", True),
    "provinces": ("province", False), "governorates": ("province", False), "cities": ("city", False), "towns": ("town", False),
    "villages": ("village", False), "counties": ("district", False),
}  # fmt: skip

#: What a site is called: the kind of "X's military academy", "X airport".
SITE_WORDS: dict[str, PlaceKind] = {
    "airport": "airport", "airfield": "airport", "airbase": "base", "base": "base", "barracks": "base", "academy": "base",
    "college": "site", "checkpoint": "site", "citadel": "site", "dam": "site", "refinery": "site", "prison": "site",
    "hospital": "site", "university": "site", "crossing": "site", "port": "site",
}  # fmt: skip
#: Words that may stand between a place and its site.
SITE_ADJECTIVES = frozenset("international military civilian main central air naval field artillery infantry technical power "
                            "university teaching border thermal".split())  # fmt: skip

DIRECTIONS: dict[str, str] = {
    "north": "north", "northern": "north", "south": "south", "southern": "south", "east": "east", "eastern": "east",
    "west": "west", "western": "west", "central": "", "rural": "", "northwest": "north-west", "northwestern": "north-west",
    "northeast": "north-east", "northeastern": "north-east", "southwest": "south-west", "southwestern": "south-west",
    "southeast": "south-east", "southeastern": "south-east",
}  # fmt: skip

#: Arabic: ريف حماة الشمالي, محافظة حماة, مطار حماة العسكري.
ARABIC_HEADS: dict[str, PlaceKind] = {"ريف": "area", "محافظه": "province", "مطار": "airport", "قاعده": "base"}
ARABIC_TAILS = _folded("الشمالي الجنوبي الشرقي الغربي الأوسط الدولي العسكري المدني الجوية")
#: A name that begins so has a second word.
ARABIC_FIRST_WORDS = _folded("كفر تل خان دير أبو معرة جسر قلعة عين رأس بيت شيخ أم")
ARABIC_CLITICS = "وبلفك"

#: "Turkey-backed", "Britain-based": the place is said of somebody, as an adjective.
ADJECTIVE_TAILS = _folded(
    "backed based led allied aligned affiliated supported sponsored funded born made run occupied trained"
)

# --- What is no place --------------------------------------------------------------------------------------------

#: Capitalised words that gazetteers hold as names of some place and English texts mean otherwise.
NOT_NAMES = _folded(
    """A About After Afternoon Again Against All Also Although Am An And Another Any April Are Army As At
    August Back Baby Bad Be Because Bay Before Best Big Black Blue Both Bridge But By Can Center Central
    Centre Chief Christian Christmas Church City Clay Clear Coast College Comments Council County Court
    Date Day Dear December Del Did District Do Down Each Early East Eastern Editor Eight Email Enough Even
    Every Facebook February Few Field Fifth First Five For Force Forces Fort Four Free Friday From Further
    General God Good Government Governor Grand Great Green Group Had Half Has Have He Health Her Here High
    Hill His Home House How I If In Independent Institute International Is Islamist It Its January Judge
    July June Just King Lake Last Late Later Law Leader Least Less Let Life Like Little Local Long Lord
    Made Main Major Man Many March Mayor May Me Meanwhile Media Men Minister Mobile Model Monday More Most
    Mr Mrs Ms Much Muslim My Nation National Nature Never New News Next Night Nine No None North Northern
    Not November Now October Of Off Old On Once One Only Or Order Other Our Out Over Own Page Park Part
    Party People Person Place Plan Point Police Popular Post President Press Prince Province Public Queen
    Read Reading Rebel Rebels Red Regime Related Report Republic Residents River Road Rose Same Saturday
    Second Secretary Senator September Service Seven Several Share She Should Show Since Sir Six So Social
    Some Soon Source South Southern Spring St State States Still Street Such Summer Sun Sunday Supreme Tag
    Teacher Team Ten Than That The Their Them Then There These They Third This Those Three Through
    Thursday Thus Time Times To Today Together Tomorrow Tour Town Tuesday Two Under Union Unit United
    University Until Up Upon Very Victory Village War Was Water We Wednesday Welcome Well Were West
    Western What When Where Which While White Who Whole Why Will Winter With Within Woman Women Words
    World Would Year Years Yes Yesterday Yet You Young Your Islam Salafi Alawite Sunni Shia Kurdish Kurd
    Arab Arabs"""
) | _folded("Abu Umm Ibn Bin Abd Abdel Abdul")

#: All capitals that are agencies and groups, though some town answers to them.
ACRONYMS = frozenset(
    "SANA SOHR ISIS ISIL NATO TASS NASA AFP HTS SDF SNA FSA YPG PKK PYD UNICEF OCHA IDF IRGC WHO UN EU RIA ANHA PSD CIA FBI BBC CNN PA AP".split()
)

#: Two capitals that are a country, not a state's postal code.
COUNTRY_INITIALS = frozenset({"US", "UK", "EU"})

#: Family and given names that are towns somewhere: a place only after "town of" and its like.
PERSON_NAMES = _folded(
    """Abbas Abdallah Abdul Abdullah Adam Adel Ahmad Ahmed Alan Albert Alex Ali Amin Amir Andrew Anna Anthony
    Arthur Assad Asad Austin Ayman Aziz Barack Bashar Bashir Ben Benjamin Bernard Bill Brian Bruce Carlos
    Carter Charles Charlie Christian Christopher Clinton Craig Dale Daniel David Dean Dennis Diego Donald
    Douglas Edward Elizabeth Eric Erdogan Faisal Farouk Fatima Francis Frank Fred Gary George Gordon
    Graham Grant Hamid Harold Harry Hasan Hassan Helen Henry Hussein Husayn Ibrahim Imad Ismail Jack
    Jackson James Jason Jean Jeff Jim Joe John Johnson Jolani Jones Jose Joseph Juan Karim Kamal Keith
    Kelly Kevin Khaled Khalid Khalil Kim Larry Laura Lee Leo Lewis Lopez Louis Luis Luke Maher Mahmoud
    Malik Mansour Marc Marco Maria Marie Mark Martin Mary Matthew Mehdi Michael Miguel Mike Mohamed
    Mohammad Mohammed Moses Muhammad Murad Mustafa Nasser Nelson Nicholas Obama Obaida Oliver Omar Osama
    Oscar Patrick Paul Pedro Peter Philip Phillip Putin Qasim Rami Raymond Rashid Richard Robert Robin
    Roger Ronald Roy Russell Ryan Saad Saddam Said Salah Saleem Saleh Salim Salman Sam Samir Samuel Scott
    Sergio Simon Sofia Stanley Stephen Steve Steven Stuart Suleiman Taylor Terry Thomas Tim Tom Tony Trump
    Tyler Umar Victor Vincent Walter Warren Wayne William Williams Wilson Yasser Youssef Yusuf Zakharova
    Zaid"""
)

#: What comes before a person's name.
TITLES = _folded(
    """Mr Mrs Ms Miss Dr Prof Professor President Minister Premier Colonel Col General Gen Lieutenant Lt
    Captain Capt Major Maj Brigadier Brig Sergeant Sgt Commander Sheriff Judge Justice Senator Sen Rep
    Representative Congressman Gov Governor Mayor Secretary Ambassador Envoy Spokesman Spokeswoman
    Spokesperson Director Leader Chairman Chief Officer Detective Rev Reverend Father Bishop Pope Imam
    King Queen Prince Princess Lord Lady Sir Journalist Activist Analyst Coach Attorney Deputy Councilman
    Councilwoman Commissioner"""
)

#: A person's name goes on from these: Abu Obaida, Rami Abdel Rahman.
KUNYA = _folded("Abu Umm Ibn Bin Abd Abdel Abdul")

#: Before these a capitalised name is a place even when a person has borne it in the text.
LOCATIVE = frozenset("in at near outside inside around towards toward into across throughout".split())

#: Before a name these make another thing of it: a mountain, a lake.
FEATURES_BEFORE = _folded("Mount Mt Lake Jabal Jebel Mountains River Wadi")

#: A longer run of capitals is still a place when what stands left or right of the name is one of these.
RUN_BEFORE = _folded("North South East West Northern Southern Eastern Western Northwest Northeast Southwest Southeast Central Greater Downtown Old Upper Lower "
                     "City Town Village Province Governorate Rural Inner Outer Metro Capital Near In At From To For The Of And") | frozenset(DIRECTIONS)  # fmt: skip
RUN_AFTER = _folded(
    """Province Governorate City Town Village Countryside District Region County Airport International
    Military Airbase Air Base Civil State Academy University Hospital Police Mayor Council School High
    Highway Area River Port Border Industrial Sunday Monday Tuesday Wednesday Thursday Friday Saturday
    January February March April May June July August September October November December And Or In On At
    The As After Fire Parish"""
)

#: Organisations and outlets that carry a place's name, and names that hold another's.
ORGANISATIONS = re.compile(
    # What begins otherwise is none of these.
    r"""\b(?=(?-i:[A-Z\u00c0-\uffff])|[abdfhijklmnrstw])(?:
      (?-i:Ha[yi]['’ʾ]?at|Hayat)\s+Tahrir\s+(?:al|ash|el)?[-\s]?Sham | (?:Ahrar|Jaish|Failaq|Jabhat\s+Fath)\s+(?:al|ash|el)[-\s]Sham
    | Islamic\s+State\s+(?:in|of)\s+Iraq\s+and\s+(?:the\s+Levant|Syria|al-Sham)
    | Syrian\s+Observatory(?:\s+for\s+Human\s+Rights)? | Syrian\s+Network\s+for\s+Human\s+Rights
    | Syrian\s+(?:Arab\s+)?(?:Civil\s+Defen[cs]e|Red\s+Crescent|News\s+Agency|(?:Arab|National|Democratic|Free)\s+(?:Army|Forces|Council|Coalition))
    | Free\s+Syrian\s+Army | Syrian\s+(?:National|Arab)\s+Army | White\s+Helmets
    | Russian\s+(?:Reconciliation\s+)?Cent(?:re|er)\s+for\s+(?:the\s+)?Reconciliation(?:\s+of\s+the\s+(?:Enemy|Opposing|Warring)\s+(?:Parties|Sides))?
    | France\s+\d\d | Russia\s+(?:Today|24) | Sky\s+News(?:\s+Arabia)? | Al[-\s]Ikhbari\w+ | Kahawatungu
    | (?:The\s+)?(?:New\s+York|Los\s+Angeles|Washington|Jerusalem|Moscow|London|Kyiv|Beirut|Damascus|Tehran|Financial|Irish)\s+
        (?:Times|Post|Tribune|Independent|Observer|Gazette)
    | (?:Times|Bank)\s+of\s+(?:Israel|London|India|England|America) | (?:Halab|Aleppo|Syria|Idlib|Hama)\s+(?:Today|TV|Direct|Plus|Media\s+Cent(?:re|er))
    | Associated\s+Press | RIA\s+Novosti | Anadolu(?:\s+Agency)? | Muslim\s+Brotherhood
    | (?-i:(?:[A-Z][\w’'-]+\s+){1,2}(?:Process|Accords?|Agreement|Treaty|Convention|Protocol)\b)
    | هيئة\s+تحرير\s+الشام | أحرار\s+الشام | فيلق\s+الشام | المرصد\s+السوري(?:\s+لحقوق\s+الإنسان)? | الدفاع\s+المدني\s+السوري | قوات\s+سوريا\s+الديمقراطية | فرانس\s+24
    )""",
    re.VERBOSE | re.IGNORECASE,
)

#: Sana, the agency, when it is not written in capitals.
AGENCY_SANA = re.compile(
    r"(?:news\s+agency,?\s+|agency\s+|\btold\s+|\baccording\s+to\s+)(Sana)\b(?!['’`]a)|\b(Sana)(?=\s+(?:news|agency|said|reported|quoted|added|confirmed))|\bوكالة\s+(?:الأنباء\s+السورية\s+)?[(«\"]?(سانا)"
)

#: Where the agency is named in full, a bare Sana is the agency too, unless something lies in it.
AGENCY_NAMED = re.compile(r"\bSANA\b|\bSyrian (?:Arab )?[Nn]ews [Aa]gency\b")
BARE_SANA = re.compile(r"(?<!\bin )(?<!\bof )(?<!\bnear )(?<!\bfrom )(?<!\bto )\bSana\b(?!['’`]a)")

#: A line of the page, not of the report: passed over.
FURNITURE_LINE = re.compile(
    r"^[ \t]*(?:also read\b|read also\b|read more\b|see also\b|share (?:post|this|on)\b|source:|email your|by skynews|by sky news"
    r"|with afp\b|comments?\b[ \t]*$|follow us\b|subscribe\b|sign up\b|advertisement\b|photo(?:graph)?:|click here\b|watch:|اقرأ أيضا|شارك)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
#: The head of a list of other articles: passed over with the short lines under it.
RELATED_LIST = re.compile(
    r"^[ \t]*(?:more like this|related(?: (?:articles|stories|news|posts|topics))?|popular|most (?:read|popular|viewed)|you may also like"
    r"|recommended(?: for you)?|trending(?: now)?|latest news|more from\b[^\n]{0,40}|مواضيع ذات صلة)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: A paragraph of this many characters is the report going on.
PROSE_LINE = 240
