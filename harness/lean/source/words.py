"""Word lists of Lean and Mathlib: the words that begin a command, and those that the layout goes by."""

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
# Reserved wherever Lean runs: the words that a command begins with in Lean's own parser table.
_RESERVED_WORDS = """
abbrev assert_not_exists assert_not_imported attribute axiom binder_predicate builtin_initialize class
coinductive declare_syntax_cat def deprecated_module deprecated_syntax deriving docs_to_verso elab elab_rules
end example export gen_injective_theorems grind_pattern import include inductive infix infixl infixr
init_grind_norm init_quot initialize instance lemma local macro macro_rules meta mutual namespace
noncomputable nonrec notation omit opaque open partial postfix prefix private protected public recall recall?
recommended_spelling register_error_explanation register_tactic_tag scoped section set_option structure
syntax tactic_extension theorem universe unlock_limits unsafe variable with_weak_namespace
"""
# Those that modules of Lean, Batteries, Aesop and Mathlib bring with them: names where these aren't imported.
_LIBRARY_WORDS = """
add_aesop_rules add_decl_doc alias assert_exists assert_no_sorry aux_def builtin_cbv_simproc
builtin_cbv_simproc_decl builtin_cbv_simproc_pattern builtin_command_code_action builtin_dsimproc
builtin_dsimproc_decl builtin_env_linter builtin_grind_propagator builtin_sevalproc builtin_simproc
builtin_simproc_decl builtin_simproc_pattern cbv_simproc cbv_simproc_decl cbv_simproc_pattern
command_code_action compile_def compile_inductive count_heartbeats declare_aesop_exception
declare_aesop_rule_sets declare_bitwise_int_theorems declare_bitwise_uint_theorems
declare_command_config_elab declare_command_config_elab_legacy declare_config_elab
declare_config_elab_legacy declare_core_config_elab declare_eval_bin declare_eval_bin_bitwise
declare_eval_bin_bool_pred declare_int_theorems declare_simp_like_tactic declare_sint_simprocs
declare_term_config_elab declare_uint_simprocs declare_uint_theorems def_eval_config_item deprecate
derive_eval_expr_instance_using_meta_eval dsimproc dsimproc_decl elab_stx_quot end_local_scope
ensure_eval_expr_instance ensure_eval_term_expr_instances ensure_eval_term_instance erase_aesop_rules
extend_docs gen_cnstr_fns grind_annotated grind_propagator guard_min_heartbeats initialize_simps_projections
initialize_simps_projections? insert_to_additive_translation irreducible_def library_note lrat_proof
make_elab_grind_config make_elab_simp_config mk_iff_of_inductive_prop notation3 open_locale
postprocess_traces proof_wanted register_aesop_check_option register_builtin_option register_grind_attr
register_hint register_label_attr register_linter_set register_option register_parser_alias
register_simp_attr register_sym_dsimp register_sym_simp register_sym_simp_attr register_try?_tactic reprove
reset_grind_attrs run_cmd run_elab run_meta seal set_library_suggestions set_premise_selector
show_panel_widgets simproc simproc_decl simproc_pattern stop_at_first_error store_traces_as sudo
suppress_compilation test_extern to_additive_name_hint to_dual_insert_cast to_dual_insert_cast_fun
to_dual_name_hint unif_hint unseal unsuppress_compilation variable? wait_for_cancel_once_command whatsnew
"""
_HASH_WORDS = """
#adaptation_note #aesop_rules #aesop_stats #allow_unused_tactic #check #check' #check_assertions
#check_failure #check_simp #check_tactic #check_tactic_failure #clear_deprecations #click_suggestions #conv
#count_heartbeats #count_heartbeats! #defeq_abuse #discr_tree_key #discr_tree_simp_key
#dump_async_env_state #ensure_defeq #eval #eval! #exit #explode #find #find_home #find_syntax #grind_lint
#guard #guard_expr #guard_msgs #guard_panic #help #html #import_bumps #import_diff #import_path #info_trees
#instances #kerodon_tags #leansearch #lint #list_linters #lmfdb_tags #long_instances #long_names #loogle
#min_imports #moogle #norm_num #parse #postprocess_traces #print #print_fun_prop_theorems #pull #push
#push_discr_tree #redundant_imports #reduce #reset #reset_min_imports #ring_nf #sample #search
#show_deprecated_modules #show_kind #show_unused #simp #stacks_tags #string_diagram #synth #test #time
#trans_imports #unfold? #version #where #whnf #whnfR #widget #wikidata_tags #with_exporting
"""

#: Words that begin a tactic.
TACTICS = frozenset(_TACTIC_WORDS.split())
#: A line that ends with one of these goes on below, further right.
OPENERS = frozenset(_OPENER_WORDS.split())
#: Words that begin a command and nothing else, save `open`, `set_option` and what `commands.py` says of them.
RESERVED_COMMANDS = frozenset(_RESERVED_WORDS.split())
#: Words that begin a command where a library that has it is imported.
LIBRARY_COMMANDS = frozenset(_LIBRARY_WORDS.split())
#: `#check` and its like; `#x` may be a term as well.
HASH_COMMANDS = frozenset(_HASH_WORDS.split())
#: All words that a command of Lean, Batteries, Aesop or Mathlib begins with, but for those with a `#`. A `%`
#: at the end of a word isn't part of it.
COMMANDS = RESERVED_COMMANDS | LIBRARY_COMMANDS
#: Words that stand before the word which says what a command declares.
MODIFIERS = frozenset(
    {"private", "protected", "public", "noncomputable", "nonrec", "unsafe", "partial", "meta"}
) | {"local", "scoped"}
