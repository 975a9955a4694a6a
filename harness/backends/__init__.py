"""Sources of candidate proofs, found by name."""

from harness.backends.base import Backend, Generation, Request, Sample, Sampling
from harness.registry import Registry

BACKENDS = Registry(
    "model backend",
    "backends",
    {
        "tactics": "harness.backends.tactics:TacticsBackend",
        "counts": "harness.backends.counts:CountsBackend",
        "replay": "harness.backends.replay:ReplayBackend",
        "openai": "harness.backends.openai:OpenAIBackend",
        "vllm": "harness.backends.vllm:VLLMBackend",
        "hf": "harness.backends.hf:HFBackend",
        "lm_eval": "harness.backends.lm_eval:LM_EVAL",
    },
)

__all__ = ["BACKENDS", "Backend", "Generation", "Request", "Sample", "Sampling"]
