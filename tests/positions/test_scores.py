"""The rules on texts annotated by hand: development and held-out halves, never fewer than these.

The texts were written and annotated before the rules; the rules were tried on the development half
only. Both halves are by the hand that wrote the rules, so the figures flatter. The texts ``q-*``,
``r-*``, ``s-*``, ``t-*`` and ``v-*`` are by five other hands who had never seen a rule. Only
``s-*``, every second of ``u-*`` (02 to 10), ``w-*`` and ``y-*`` have not been looked at while rules
were mended: leave them unread. ``corpus/README.md`` says which texts have been read since when, and
each time that the unread ones were measured.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from foedus.positions.annotations import AnnotationError, annotated
from foedus.positions.disputes import Dispute, dispute
from foedus.positions.scoring import Score, Tally, score

CORPUS = Path(__file__).parent / "corpus"
STYLES = {"communique", "press conference", "wire", "op-ed", "caption", "debate"}


def world(name: str) -> Dispute:
    return dispute((CORPUS / f"{name}.toml").read_text(encoding="utf-8"), name)


NEW = ("c-oped", "c-press", "c-wire", "d-oped", "d-wire")
"""Held-out texts that were added when the rules had long been written."""


@cache
def scores(part: str, only: tuple[str, ...] = ()) -> Score:
    made = Score()
    for path in sorted(CORPUS.glob("*.txt")):
        if only and path.stem not in only:
            continue
        text = annotated(path.read_text(encoding="utf-8"), path.name)
        if text.meta["part"] == part:
            made = made + score(text, world(text.meta["world"]))
    return made


def test_the_corpus_is_large_enough_and_split_by_source():
    texts = [annotated(p.read_text(encoding="utf-8"), p.name) for p in CORPUS.glob("*.txt")]
    assert len(texts) == 181
    assert sum(len(t.marked) for t in texts) >= 1200
    for part in ("development", "held-out"):
        own = [t for t in texts if t.meta["part"] == part]
        assert {t.meta["style"] for t in own} == STYLES
        assert {t.meta["world"] for t in own} == {"lake", "strait"}
    for part in ("second development", "second held-out"):
        own = [t for t in texts if t.meta["part"] == part]
        assert len(own) == 8
        assert sum(len(t.marked) for t in own) >= 105
        assert len({t.meta["style"] for t in own}) >= 5
    for part in ("fourth development", "fourth held-out"):
        own = [t for t in texts if t.meta["part"] == part]
        assert len(own) == 13
        assert sum(len(t.marked) for t in own) >= 140
        assert len({t.meta["style"] for t in own}) == 12
    own = [t for t in texts if t.meta["part"] == "fifth development"]
    assert len({t.meta["style"] for t in own}) == len(own) == 18
    assert sum(len(t.marked) for t in own) >= 290

    for part in ("sixth development", "sixth held out"):
        own = [t for t in texts if t.meta["part"] == part]
        assert len(own) == 8
        assert sum(len(t.marked) for t in own) >= 200
        assert len({t.meta["style"] for t in own}) >= 4
    own = [t for t in texts if t.meta["part"] == "eighth held out"]
    assert len({t.meta["style"] for t in own}) == len(own) == 16
    assert sum(len(t.marked) for t in own) >= 225
    own = [t for t in texts if t.meta["part"] == "ninth held out"]
    assert len({t.meta["style"] for t in own}) == len(own) - 1 == 7
    assert sum(len(t.marked) for t in own) >= 100
    for part, texts_of_it, marks in (("tenth held out", 8, 94), ("eleventh held out", 4, 41)):
        own = [t for t in texts if t.meta["part"] == part]
        assert len(own) == texts_of_it
        assert sum(len(t.marked) for t in own) >= marks
    for part in ("seventh development", "seventh held out"):
        own = [t for t in texts if t.meta["part"] == part]
        assert len({t.meta["style"] for t in own}) == len(own) == 5
        assert sum(len(t.marked) for t in own) >= 75


def test_held_out_attribution():
    assert scores("held-out").attribution.f1 >= 0.70


def test_held_out_actors():
    assert scores("held-out").actor_accuracy >= 0.88


def test_held_out_stances_and_coverage():
    found = scores("held-out")
    assert found.stance_f1 >= 0.60
    assert found.coverage >= 0.80


def test_held_out_triggers():
    assert scores("held-out").trigger.f1 >= 0.75


def test_held_out_narrator():
    """Two of 84 positions are the narrator's: 2.4 %, above the 2 % that were aimed at.

    One of 43 is in the first texts, one of 41 in the five that were written to be full of stances
    which nobody takes but the narrator. Before it was asked whether a text argues they were 3 of
    89, with some bare stances of columns that are no longer proposed.
    """
    found = scores("held-out")
    assert found.positions >= 83
    assert found.leaked <= 2
    assert scores("held-out", NEW).leaked <= 1


def test_held_out_targets_beat_the_commonest():
    found = scores("held-out")
    assert found.target.f1 > 2 * found.target_baseline


def test_development():
    found = scores("development")
    assert found.attribution.f1 >= 0.95
    assert found.actor_accuracy >= 0.95
    assert found.stance_f1 >= 0.95
    assert found.leaked == 0


def test_texts_full_of_their_writers_own_stances():
    """Eight texts of eight styles: when first tried 39 of 86 positions were the writer's."""
    found = scores("narrated")
    assert found.positions >= 50
    assert found.leaked <= 3
    assert found.attribution.hits >= 68
    assert found.actor_accuracy >= 0.88


def test_texts_of_other_disputes_that_were_written_later():
    """Seven texts of five disputes, annotated before the rules ran on them.

    When first tried four had 10 positions of 36 that were the writer's and three had 4 of 13 (the
    rules before them 13 of 38 and 10 of 19). They have been read since.
    """
    found = scores("fresh")
    assert found.leaked <= 3
    assert found.attribution.hits >= 58


def test_texts_that_no_rule_had_seen():
    """Six argued texts and three wire reports, annotated before the rules ran on them.

    At first sight 3 of 22 positions were the writer's, and 22 of 41 by the rules before that on
    bare stances; both had found 46 of 52 attributions. They have been read since.
    """
    found = scores("unseen")
    assert found.leaked <= 1
    assert found.positions >= 19
    assert found.attribution.hits >= 47


def test_general_news_of_nine_disputes():
    """Sixteen texts of as many sources, annotated before the rules ran on them, in two halves.

    At first sight the first half had attribution .81, 30 of 46 actors right, stances .53 and 1 of
    40 positions that was the writer's. The rules were then mended on it, and on the second half,
    at first sight, they had .84 (.83 before), 31 of 45 (29), .59 and 1 of 39. Both have been read
    since. Three questions of reporters, which were positions of nobody, are not counted any more,
    nor what somebody denied.
    """
    first, second = scores("second development"), scores("second held-out")
    assert first.attribution.f1 >= 0.88
    assert second.attribution.f1 >= 0.88
    assert first.actor_accuracy >= 0.89
    assert second.actor_accuracy >= 0.84
    assert first.stance_f1 >= 0.80
    assert second.stance_f1 >= 0.66
    assert first.leaked + second.leaked <= 1
    assert first.positions + second.positions >= 76


def test_four_texts_that_came_last():
    """At first sight .80 (.79 by the rules before), 13 of 16 actors, 1 of 17 the writer's.

    Today 12 of 16: what a speaker tells of another is no longer hers as well.
    """
    found = scores("third held-out")
    assert found.attribution.hits == found.attribution.annotated == 48
    assert found.leaked == 0
    assert found.actor_accuracy >= 0.75


def test_thirteen_texts_on_which_the_rules_were_mended():
    """Before: attribution .77, actors 73 of 88, stances .63, 5 of 54 the writer's."""
    found = scores("fourth development")
    assert found.attribution.f1 >= 0.83
    assert found.actor_accuracy >= 0.95
    assert found.stance_f1 >= 0.72
    assert found.leaked == 0
    assert found.positions >= 50


def test_thirteen_texts_that_were_held_out_once():
    """First: attribution .76, actors 68 of 97, stances .53, 5 of 52 the writer's.

    As long as nobody had read the errors these rose to .77, 86 of 99, .63 and 4 of 56, trigger .67.
    They were read then, and these are the floors since (.79, 90 of 101, .66, 4 of 60, .80). The
    four that are the writer's are told as what happened: "the cabinet approved the truce".
    """
    found = scores("fourth held-out")
    assert found.attribution.f1 >= 0.785
    assert found.attribution.hits / found.attribution.annotated >= 0.89
    assert found.right >= 89
    assert found.actor_accuracy >= 0.88
    assert found.stance_f1 >= 0.66
    assert found.coverage >= 0.82
    assert found.trigger.f1 >= 0.79
    assert found.positions >= 58
    assert found.leaked <= 4
    assert found.target.f1 > 2 * found.target_baseline


def test_eighteen_texts_by_other_hands():
    """At first sight .77, 169 of 223 actors, stances .46 on half of them, 3 of 110 the writer's.

    The rules were mended on them afterwards: these are the floors since.
    """
    found = scores("fifth development")
    assert found.attribution.f1 >= 0.82
    assert found.actor_accuracy >= 0.91
    assert found.stance_f1 >= 0.74
    assert found.coverage >= 0.69
    assert found.trigger.f1 >= 0.78
    assert found.positions >= 123
    assert found.leaked <= 1


def test_twelve_texts_by_a_hand_that_no_rule_was_mended_on():
    """First: .71, actors 124 of 155, stances .38 on .42 of them, 9 of 69 the writer's.

    Unread, and measured after each mending (``corpus/README.md``): .74, 133 of 163, .48 on .60, 4
    of 76 before the ninth, .75, 136 of 166, .49 on .64, 4 of 81 after it, .50 on .61, 4 of 82 after
    the tenth, which abstains on two more (that floor was .63) and is right on as many. The aims of
    .88 for actors, .60 for stances and 2 % for the writer's share are missed.
    """
    found = scores("fifth held out")
    assert found.attribution.f1 >= 0.75
    assert found.right >= 136
    assert found.actor_accuracy >= 0.81
    assert found.stance_f1 >= 0.495
    assert found.coverage >= 0.61
    assert found.trigger.f1 >= 0.75
    assert found.positions >= 76
    assert found.leaked <= 4


def test_sixteen_texts_by_a_fourth_hand():
    """Texts of harder sentences: at first sight .61 and .56, stances .35 and .23.

    The rules were mended on the first eight (.66, .49) and measured once on the others, on which
    that gained nothing (.56, .25). When plain English was read they had .69 and .59 on the first,
    .57, .25 and 101 actors of 150 (97 of 147) on the others. That "he" in somebody's own words is
    not the speaker cost one right stance there (.252 to .236) and spared a wrong one in the first
    (leaks 4 to 3): it stays, since who is meant is not known. Two acts of one sentence are two
    statements now ("rejected it and vowed to fight it"), so that one that is the writer's counts
    twice (5 to 6 of 65). Both halves have been read since: the floors are those of the ninth
    mending. Much of what is missed there takes knowledge of the dispute ("I'd sign here").
    """
    read, unread = scores("sixth development"), scores("sixth held out")
    assert read.attribution.f1 >= 0.69
    assert read.right >= 150
    assert read.stance_f1 >= 0.60
    assert read.trigger.hits >= 21
    assert read.leaked <= 3
    assert unread.attribution.f1 >= 0.61
    assert unread.right >= 105
    assert unread.stance_f1 >= 0.31
    assert unread.positions >= 69
    assert unread.leaked <= 6


def test_ten_texts_of_two_invented_disputes():
    """Ten texts of ten styles, annotated before the rules were mended, every second one unread.

    Before: attribution .76 and .73, actors 63 of 73 and 43 of 63, stances .68 and .39, triggers .84
    and .50. The hand is that of the rules. The ninth mending cost one of the 54 attributions found
    in the unread half and one stance there; which, nobody has looked: that floor was .75 and .42.
    """
    read, unread = scores("seventh development"), scores("seventh held out")
    assert read.attribution.f1 >= 0.82
    assert read.right >= 66
    assert read.stance_f1 >= 0.80
    assert read.trigger.f1 >= 0.94
    assert read.leaked == 0
    assert unread.attribution.f1 >= 0.74
    assert unread.right >= 49
    assert unread.stance_f1 >= 0.40
    assert unread.leaked <= 1


def test_sixteen_texts_by_a_fifth_hand():
    """Sixteen texts of sixteen styles, written while rules were mended by who had not seen them.

    They were measured twice unread: by the rules before (attribution .83, 140 of 185 actors,
    stances .53 on .62, triggers 11 of 18, 9 of 102 the writer's) and by those mended without them
    (.83, 143 of 186, .56 on .65, 12, 7 of 101). They have been read since; these are the floors.
    One position fewer that is not the writer's (113 to 112): it had the wrong actor and side.
    """
    found = scores("eighth held out")
    assert found.attribution.f1 >= 0.92
    assert found.right >= 179
    assert found.stance_f1 >= 0.85
    assert found.coverage >= 0.78
    assert found.trigger.f1 >= 0.91
    assert found.positions >= 117
    assert found.leaked <= 5


def test_eight_texts_of_two_arrangements_that_no_other_has():
    """Congo and Rwanda, and the Essequibo: annotated before any rule was mended for the ninth time.

    First: attribution .82, 83 of 91 actors, stances .63 on .54, triggers 8 of 11, 4 of 56 the
    writer's; after that mending .84, 84 of 93, after the tenth 85 of 93, the rest the same. The
    hand is that of the rules, and nobody has read the errors.
    """
    found = scores("ninth held out")
    assert found.attribution.f1 >= 0.84
    assert found.right >= 85
    assert found.stance_f1 >= 0.62
    assert found.trigger.hits >= 8
    assert found.leaked <= 4


def test_eight_texts_of_four_disputes_that_were_read_after_one_measurement():
    """Prespa, Assab, Jeddah and Doha, annotated before the rules were mended for the tenth time.

    First: attribution .81, 68 of 81 actors, stances .55 on .67, triggers 8 of 8, 2 of 61 the
    writer's. The rules were mended on them; these are the floors since (.84, 74 of 83, .69, 1).
    """
    found = scores("tenth held out")
    assert found.attribution.f1 >= 0.84
    assert found.right >= 74
    assert found.stance_f1 >= 0.68
    assert found.coverage >= 0.68
    assert found.trigger.hits >= 8
    assert found.leaked <= 1


def test_four_texts_that_nobody_has_read_the_errors_of():
    """Shoals and Cyprus, annotated on the same day as the eight above, before any rule was mended.

    By the rules before: attribution .82, 32 of 36 actors, stances .45 on .43 of 21, triggers 2 of
    3, 0 of 21 the writer's. After the tenth mending: .82, 31 of 36, .34 on .43, 1 of 3, 0 of 20:
    it gained nothing here, and lost some.
    """
    found = scores("eleventh held out")
    assert found.attribution.f1 >= 0.82
    assert found.right >= 31
    assert found.stance_f1 >= 0.34
    assert found.leaked == 0


def test_scores_worked_by_hand():
    text = "# world: x\n[1s:Bell] [1c:said] [1q:it rains]. [2s:Osten] danced that [2q:it never snows here].\n===\n1; assertion; Bell; -; -; -; indirect; -\n"  # noqa: E501
    made = score(annotated(text, "x"), world("lake"))
    assert made.attribution == Tally(1, 1, 2)
    assert made.attribution.f1 == pytest.approx(2 / 3)
    assert (made.actors, made.right) == (1, 1)


def test_bad_annotations_are_told():
    with pytest.raises(AnnotationError, match="never closed"):
        annotated("# a: b\n[1s:Bell said\n===\n", "x")
    with pytest.raises(AnnotationError, match="8 fields"):
        annotated("# a: b\n[1s:Bell]\n===\n1; position\n", "x")
