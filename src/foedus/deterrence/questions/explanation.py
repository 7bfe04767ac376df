"""Say in plain English what each side does under an option, why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.deterrence.job import Job, game_of
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.questions.preventive import preventive
from foedus.deterrence.questions.story import Scene, Story, likeliest
from foedus.deterrence.questions.switching import shortest
from foedus.deterrence.sides import DeterrenceError
from foedus.language import agreeing, listed
from foedus.process import Clauses, act_label, name_of

_SMALL = 0.005


def explain(job: Job, by: str) -> tuple[str, ...]:
    """Return the story of an option with every estimate at its middle, and its reasons.

    The last line names what changes most easily whether the option deters `by`.
    """
    try:
        told = tuple(tell(job, story_of(job, by)))
    except DeterrenceError as none:
        return (str(none),)
    return (*told, *preventive(job, by), shortest(job, by))


def story_of(job: Job, by: str = "") -> Story:
    """Return what is likeliest at each point, with every estimate at its middle.

    It is a story of the game that is solved for the figures, in which all sometimes err: what a
    choice is worth, and how likely it is, can be held against them.

    Parameters
    ----------
    job, by
        The option, and whose attack is counted; that of the party told of when left out.

    Raises
    ------
    foedus.deterrence.DeterrenceError
        When the game has no solution in numbers there.
    """
    from foedus.games import solve_aqre  # slow to load, and a story is not always told

    game = game_of(job)
    params = game.chances.values(job.draws(1, central=True))
    solution = solve_aqre(game.tree, params, [job.design.precision])[0]
    if not solution.ok[0]:
        raise DeterrenceError(
            "no story is told: with every estimate at its middle the game has no solution in "
            "numbers; stakes are in units of the prize"
        )
    return likeliest(game, Ledger(game, solution, params, by or job.deterred))


def tell(job: Job, story: Story) -> Iterator[str]:
    """Yield how the story is to be read, one sentence for each turn that matters, and its odds."""
    clauses = game_of(job).play.clauses
    yield (
        "With every estimate at its middle, the likeliest move at each point; what a choice is "
        f"worth counts that all sometimes err (precision {job.design.precision:g})"
    )
    attack = f"an attack by {name_of(clauses, story.by)}"
    for scene in story.scenes:
        told = _chosen(clauses, scene) if scene.player else _befell(clauses, scene, attack)
        if told:
            yield f"{clauses.date_of(scene.day)}: {told}"
    signers = listed([name_of(clauses, party) for party in job.variant.refusing])
    forced = f" ({signers} taken to have signed)" if signers else ""
    chance = f"{attack} has chance {story.attack:.2f}"
    yield f"Over all that can come{forced}, not this story alone, {chance}"


def _chosen(clauses: Clauses, scene: Scene) -> str:
    if scene.about.kind == "agree":
        return _agreed(name_of(clauses, scene.player), scene)
    others = {label: worth for label, worth in scene.worth.items() if label != scene.took}
    best = max(others, key=lambda label: others[label])
    name, instead = name_of(clauses, scene.player), _deed(clauses, scene, best)
    did = f"{_deed(clauses, scene, scene.took)} (chance {scene.chances[scene.took]:.2f})"
    margin = scene.worth[scene.took] - others[best]
    believed = ", by what it believes of others," if scene.guessing else ","
    compared = f"worth {scene.worth[scene.took]:+z.2f} to it{believed} against {others[best]:+z.2f}"
    if abs(margin) < _SMALL:
        kind = scene.about.kind  # what is not signed is in force for nobody; what is done leads on
        told = kind in ("conduct", "sign") or scene.took == kind
        return f"{name} {did}; it could as well do otherwise" if told else ""
    reason = _differences(scene.stakes[scene.took], scene.stakes[best])
    return f"{name} {did}: {compared} if it {instead}. What decides: {reason}"


def _agreed(name: str, scene: Scene) -> str:
    """Say whether a side signs; the story goes on as if it did."""
    signs, refuses = scene.worth["sign"], scene.worth["refuse"]
    if abs(signs - refuses) < _SMALL:
        return f"{name} {agreeing(name, 'has')} as much from refusing as from signing"
    if signs > refuses:
        signing = agreeing(name, "signs")
        return (
            f"{name} {signing}, which is worth {signs:+z.2f}, against {refuses:+z.2f} of refusing"
        )
    return (
        f"{name} would rather refuse, which is worth {refuses:+z.2f}, against {signs:+z.2f} of "
        f"signing. What follows supposes the signature of {name} all the same"
    )


def _differences(chosen: Mapping[str, float], other: Mapping[str, float]) -> str:
    """Return the stakes that set two answers apart, the largest difference first."""
    apart = {label: chosen[label] - other[label] for label in chosen}
    largest = sorted(apart, key=lambda label: -abs(apart[label]))[:3]
    return ", ".join(
        f"{label} {chosen[label]:+z.2f} against {other[label]:+z.2f}"
        for label in largest
        if abs(apart[label]) >= _SMALL
    )


def _deed(clauses: Clauses, scene: Scene, label: str) -> str:
    kind, actor, clause, against = scene.about
    if kind == "conduct":
        towards = f" (towards {name_of(clauses, against)})" if against else ""
        act = act_label(clauses, actor, label)
        labelled = any(
            one.act == label and one.label for one in clauses.arrangement.conduct[actor].acts
        )
        return f"{act if labelled else f'chooses {act!r}'}{towards}"
    text = clause.replace("_", " ").replace("-", " ")
    if kind in ("threaten", "yield"):
        return _crisis(clauses, clause, label)
    deed = clauses.arrangement.deeds[clause].label if kind in ("perform", "undo") else ""
    did = {
        "withdraw": (f"gives notice of withdrawal from the {text}", f"stays in the {text}"),
        "allege": (f"alleges a breach ({text})", "alleges nothing"),
        "open": (f"opens the {text}", f"does not open the {text}"),
        "perform": (deed or f"performs {text}", f"does not ({deed or f'perform {text}'})"),
        "undo": (f"undoes {(deed or text)!r}", f"does not undo {(deed or text)!r}"),
        "vote": (f"lets the {text} pass", f"holds the {text} back"),
        "sign": (f"signs the {text}", f"does not sign the {text}"),
        "honour": (f"honours {text}", f"declines to honour {text}"),
    }[kind]
    return did[0] if label not in ("no", "decline") else did[1]


def _crisis(clauses: Clauses, guarantee: str, label: str) -> str:
    threat = clauses.arrangement.coercion[clauses.arrangement.guarantees[guarantee].against]
    return {
        "threaten": f"threatens {threat.label} to keep the response away",
        "no": "lets the response come",
        "give in": f"gives in to the threat of {threat.label}",
        "stand firm": f"stands firm against the threat of {threat.label}",
    }[label]


def _befell(clauses: Clauses, scene: Scene, attack: str) -> str:
    kind, actor, clause, _ = scene.about
    chance = f"with chance {scene.chances[scene.took]:.2f}"
    text = clause.replace("_", " ").replace("-", " ")
    if kind in ("resolve", "sign"):
        return _secret(clauses, scene, attack)
    if kind == "last":
        return f"the quarrel ends by itself {chance}" if scene.took == "ends" else ""
    if kind == "prevail":
        done = "gains what it fights for" if scene.took == "prevail" else "is repelled"
        return f"{name_of(clauses, actor)} {done} {chance}"
    if kind == "honour":
        done = "is honoured" if scene.took == "honour" else "is not honoured"
        return f"{text} {done} {chance}"
    if kind == "arrive":
        return f"help under {text} comes {scene.took} {chance}"
    if kind == "yield":
        return f"{name_of(clauses, actor)} {_crisis(clauses, clause, scene.took)} {chance}"
    if kind == "escalate":
        threat = clauses.arrangement.coercion[actor].label
        done = "does not come about" if scene.took == "contained" else "comes about"
        return f"{threat}, threatened over {text}, {done} {chance}"
    if kind == "ballot":
        step, last = f"the step {actor!r} of {text}", clauses.date_of(scene.last)
        if scene.took == "not yet":
            sure = scene.chances["not yet"] > 1 - _SMALL
            return "" if sure else f"{step} is not decided by then {chance}"
        if scene.took == "adopted":
            return f"{step} is adopted as its time runs out {chance}"
        return f"{step} {'passes' if scene.took == 'pass' else 'fails'} {chance} by {last}"
    return ""


def _secret(clauses: Clauses, scene: Scene, attack: str) -> str:
    """Say what nature made a party, or let it see, and how likely an attack is with each."""
    kind, party, _, _ = scene.about
    ((other, otherwise),) = ((x, p) for x, p in scene.attack.items() if x != scene.took)
    did, would = (f"is {scene.took}", f"were it {other}")
    if kind == "sign":
        of = name_of(clauses, clauses.arrangement.signs[party].of)
        saw = {
            "seen": f"a sign that {of} is resolved",
            "not seen": f"no sign that {of} is resolved",
        }
        did, would = f"sees {saw[scene.took]}", f"did it see {saw[other].split(' that')[0]}"
    return (
        f"{name_of(clauses, party)} {did} (chance {scene.chances[scene.took]:.2f}), which it alone "
        f"knows: {attack} then has chance {scene.attack[scene.took]:.2f}, {would} {otherwise:.2f}"
    )
