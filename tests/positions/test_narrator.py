"""What the narrator supposes is nobody's statement; what is reported stays one."""

from __future__ import annotations

import pytest

from foedus.positions import extract, shipped_dispute

DISPUTE = shipped_dispute("ukraine-2025")
SUPPOSED = """
Hungary is thought to oppose Ukraine's membership of NATO.
Slovakia is widely believed to be against Ukraine joining NATO.
Moscow is expected to demand that NATO disavow the promise of membership to Ukraine.
The visit suggests that Paris has come to accept Ukraine's membership of NATO.
Washington's silence can be read as a rejection of Ukraine's membership in NATO.
In what looked like a rejection of Ukraine's NATO membership, Trump left the room.
Putin would surely reject Ukraine's membership in NATO.
One may assume that Erdogan rejects Ukraine's membership of NATO.
It is hard to imagine that Orban would support Ukraine's membership of NATO.
Observers may conclude that Hungary opposes Ukraine's accession to NATO.
Hungary, it is assumed, will block Ukraine's membership in NATO.
Privately Berlin will be relieved, for it never supported Ukraine's membership of NATO.
No one doubts that Poland supports Ukraine's membership in NATO.
Everyone knows Germany opposes inviting Ukraine to NATO.
France has long been suspected of opposing Ukraine's membership of NATO.
The move looks like an American rejection of Ukraine's membership in NATO.
The speech hinted that Hungary could support Ukraine's membership in NATO.
Italy is unlikely to support Ukraine's membership in NATO.
Spain is likely to oppose Ukraine's membership of NATO.
Russia is bound to oppose Ukraine's membership in NATO.
Turkey must be assumed to support Ukraine's membership in NATO.
Had he been asked, Scholz would have rejected Ukraine's membership in NATO.
The question is whether Hungary supports Ukraine's membership in NATO.
Hungary's opposition to Ukraine's membership in NATO is, I think, a bluff.
To my mind Trump rejects Ukraine's membership in NATO for domestic reasons.
That would mean that the United States supports Ukraine's membership in NATO.
This implies that Slovakia would veto Ukraine's membership in NATO.
Croatia's president seems set to oppose Ukraine's membership of NATO.
Hungary is poised to reject Ukraine's membership in NATO.
Rumour has it that Slovakia supports Ukraine's membership in NATO.
Bulgaria is said to support Ukraine's membership in NATO.
A veto by Hungary of Ukraine's membership in NATO cannot be excluded.
For Moscow, Ukraine's membership in NATO would be unacceptable, or so the argument runs.
It remains unclear whether Slovakia opposes Ukraine's membership in NATO.
Whether Turkey supports Ukraine's membership of NATO will depend on the price.
Paris probably supports Ukraine's membership in NATO only in public.
Diplomats in Brussels are left to guess whether Rome supports Ukraine's membership of NATO.
Poland, one suspects, would reject anything short of Ukraine's membership in NATO.
Behind closed doors Washington must have rejected Ukraine's membership in NATO.
The absence of a statement shows that Spain opposes Ukraine's membership of NATO.
Few expect that Hungary will support Ukraine's membership of NATO.
There is a suspicion that Germany opposes Ukraine's membership in NATO.
It would be odd if Lithuania opposed Ukraine's membership of NATO.
The chancellor's smile seemed to say that Germany rejects Ukraine's membership of NATO.
Were Trump to agree, Orban would still oppose Ukraine's membership of NATO.
Nothing indicates that Slovenia supports Ukraine's membership of NATO.
A cynic would say that France supports Ukraine's membership of NATO because it will never come.
Perhaps the Dutch government supports Ukraine's membership in NATO, perhaps not.
In theory Croatia supports Ukraine's membership in NATO.
My guess is that Belgium opposes Ukraine's membership of NATO.
The draft could be read to mean that NATO rejects Ukraine's membership.
Nobody should be surprised when Hungary vetoes Ukraine's membership in NATO.
Sooner or later Berlin will have to support Ukraine's membership in NATO.
All this points to a Slovak veto of Ukraine's membership in NATO.
The logical consequence is that Washington rejects Ukraine's membership in NATO.
Erdogan is playing for time and secretly opposes Ukraine's membership of NATO.
The trip was meant to show that France supports Ukraine's membership in NATO.
Judging by the seating plan, Trump opposes Ukraine's membership in NATO.
The leak will be taken as proof that Germany opposes Ukraine's membership of NATO.
So far Athens has avoided saying that it supports Ukraine's membership in NATO.
Supporters of Ukraine's membership in NATO must hope that Hungary relents.
Putin's nightmare is Ukraine's membership in NATO.
Italy has yet to declare that it supports Ukraine's membership of NATO.
Perhaps nothing worries the Kremlin as much as Ukraine's membership in NATO.
Should Spain oppose Ukraine's membership of NATO, the summit fails.
Orban did not say that he opposes Ukraine's membership of NATO.
Fico never said he supports Ukraine's membership of NATO.
Scholz refused to say whether he opposes Ukraine's membership of NATO.
"""
REPORTED = """
Donald Tusk | support | Poland would not block Ukraine's membership in NATO, Tusk said.
Donald Tusk | support | Donald Tusk said Poland would support Ukraine's membership of NATO.
Olaf Scholz | oppose | According to Scholz, Germany would oppose Ukraine's membership in NATO.
Robert Fico | oppose | Fico signalled that Slovakia would block Ukraine's membership in NATO.
Kaja Kallas | support | "We think that Ukraine should join NATO," said Kallas.
Viktor Orbán | oppose | I oppose Ukraine's membership in NATO, said Orban.
Viktor Orbán | oppose | Orban, who never said much, opposes Ukraine's membership of NATO.
Viktor Orbán | oppose | Orban repeated that he opposes Ukraine's membership of NATO.
Donald Trump | oppose | Trump refused to support Ukraine's membership of NATO.
Donald Trump | oppose | Scholz may hesitate, but Trump rejects Ukraine's membership of NATO.
Slovenia | conditional | Slovenia would support Ukraine's membership of NATO if the war were over.
"""


@pytest.mark.parametrize("sentence", SUPPOSED.strip().splitlines())
def test_what_the_narrator_supposes_is_not_proposed(sentence: str) -> None:
    assert not extract(sentence, DISPUTE).statements


@pytest.mark.parametrize("row", REPORTED.strip().splitlines())
def test_what_is_reported_stays_a_statement(row: str) -> None:
    actor, stance, sentence = row.split(" | ")
    found = extract(sentence, DISPUTE).statements
    assert (actor, stance) in [(s.actor.name, s.stance) for s in found]
