"""How training programs call what stands beside log-probabilities."""

from __future__ import annotations

from engine.data.mask import is_mask
from engine.data.name_words import name_words, vocabulary


def _words(words: str) -> tuple[str, ...]:
    """Names in the order in which they are preferred, given apart by spaces."""
    return tuple(words.split())


MASKS = vocabulary(
    "掩码 mask masks token tokens sample samples loss response responses action actions completion "
    "completions assistant answer answers output outputs generated generation gen policy rollout "
    "valid learnable train trainable label seq sequence is in"
)
ATTENTION = vocabulary("attention attn")
ADVANTAGE = vocabulary("advantage advantages adv advs 优势")
LENGTHS = vocabulary("length lengths len lens seqlen seqlens seqlens cu offset offsets indptr")
BESIDE_LENGTH = vocabulary("response responses completion completions output outputs sequence "
                           "sequences seq token tokens row rows answer num n of total")  # fmt: skip

STEP = _words(
    "step global_step train_step training_step trainer_step global_steps training_global_step "
    "iteration rollout_step rollout_id update 步 步数 训练步"
)
TRAINER_VERSION = _words(
    "trainer_model_step trainer_version trainer_model_version current_version learner_version"
)
VERSION = _words(
    "version versions 版本 model_step model_steps policy_version policy_versions weight_version "
    "weight_versions model_version model_versions output_versions sampler_version "
    "behavior_version param_version policy_step sampler_step"
)
POSITION = _words(
    "position positions pos token_position token_index token_idx token_pos t timestep time_step "
    "index_in_sequence 位置"
)
POSITION_IDS = _words("position_ids position_id")
SEGMENTS = _words(
    "prompt_boundaries sequence_boundaries segment_ids sequence_ids seq_ids document_ids"
)
SEQUENCE = _words(
    "sequence sequence_id sequence_idx sequence_index seq seq_id seq_idx sample sample_id "
    "sample_idx sample_index trajectory trajectory_id traj traj_id episode episode_id rollout "
    "rollout_idx rollout_id request_id response_id response_idx completion_id conversation_id "
    "序列 序列号 序列编号 样本"
)
# Where none of these and no position is there.
ANY_SEQUENCE = _words("id sid answer answer_id output_id sentence sentence_id")
RANK = _words("rank dp_rank worker worker_id micro_step env env_id")
GROUP = _words(
    "group group_id group_ids group_idx group_index uid uids prompt_id prompt_ids_hash "
    "prompt_idx prompt_index prompt_uid problem_id question_id example_id task_id prompts "
    "questions problems groups prompt question 组 分组"
)
TOKEN_ID = _words(
    "token_ids token_id input_token_ids output_token_ids response_token_ids response_ids "
    "completion_ids output_ids responses input_ids ids tokens token actions action"
)
TOKEN_TEXT = _words(
    "token_text token_texts token_strings token_strs strings tokens_str token_str str_tokens "
    "texts text tokens token"
)
OFFSET = _words("logprob_token_offset logprobs_token_offset logprob_offset")
LABELS = _words("labels label target_ids")
NO_PAIR = vocabulary(
    "entropy entropies kl value values return returns reward rewards advantage advantages adv advs "
    "loss losses weight weights ratio ratios temperature score scores logit logits std var delta "
    "deltas td time times length lengths discount discounts gamma done dones prob probs "
    "probability probabilities confidence"
)


def is_length(name: str) -> bool:
    """Whether a field is named like the lengths of sequences, or like where they begin."""
    words = set(name_words(name))
    return not LENGTHS.isdisjoint(words) and words <= LENGTHS | BESIDE_LENGTH


def is_token_mask(name: str) -> bool:
    """Whether a field is named like a mask of the tokens that count, attention aside."""
    return is_mask(name) and set(name_words(name)) <= MASKS


def is_attention(name: str) -> bool:
    """Whether a field is named like an attention mask, which lets the prompt count as well."""
    return is_mask(name) and not ATTENTION.isdisjoint(name_words(name))


def is_advantage(name: str) -> bool:
    """Whether a field is named like advantages and nothing else."""
    words = set(name_words(name))
    return not ADVANTAGE.isdisjoint(words) and words <= ADVANTAGE | {"token", "tokens", "level"}


def listed(name: str, names: tuple[str, ...]) -> int | None:
    """The place of a name in a list of them, whatever way its words are joined."""
    plain = "_".join(name_words(name))
    return names.index(plain) if plain in names else None
