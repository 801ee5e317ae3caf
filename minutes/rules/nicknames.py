"""Short forms of given names that are common in English, as data: each line holds names that may be the same person."""

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


_FORMS = _read()
