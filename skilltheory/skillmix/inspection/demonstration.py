"""Models that are none: a student and a grader that work offline, to try things out.

``skilltheory/student`` writes, for the skills it happens to know, the catalogue's example sentences
one after another; ``skilltheory/grader`` looks for these sentences and writes its marks in one of
several sloppy ways.  What they measure is nothing but the share that the student is told to know.
Both decide by a hash of what they are asked, so that a run can be repeated.

Arguments (``-M`` of Inspect): ``knows``, the chance that the student knows a skill; ``fails``, the
chance that a call fails; ``silent``, the chance that the grader leaves a point out; ``waits``, how
many seconds a call takes.
"""

from __future__ import annotations

import re
from asyncio import sleep
from hashlib import sha256
from typing import Any

from inspect_ai.model import (
    ChatMessage,
    GenerateConfig,
    ModelAPI,
    ModelOutput,
    ModelUsage,
    modelapi,
)
from inspect_ai.tool import ToolChoice, ToolInfo

from skilltheory.errors import SortError, UnknownName

__all__ = ["Demonstration", "DemonstrationFailure"]

_SKILL = re.compile(r"^(?:-|\d+\.) (?P<name>.+?): .* Example: (?P<example>.+)$", re.MULTILINE)
_TOPIC = re.compile(r"about this topic: (?P<topic>.+)\.$", re.MULTILINE)
_ANSWER = re.compile(r"^(?P<fence>={8,})\n(?P<answer>.*)\n(?P=fence)$", re.DOTALL | re.MULTILINE)
_FORM = re.compile(r"^(?P<number>\d+)\. (?P<name>.+): <1 or 0> - <reason>$", re.MULTILINE)
_STYLES = (
    "{number}. {name}: {figure} - it is {word}",
    "- **{name}**: {word}",
    "| {number} | {name} | {figure}/1 |",
    "### {name}\nSo I find.\nScore: {figure}",
)


class DemonstrationFailure(RuntimeError):
    """A call that fails on purpose."""


@modelapi(name="skilltheory")
class Demonstration(ModelAPI):
    """The provider of ``skilltheory/student`` and ``skilltheory/grader``.

    Parameters
    ----------
    model_name : str
        ``"student"`` or ``"grader"``.
    knows, fails, silent : float
        Chances, see the module.
    waits : float
        Seconds a call takes.

    Raises
    ------
    UnknownName
        For another model.
    SortError
        If a chance is not from 0 to 1, or ``waits`` not from 0 to 60.
    """

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig = GenerateConfig(),  # noqa: B008 (as Inspect's own providers)
        knows: float = 0.8,
        fails: float = 0.0,
        silent: float = 0.0,
        waits: float = 0.0,
    ) -> None:
        super().__init__(model_name, base_url, api_key, [], config)
        if model_name not in ("student", "grader"):
            raise UnknownName("demonstration model", model_name, ("student", "grader"))
        self._chances = {"knows": knows, "fails": fails, "silent": silent}
        given: dict[str, Any] = {**self._chances, "waits": waits}  # whatever a user wrote
        for name, value in given.items():
            most = 60 if name == "waits" else 1
            if not isinstance(value, int | float) or not 0 <= value <= most:
                raise SortError(name, value, f"a number from 0 to {most}")
        self._waits = waits
        self._calls = 0

    async def generate(
        self,
        input: list[ChatMessage],
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> ModelOutput:
        """Answer the last message."""
        asked = input[0].text
        await sleep(self._waits)
        if self._happens("fails", asked + str(self._calls)):
            self._calls += 1  # so that the next attempt may go well
            raise DemonstrationFailure("this call was to fail")
        text = self._write(asked) if self.model_name == "student" else self._grade(asked)
        output = ModelOutput.from_content(self.model_name, text)
        # Without it Inspect would count tokens, with a vocabulary from the network.
        sizes: dict[str, Any] = {
            "input_tokens": sum(len(message.text.split()) for message in input),
            "output_tokens": len(text.split()),
        }
        output.usage = ModelUsage(**sizes, total_tokens=sum(sizes.values()))
        return output

    def _happens(self, what: str, about: str) -> bool:
        digest = sha256(f"{what}/{about}".encode()).digest()
        return int.from_bytes(digest[:8]) < self._chances[what] * 2**64

    def _write(self, asked: str) -> str:
        topic = _TOPIC.search(asked)
        known = [
            skill
            for skill in _SKILL.finditer(asked)
            if self._happens("knows", skill["name"] + asked)
        ]
        parts = [skill["example"].rstrip(".!?") for skill in known] or ["Nothing comes to mind"]
        where = f" (all this in the matter of {topic['topic']})" if topic else ""
        shown = "\n".join(f"{skill['name']}: in its own words" for skill in known)
        return f"Answer: {'; '.join(parts)}{where}.\nExplanation: {shown}"

    def _grade(self, asked: str) -> str:
        fenced = _ANSWER.search(asked)
        answer = fenced["answer"] if fenced else ""
        examples = {
            skill["name"]: skill["example"].rstrip(".!?") for skill in _SKILL.finditer(asked)
        }
        style = _STYLES[sha256(asked.encode()).digest()[0] % len(_STYLES)]
        lines = []
        for point in _FORM.finditer(asked):
            name = point["name"]
            if self._happens("silent", name + asked):
                continue
            given = examples[name] in answer if name in examples else True
            lines.append(
                style.format(
                    number=point["number"],
                    name=name,
                    figure=int(given),
                    word="yes" if given else "no",
                )
            )
        return "\n".join(lines)
