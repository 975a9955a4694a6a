"""Prompt templates: the interfaces of known provers by name, and files of a user's own."""

from harness.prompts.templates._demos import Demo, demos_of
from harness.prompts.templates._find import auto_prompt, load_prompt, prompt_names
from harness.prompts.templates._prompt import Kind, Messages, Prompt, Rule
from harness.prompts.templates._prompted import Prompted

__all__ = [
    "Demo",
    "Kind",
    "Messages",
    "Prompt",
    "Prompted",
    "Rule",
    "auto_prompt",
    "demos_of",
    "load_prompt",
    "prompt_names",
]
