"""Word lists of Lean and Mathlib that the layout and the cutting of files go by."""

from __future__ import annotations

_TACTIC_WORDS = """
. <;> abel abel_nf aesop all_goals any_goals apply apply_fun assumption assumption_mod_cast bound
bv_decide by_cases by_contra calc case cases cases' cc change choose clear congr congrm constructor
continuity contradiction contrapose contrapose! conv conv_lhs conv_rhs convert decide delta done dsimp
erw exact exact? exact_mod_cast exacts exfalso exists existsi ext field_simp fin_cases first focus
fun_cases fun_induction funext gcongr generalize grind group have haveI hint induction induction'
infer_instance injection injections interval_cases intro intros iterate left let letI lift linarith
linear_combination match mod_cases module monotonicity native_decide next nlinarith nofun nomatch
norm_cast norm_num nth_rewrite nth_rw obtain omega on_goal pick_goal positivity push_cast push_neg qify
rcases refine refine' rel rename rename_i repeat repeat' replace revert rewrite rfl rify right ring
ring_nf rintro rotate_left rotate_right rw rwa set show show_term simp simp! simp? simp_all simp_arith
simp_rw simpa skip slim_check solve solve_by_elim sorry specialize split split_ifs squeeze_simp subst
subst_vars suffices swap symm tauto trace trans transitivity trivial try unfold unfold_let unhygienic
use wlog zify { ·
"""
_OPENER_WORDS = """
by with do then else from := => <;> , ( [ { ⟨ = + - * / ^ < > ≤ ≥ ≠ ∧ ∨ → ↔ ∣ ∈ <| |> $ fun λ · . calc
at using | ∘ ▸ @[ : %
"""
_COMMAND_WORDS = """
abbrev add_decl_doc alias assert_not_exists attribute axiom binder_predicate builtin_initialize
cbv_simproc cbv_simproc_decl class coinductive compile_inductive count_heartbeats declare_config_elab
declare_simp_like_tactic declare_syntax_cat def deriving docs_to_verso dsimproc dsimproc_decl elab
elab_rules elab_stx_quot end end_local_scope example export extend_docs grind_annotated grind_pattern
grind_propagator include inductive infix infixl infixr init_grind_norm init_quot initialize instance
irreducible_def lemma library_note local macro macro_rules meta mutual namespace noncomputable nonrec
notation notation3 omit opaque open partial postfix prefix private proof_wanted protected public
register_builtin_option register_error_explanation register_grind_attr register_label_attr
register_linter_set register_option register_parser_alias register_simp_attr register_tactic_tag
reset_grind_attrs run_cmd run_elab run_meta scoped seal section set_library_suggestions set_option
show_panel_widgets simproc simproc_decl simproc_pattern structure suppress_compilation syntax test_extern
theorem unif_hint universe unlock_limits unsafe unseal unsuppress_compilation variable
wait_for_cancel_once_command
"""

#: Words that begin a tactic.
TACTICS = frozenset(_TACTIC_WORDS.split())
#: A line that ends with one of these goes on below, further right.
OPENERS = frozenset(_OPENER_WORDS.split())
#: Words that begin a command where they stand at the left margin.
COMMANDS = frozenset(_COMMAND_WORDS.split())
