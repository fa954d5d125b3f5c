"""Small invented registers, one of each format, and how the files are named."""

from archive.register import read
from archive.register.facts import Facts, Person

REAL = (
    ("legislators", "legislators-current.yaml"),
    ("legislators", "executive.yaml"),
    ("congress-terms", "congress_terms_2012_2026_derived.csv"),
    ("legislators-social-media", "legislators-social-media.yaml"),
    ("congress-handles", "congress_handle_history_derived.csv"),
    ("politwoops", "politwoops-accounts.csv"),
)
"""(format, file) in the order in which the how-to imports them."""

LEGISLATORS = """
- id: {bioguide: A000001, wikidata: Q11, govtrack: 7, fec: [S1]}
  name: {first: Ana, middle: B., nickname: Annie, last: Río, suffix: Jr., official_full: Ana B. Río}
  terms:
  - {type: rep, start: '2013-01-03', end: '2017-01-03', state: TX, district: 16, party: Democrat}
  - type: sen
    start: '2017-01-03'
    end: '2023-01-03'
    state: TX
    class: 1
    party: Republican
    party_affiliations:
    - {start: '2017-01-03', end: '2019-12-18', party: Democrat}
    - {start: '2019-12-19', end: '2023-01-03', party: Republican}
- id: {govtrack: 8}
  name: {first: Ben, last: Tan}
  terms:
  - {type: prez, start: '2021-01-20', end: '2025-01-20', party: Democrat}
"""

SOCIAL = """
- id: {bioguide: A000001}
  social: {twitter: '@SenRio', twitter_id: 123, mastodon: '@rio@mastodon.example', youtube: Rio}
"""

TERMS = (
    "bioguide,wikidata,name,type,start,end,state,district,class,party,caucus,how,"
    "party_affiliations,last_seen_commit,last_seen_time\n"
    "A000001,Q11,Ana B. Río,rep,2013-01-03,2017-01-03,TX,16,,Democrat,,,,c,2026-01-01T00:00:00Z\n"
    "B000002,,Bo Lee,sen,2015-01-06,2021-01-03,VT,,1,Independent,,,"
    "Democrat:2015-01-06..2016-05-01;Independent:2016-05-02..2021-01-03,c,2019-03-04T12:00:00Z\n"
)

HANDLES = (
    "bioguide,field,value,first_seen_commit_time,first_seen_commit,last_absent_commit_time,"
    "removed_commit\n"
    "A000001,twitter,RepRio,2013-01-09T21:26:44-05:00,c,2017-01-04T06:21:12-05:00,d\n"
    "A000001,twitter,SenRio,2017-01-04T06:21:12-05:00,d,,\n"
    "A000001,twitter_id,123,2015-08-11T23:30:41-04:00,c,,\n"
    "A000001,youtube,channel/UCabc,2015-08-11T23:30:41-04:00,c,,\n"
)

POLITWOOPS = (
    "First Name, Middle Name, Last Name, Suffix, Office, State, Twitter Handle, Party, "
    "Account Type, Linked Accounts, Active, Notes\n"
    "Cy, , Orr, , Governor, MT, cyorr, R, Personal, CyForMT, Y, \n"
    "Cy,,Orr,,Governor,MT,CyForMT ,R,Campaign,cyorr,Y,\n"
)

OPENSTATES = """
id: ocd-person/11111111-2222-3333-4444-555555555555
name: Dee Fox
other_names: [{name: Deirdre Fox}]
party: [{name: Democratic}]
roles:
- type: upper
  district: 3
  jurisdiction: ocd-jurisdiction/country:us/state:tx/government
  start_date: 2019-01-08
  end_date: 2021-01-12
- {type: mayor, jurisdiction: 'ocd-jurisdiction/country:us/state:tx/place:el_paso/government'}
ids: {twitter: deefox, legacy: x}
other_identifiers: [{scheme: wikidata, identifier: Q44}, {scheme: votesmart, identifier: 1}]
"""

WIKIDATA = """{"head": {"vars": []}, "results": {"bindings": [
  {"person": {"type": "uri", "value": "http://www.wikidata.org/entity/Q55"},
   "personLabel": {"type": "literal", "value": "Eva Paz"},
   "officeLabel": {"type": "literal", "value": "President"},
   "jurisdictionLabel": {"type": "literal", "value": "Mexico"},
   "start": {"type": "literal", "value": "2024-10-01T00:00:00Z"},
   "partyLabel": {"type": "literal", "value": "Morena"},
   "x": {"type": "literal", "value": "EvaPaz"}, "xId": {"type": "literal", "value": "55"}},
  {"person": {"type": "uri", "value": "http://www.wikidata.org/entity/Q55"},
   "mastodon": {"type": "literal", "value": "eva@social.example"}}]}}"""

OWN = (
    "slug,name,aliases,wikidata,bioguide,office,jurisdiction,district,party,since,until,"
    "platform,handle,native_id,kind,account_since,account_until\n"
    'fay-ito,Fay Ito,Fay I.; F. Ito,Q66,,Mayor,"El Paso, TX",,,2021-01-05,2025-01-07,'
    "x,MayorOfElPaso,900,office-wide,2021-01-05,2025-01-07\n"
    "fay-ito,Fay Ito,,,,,,,,,,bluesky,fay.example,did:plc:abc,personal,,\n"
)

SAMPLES = {
    "legislators": LEGISLATORS,
    "legislators-social-media": SOCIAL,
    "congress-terms": TERMS,
    "congress-handles": HANDLES,
    "politwoops": POLITWOOPS,
    "openstates": OPENSTATES,
    "wikidata": WIKIDATA,
    "csv": OWN,
}


def parsed(format: str, data: str | None = None) -> Facts:
    return read(format, (SAMPLES[format] if data is None else data).encode())


def only(format: str, data: str | None = None) -> Person:
    """The one person of a register that has no problem."""
    facts = parsed(format, data)
    assert facts.problems == ()
    (person,) = facts.people
    return person
