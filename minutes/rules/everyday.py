"""Words of every summary that are no name, whatever they sound like and wherever they stand, as data."""

EMPTY_WORDS = frozenset({"none", "unknown", "nothing", "no", "yes", "na", "tbc", "ordinary", "not", "known"})
_EVERYDAY = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december level meeting mappa risk police probation prison court he they she his her their the this
    that there when where who what which it in on at after before since category action actions plan raises lowers yes
    no none visor oasys contact noted last first next
"""
WORKADAY = frozenset(_EVERYDAY.split())
"""Words of every summary that are no name, whatever they sound like."""

_OPENING = """
    a about above abuse access according accommodation address advice agencies agency alcohol all allegation
    allegations also although an and another any anybody anyone appointments are area arrest arrested as ask
    asked assault assessed assessment attended bail because been behaviour being both breach but by call called
    calls can care case caution check checked checks child children close community complaint concern concerns
    condition conditions considered conviction convictions could counsel curfew current custody daily damage
    date details did discussed disclosure does domestic done during each evening every everybody everything
    evidence family female following for former friend friends from full further given had has have having
    health hear heard held here home hospital hostel house housing how however i if incident incidents
    information initial intelligence interview is its keep keeps known later letter letters licence like likely
    lives living made make male many medication mental message messages met might missed more most mother must
    my names neighbour neighbours never new night nobody nor nothing now number of officer officers once one
    only open or other others our out over parent parents partner partners past people person phone physical
    possible previous protected public received recent recently record records refuge relationship relationships
    released report reported reports request residence ring risks said same school security seen sentence
    several should shown side since social some somebody something spoke staff start started state stated status
    still supervision support suspected telephone than then these those threat threats three through time to
    today told treatment two under until up use used very via victim victims violence visit visits wants was we
    weekly were while will with within without work would you young
"""
OPENING = WORKADAY | EMPTY_WORDS | frozenset(_OPENING.split())
"""Words with which a sentence begins in any note; a capital letter there makes no name of them."""

_COUNTIES = """
    county durham
    east riding
    east riding of yorkshire
    east sussex
    east yorkshire
    great britain
    greater london
    greater manchester
    isle of wight
    mid glamorgan
    north yorkshire
    south glamorgan
    south yorkshire
    tyne and wear
    united kingdom
    west glamorgan
    west midlands
    west sussex
    west yorkshire
"""
COUNTIES = frozenset(tuple(line.split()) for line in _COUNTIES.strip().splitlines())
"""Counties of more than one word, as words: too many people live in one for it to give an address away."""
