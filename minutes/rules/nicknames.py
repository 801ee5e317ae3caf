"""Short forms and spellings of names that are common in English, as data: each line may be the same person."""

import re

_LINES = """
    abigail abby gail
    alexander alex sandy sasha xander alec
    alexandra alex sandra sasha lexi
    alfred alf alfie fred
    andrew andy drew
    anthony tony ant
    barbara barb babs
    benjamin ben benny benji
    catherine katherine kathryn cathy kathy kate katie kitty kat cat
    charles charlie chuck chas
    charlotte charlie lottie char
    christine christina chris chrissie tina
    christopher chris kit topher
    daniel dan danny
    david dave davey
    deborah debbie deb
    dorothy dot dottie dolly
    edward eddie ed ned ted teddy
    eleanor ellie nell nora
    elizabeth liz lizzie beth betty eliza libby bess lisa betsy
    emily em emmy millie
    florence flo florrie
    francis frank frankie
    frances fran frankie fanny
    frederick fred freddie
    gabrielle gabby
    george georgie
    georgina georgie gina
    gerald gerry jerry
    gregory greg
    harold harry hal
    helen nell nellie
    henry harry hal
    isabella isabel bella izzy
    jacob jake
    jacqueline jackie
    james jim jimmy jamie
    jennifer jen jenny
    jessica jess jessie
    john johnny jack jon
    jonathan jon jonny
    joseph joe joey
    joshua josh
    judith judy jude
    kenneth ken kenny
    kimberly kim
    lawrence laurence larry laurie
    leonard len lenny leo
    margaret maggie meg peggy madge greta daisy
    mary molly polly
    matthew matt matty
    michael mike mick mickey micky
    mohammed muhammad mohamed mohammad mo
    natalie nat
    nathaniel nathan nate nat
    nicholas nick nicky nico
    nicola nicky nic
    oliver ollie olly
    olivia liv livvy
    pamela pam
    patricia pat patsy tricia trish
    patrick pat paddy
    penelope penny
    peter pete
    philip phil pip
    rebecca becky becca
    richard rick ricky rich dick richie
    robert rob robbie bob bobby bert
    ronald ron ronnie
    samantha sam sammy
    samuel sam sammy
    sarah sally sadie
    stephanie steph
    stephen steven steve stevie
    susan sue susie suzie
    terence terry
    theodore theo ted teddy
    theresa teresa terry tess
    thomas tom tommy
    timothy tim timmy
    valerie val
    veronica ronnie
    victoria vicky tori
    vincent vince vinny
    walter wally walt
    wilhelmina billie mina minnie willa
    william will willy bill billy liam
    winifred winnie freda
    zachary zach zak
"""


_SPELLED = """
    aaron aron arran
    amy aimee ami aimie
    ann anne an ana
    bryan brian bryon
    claire clare clair
    debra deborah debora
    geoff jeff
    geoffrey jeffrey
    gillian jillian
    graham graeme
    jane jayne
    joan jone
    kay kaye kai cay
    lee leigh lea li ley
    lesley leslie
    lyn lynn lynne lin
    neil neal niall
    ray rae rey
    sean shaun shawn shane
    sara sarah
    sian shan
    stewart stuart
    toni tony
    tracey tracy
    vivien vivian vivienne
    zoe zoey zowie
"""
_WORDS_TOO = """
    alec ant art barb bat bert bill billy bob bobby cat char chas chuck daisy dick dolly dot dottie drew em frank gail
    hal harry jack jerry jude ken kit liv mark matt max mick mike mina nat nate nick pat patsy penny pip rich rick rob
    ron sally sam sandy sue ted terry tom val walt will willa willy
"""
WORDS_TOO = frozenset(_WORDS_TOO.split())
"""Short forms that are words too, or nearly: in small letters they are no name."""
_DOUBLED = re.compile(r"(.)\1+")


def other_spellings(name: str) -> frozenset[str]:
    """Other usual spellings, folded, of a name; empty for one that has none."""
    return _SPELLINGS.get(name, frozenset())


def evened(name: str) -> str:
    """A folded name without what is not heard: "kaye" and "kay", "ann" and "anne", "toni" and "tony" come to one."""
    even = _DOUBLED.sub(r"\1", name)
    even = even[:-1] if len(even) > 3 and even[-1] in "eh" else even
    return re.sub(r"(?:ey|ie|y)$", "i", even)


def other_forms(given: str) -> frozenset[str]:
    """The names, folded, that may stand for this given name; empty for one that has no common short form."""
    return _FORMS.get(given, frozenset())


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _LINES.strip().splitlines():
        full, *short = line.split()
        found.setdefault(full, set()).update(short)
        for name in short:
            found.setdefault(name, set()).add(full)
    return {name: frozenset(forms) for name, forms in found.items()}


def _read_spellings() -> dict[str, frozenset[str]]:
    lines = [frozenset(line.split()) for line in _SPELLED.strip().splitlines()]
    return {name: line - {name} for line in lines for name in line}


_FORMS = _read()
_SPELLINGS = _read_spellings()
