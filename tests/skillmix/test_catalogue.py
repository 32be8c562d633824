"""The catalogue that comes with the library, and what is wrong with others."""

from __future__ import annotations

import pytest

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.skillmix import CatalogueError, default_catalogue, load_catalogue
from skilltheory.skillmix.checks import count_sentences, named_skills

GOOD = """\
skills:
  - {name: metaphor, family: devices, description: One thing for another., example: Time flew.}
  - name: pun
    family: devices
    description: A play on words.
    example: I lost interest.
    wikipedia: Pun
    also: [wordplay]
topics:
  - {name: sewing, description: Needle and thread.}
"""


@pytest.fixture
def refused(tmp_path):
    def refusal(text: str) -> CatalogueError:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CatalogueError) as caught:
            load_catalogue(path)
        return caught.value

    return refusal


def test_default_catalogue_is_large_and_in_the_families_of_the_paper():
    catalogue = default_catalogue()
    assert (len(catalogue.skills), len(catalogue.topics)) == (101, 100)
    assert {
        "reasoning",
        "rhetoric",
        "literary devices",
        "theory of mind",
        "physical and spatial reasoning",
        "common sense",
    } < set(catalogue.families)


def test_default_entries_are_whole_sentences_and_examples_name_no_skill_of_theirs():
    skills = default_catalogue().skills
    for index, skill in enumerate(skills):
        assert skill.wikipedia[:1].isupper(), skill.name
        assert skill.description[:1].isupper(), skill.name
        assert skill.description.endswith("."), skill.name
        assert count_sentences(skill.description) == 1, skill.name
        assert skill.example[:1].isupper(), skill.name
        assert skill.example[-1] in ".?", skill.name
        assert index not in named_skills(skill.example, skills), skill.name
    assert len({skill.example for skill in skills}) == len(skills)


def test_own_catalogue(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD, encoding="utf-8")
    catalogue = load_catalogue(path)
    assert [skill.name for skill in catalogue.skills] == ["metaphor", "pun"]
    assert catalogue.skill("pun").also == ("wordplay",)
    assert catalogue.topic("sewing").description == "Needle and thread."
    assert catalogue.families == ("devices",)
    with pytest.raises(UnknownName, match="metaphor"):
        catalogue.skill("metafor")


def test_fingerprint_tells_catalogues_apart(tmp_path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(GOOD, encoding="utf-8")
    second.write_text(GOOD.replace("Time flew.", "Time crept."), encoding="utf-8")
    prints = [load_catalogue(path).fingerprint for path in (first, first, second)]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("name: pun", "name: Metaphors", 3, "also that of line 2"),
        ("A play on words.", "one thing, for another!", 3, "also that of line 2"),
        ("description: A play on words.", "description: ''", 5, "skill 2 (pun) is empty"),
        ("description: A play on words.", "description:", 5, "skill 2 (pun) is empty"),
        ("    description: A play on words.\n", "", 3, "lacks the key 'description'"),
        ("wikipedia: Pun", "wiki: Pun", 7, "has the key 'wiki'; accepted: name"),
        ("wikipedia: Pun", "family: again", 7, "has the key 'family' twice"),
        ("example: I lost interest.", "example: 3", 6, "not a text (int); quote it"),
        ("example: I lost interest.", "example: [a, b]", 6, "not a text (seq)"),
        ("also: [wordplay]", "also: wordplay", 8, "must be a list of names"),
        ("also: [wordplay]", "also: [no]", 8, "not a text (bool)"),
        ("name: pun", "name: '...'", 3, "has no words"),
        ("name: pun", "name: '12'", 3, "has no words"),
        ("name: pun", "name: 'play: words'", 3, "contains ':'"),
        ("name: pun", "name: Makes Sense", 3, "a point which every answer gets"),
        ("name: pun", "name: " + "pun " * 300, 3, "longer than 1000 characters"),
        ("name: pun", 'name: "p\\0n"', 3, "cannot be printed"),
        ("topics:\n", "topics: []\nextra:\n", 9, "at least one topic"),
        ("topics:\n", "themes:\n", 9, "'themes'; accepted: skills, topics"),
        ("topics:\n", "topics:\n  - sewing\n", 10, "topic 1 must have the keys"),
        ("skills:", "skills: no\nmore:", 1, "skills must be a list"),
        ("skills:", "? [a]\n: b\nskills:", 1, "a list or mapping"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(refused, old, new, line, message):
    assert old in GOOD
    error = refused(GOOD.replace(old, new))
    assert any(at == line and message in what for at, what in error.problems), str(error)
    assert "mine.yaml" in str(error)


def test_everything_that_is_wrong_is_said_at_once(refused):
    error = refused(GOOD.replace("Pun", "''").replace("sewing", "''"))
    assert len(error.problems) == 2


@pytest.mark.parametrize(
    "text", ["", "just text", "- a\n- b\n", "skills: [", "a: *b", "!!python/x 3"]
)
def test_no_catalogue_at_all(refused, text):
    refused(text)


def test_nothing_in_a_catalogue_is_evaluated(refused, tmp_path):
    made = tmp_path / "made"
    refused(f"skills: !!python/object/apply:os.mkdir ['{made}']\ntopics: []\n")
    assert not made.exists()


def test_unreadable_files(tmp_path):
    with pytest.raises(SkillTheoryError, match="cannot read"):
        load_catalogue(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("skills: é".encode("latin-1"))
    with pytest.raises(SkillTheoryError, match="UTF-8"):
        load_catalogue(tmp_path / "latin.yaml")
