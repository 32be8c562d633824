"""Reading graders: sloppy replies are read, doubtful ones leave marks missing, none is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltheory.skillmix import default_catalogue, draw_prompts, read_verdicts

SKILLS = ["irony", "red herring", "metaphor"]
NAMES = [*SKILLS, "on topic", "makes sense", "short enough"]


def read(reply: str) -> str:
    """The marks as a text: ``10?111``."""
    found = read_verdicts(reply, SKILLS)
    marks = (*found.skills, found.on_topic, found.makes_sense, found.short_enough)
    assert found.missing == marks.count(None) == len(found.notes)
    return "".join({True: "1", False: "0", None: "?"}[mark] for mark in marks)


@pytest.mark.parametrize(
    "reply",
    [
        "1. irony: 1 - ok\n2. red herring: 0 - No herring\n3. metaphor: 1 - No doubt\n"
        "4. on topic: 1\n5. makes sense: 1\n6. short enough: 0 - 1 too many",
        "1. 1\n2. 0\n3. 1\n4. 1\n5. 1\n6. 0",
        "1) Yes\n2) No.\n3) Yes, plainly\n4) YES\n5) yes!\n6) no - it has 5 sentences",
        "Short: fail\nSense: pass\nTopic: true\nMetaphors: yes\nRed-Herring: False\nIrony: Correct",
        "| Point | Verdict | Reason |\n|---|:-:|---|\n| Irony | 1/1 | plain |\n"
        "| Red-herring | 0/1 | 1 is too kind |\n| **Metaphors** | Yes | x |\n"
        "| On topic | \u2705 | |\n"
        "| Makes sense | 1 | |\n| Short enough | \u274c | too long |\n\nTotal: 4/6",
        "|1|irony|1|\n|2|red herring|0|\n|3|metaphor|1|\n|4|topic|1|\n|5|sense|1|\n|6|length|0|",
        "### Metaphor\nLife is a river.\n**Score: 1/1**\n\n### Irony\nIt is.\nVerdict: yes\n"
        "### Red Herring\nNone.\n**Score:** 0\n#### On topic\nVerdict: yes\n"
        "#### Sense\nMark: 1\n#### Length\nGrade: fail\n\n**Total: 4/6**",
        "- **Irony** (1 point): the sky is green (1/1)\n- **Red herring** (1 point): no. Score: 0\n"
        "- Metaphor \u2013 yes \u2013 life is a river\n* On topic: True\n* Sense: 1.0\n"
        "* Short: 0/1",
        "irony: 1, red herring: 0, metaphor: 1, topic: 1, sense: 1, short: 0",
        '{"irony": 1, "red herring": 0, "metaphor": true, "on topic": 1, "makes sense": 1,\n'
        '"short enough": 0}',
        "Point 1 (irony): yes\nPoint 2 (red herring): no\nPoint 3: 1\nPoint 4: 1 point\n"
        "Point 5: 1 out of 1\nPoint 6: 0 points",
        "Skill 1 - irony - 1\nSkill 2 - red herring - 0\nSkill 3 - metaphor - 1\n"
        "topic = 1\nsense -> 1\nshort\t0",
        "\u2705 Irony: well done\n\u274c **Red herring**\nmetaphor \u2714\ufe0f\nTopic \u2713\n"
        "\u2705 Sense\nLength \u2717",
        "1. The text says X. Score: 1\n2. There is no Y. Score: 0\n3. Z is there. Score: 1\n"
        "4. It is. Score: 1\n5. It does. Score: 1\n6. It is not. Score: 0",
        "**1. Irony:** 1\n**2. Red herring: 0**\n***Metaphor***: **1**\nTopic: [1]\nSense: <1>\n"
        "Short: `0`",
        "irony: Yes (1/1)\nred herring: No, 0\nmetaphor: 1 (yes)\ntopic: +1\nsense: 1 pt\n"
        "short: not met",
    ],
)
def test_sloppy_replies(reply):
    assert read(reply) == "101110"


@pytest.mark.parametrize(
    ("reply", "marks"),
    [
        ("", "??????"),
        ("I cannot grade this.", "??????"),
        ("The text shows irony, and the metaphor works - yes.", "??????"),
        ("irony: No comparison is made", "??????"),
        ("irony: 1\nirony: 0", "??????"),
        ("irony: Yes, 0", "??????"),
        ("irony: yes/no", "??????"),
        ("irony: 1 or 0", "??????"),
        ("irony: 0.5\nmetaphor: 1/2\nred herring: partially", "??????"),
        ("irony: 2\nmetaphor: 7/10\nred herring: 100%", "??????"),
        ("irony (not present): 1", "??????"),
        ("not on topic: yes\noff topic: no\ntoo short: no", "??????"),
        ("irony and metaphor: 1", "??????"),
        ("7. yes\n0. no", "??????"),
        ("Total: 6/6", "??????"),
        ("| 1 | 0 | 1 | 1 | 1 | 0 |", "??????"),
        ("| irony | 1 | 0 |", "??????"),
        ("| 6 |", "??????"),
        ("1. The metaphor is fine. Score: 1", "??????"),  # point 1 is irony
        ("1. use of the metaphor: 1", "??????"),
        ("### Irony\n- Metaphor: used, but this is not it\n- Score: 0", "??????"),
        ("### Irony\nScore: 1\nVerdict: no", "??????"),
        ("### Irony\nThe metaphor is weak.\nScore: 1\nScore: 4/6", "1?????"),
        ("irony: 1\n\nAll in all it is fine.\nScore: 4/6", "1?????"),
        ("irony: 1\nTotal: 0", "1?????"),
        ("3. irony: 1", "1?????"),  # its name says more than its place
        ("irony: 1\n**irony**: yes", "1?????"),
        ("irony (1/1)\nmetaphor (1 point)", "1?????"),
    ],
)
def test_what_is_not_said_is_missing(reply, marks):
    assert read(reply) == marks


def test_notes_say_why():
    found = read_verdicts("irony: 1\nirony: 0\nmetaphor: half", SKILLS)
    assert found.notes[:3] == (
        "irony: contradictory verdicts",
        "red herring: no verdict",
        "metaphor: neither 1 nor 0",
    )


def test_names_inside_other_names():
    skills = ["sense of place", "common sense", "irony", "dramatic irony"]
    found = read_verdicts("Common sense: 1\nDramatic irony: 0\nSense: 1\nirony: 1", skills)
    assert found.skills == (None, True, True, False)
    assert found.makes_sense is True


TRUE = [
    "1",
    "Yes",
    "yes.",
    "TRUE",
    "1/1",
    "1 / 1",
    "1 point",
    "**1**",
    "Yes (1/1)",
    "\u2705",
    "pass",
]
FALSE = [
    "0",
    "No",
    "no.",
    "FALSE",
    "0/1",
    "0 / 1",
    "0 points",
    "**0**",
    "No (0/1)",
    "\u274c",
    "fail",
]
REASONS = [
    "",
    " - well done",
    " - No doubt about it",
    " (see the first line)",
    ", as asked; 1 of 3",
]
LABELS = ["{}", "**{}**", "{} (1 point)", "Skill: {}", "`{}`"]
STYLES = [
    "{number}. {label}: {verdict}{reason}",
    "- {label}: {verdict}{reason}",
    "* {label} - {verdict}{reason}",
    "| {number} | {label} | {verdict} | because it is |",
    "| {label} | {verdict} |",
    "{label}: {verdict}{reason}",
    "{label} = {verdict}",
    "### {label}\nIt is what it is.\n**Score:** {verdict}",
    "## {number}. {label}\nVerdict: {verdict}{reason}",
    "{number}) {label}: it is what it is. Score: {verdict}",
]
PROSE = ["", "Here is what I think:", "---", "The text is lively, and I liked it.", "```"]


@st.composite
def graded(draw):
    """Marks, and lines that say them, each in a style of its own, in any order."""
    marks = draw(st.lists(st.booleans(), min_size=6, max_size=6))
    blocks = []
    for index in draw(st.permutations(range(6))):
        style = draw(st.sampled_from(STYLES))
        name = draw(st.sampled_from([str, str.title, str.upper]))(NAMES[index])
        labels = LABELS if index < 3 and "Skill" not in style else LABELS[:3]
        label = draw(st.sampled_from(labels)).format(name)
        if label.startswith("Skill"):
            label = f"Skill {index + 1} ({name})"
        verdict = draw(st.sampled_from(TRUE if marks[index] else FALSE))
        reason = draw(st.sampled_from(REASONS))
        blocks.append(
            (
                index,
                style.format(number=index + 1, label=label, verdict=verdict, reason=reason),
                draw(st.sampled_from(PROSE)),
            )
        )
    return marks, blocks


def joined(blocks) -> str:
    return "\n".join(line for _, block, prose in blocks for line in (block, prose))


def as_text(marks) -> str:
    return "".join("1" if mark else "0" for mark in marks)


@settings(max_examples=25)
@given(graded())
def test_every_style_is_read_in_any_order(case):
    marks, blocks = case
    assert read(joined(blocks) + "\nTotal: 4/6\nThank you for the nice text.") == as_text(marks)


@settings(max_examples=25)
@given(graded(), st.integers(0, 5))
def test_a_point_left_out_is_missing_and_no_other(case, gone):
    marks, blocks = case
    expected = as_text(marks)
    kept = [block for block in blocks if block[0] != gone]
    assert read(joined(kept)) == expected[:gone] + "?" + expected[gone + 1 :]


@settings(max_examples=25)
@given(graded(), st.integers(0, 5))
def test_a_contradiction_is_missing_and_touches_no_other(case, twice):
    marks, blocks = case
    expected = as_text(marks)
    other = f"{NAMES[twice]}: {'no' if marks[twice] else 'yes'}"
    assert read(joined(blocks) + "\n" + other) == expected[:twice] + "?" + expected[twice + 1 :]


@settings(max_examples=25)
@given(graded(), st.floats(0, 1))
def test_a_reply_that_is_cut_off_gives_no_wrong_mark(case, share):
    marks, blocks = case
    reply = joined(blocks)
    found = read(reply[: int(share * len(reply))])
    assert all(one in ("?", right) for one, right in zip(found, as_text(marks), strict=True))


@settings(max_examples=40)
@given(st.text(alphabet="irony metaphor topic sense 01/|:-.#*()\n\u2705yesno", max_size=120))
def test_no_text_breaks_the_reader(text):
    read(text)


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_no_text_at_all_breaks_the_reader(text):
    read(text)


@settings(max_examples=25)
@given(st.integers(0, 400), st.integers(1, 6), st.data())
def test_the_form_that_is_asked_for_is_read_for_every_skill(seed, k, data):
    prompt = draw_prompts(default_catalogue(), k, 1, seed=seed)[0]
    skills = [skill.name for skill in prompt.skills]
    names = [*skills, "on topic", "makes sense", "short enough"]
    marks = data.draw(st.lists(st.booleans(), min_size=k + 3, max_size=k + 3))
    lines = [
        f"{number}. {name}: {int(mark)} - it is what it is"
        for number, (name, mark) in enumerate(zip(names, marks, strict=True), start=1)
    ]
    found = read_verdicts("\n".join(lines), skills)
    assert [*found.skills, found.on_topic, found.makes_sense, found.short_enough] == marks
