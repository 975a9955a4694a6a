"""The table of the policy `strict`. `_engine.py` says how each column is matched.

The policy is the first of three nets: the audit compares kernel terms and axioms, and the replay has the
kernel check them again. So it forbids what could run code in the process that checks, or change what the
syntax means there, and lets through what the audit can judge: helper theorems, definitions, types and
instances (an instance that changes the statement changes its kernel type), `open`, `namespace`, `variable`.
`sorry` and `admit` are no matter of policy: the audit finds the hole and calls the proof incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    id: what a Violation names. why: one line for people.
    words: whole words. parts: any part of a dotted name, `«»` taken off. commands: `#word`.
    prefixes: beginnings of a word that stands where a command can begin.
    """

    id: str
    why: str
    words: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    commands: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


RULES: tuple[Rule, ...] = (
    Rule(
        "runs_code",
        "runs code while the proof is elaborated",
        words=_set(
            """
            run_cmd run_elab run_meta run_tac run_conv by_elab initialize builtin_initialize
            include_str dbg_trace dbg_stack_trace dbg_sleep meta simproc dsimproc simproc_decl
            dsimproc_decl builtin_simproc builtin_dsimproc builtin_simproc_decl builtin_dsimproc_decl
            throwError throwErrorAt logInfo logWarning logError compile_inductive compile_def
            set_library_suggestions grind_propagator builtin_grind_propagator cbv_simproc cbv_simproc_decl
            builtin_cbv_simproc builtin_cbv_simproc_decl simproc_pattern cbv_simproc_pattern
            builtin_simproc_pattern builtin_cbv_simproc_pattern register_option register_builtin_option
            register_simp_attr register_sym_simp_attr register_sym_simp register_sym_dsimp
            register_grind_attr register_label_attr register_tactic_tag register_error_explanation
            register_try?_tactic register_parser_alias declare_config_elab declare_command_config_elab
            declare_core_config_elab declare_term_config_elab declare_config_elab_legacy
            declare_command_config_elab_legacy declare_simp_like_tactic declare_uint_theorems
            declare_int_theorems declare_bitwise_uint_theorems declare_bitwise_int_theorems
            declare_uint_simprocs declare_sint_simprocs declare_eval_bin declare_eval_bin_bitwise
            declare_eval_bin_bool_pred make_elab_simp_config make_elab_grind_config gen_cnstr_fns
            def_eval_config_item ensure_eval_expr_instance ensure_eval_term_instance
            ensure_eval_term_expr_instances derive_eval_expr_instance_using_meta_eval elab_stx_quot
            test_extern idbg docs_to_verso postprocess_traces store_traces_as show_panel_widgets
            with_panel_widgets add_aesop_rules
            """
        ),
        prefixes=("register_", "declare_", "builtin_", "run_"),
    ),
    Rule(
        "hash_command",
        "this `#` command may run code, or hide what follows; #check, #print, #reduce and #synth may stay",
        commands=_set(
            """
            #eval #eval! #exit #check_simp #check_tactic #check_tactic_failure #guard #guard_expr #guard_msgs
            #widget #show_kind #find #find_home #find_syntax #loogle #search #leansearch #moogle #lint
            #list_linters #min_imports #redundant_imports #import_bumps #import_path #import_diff #parse
            #print_fun_prop_theorems #push_discr_tree #pull #simp #conv #norm_num #unfold? #whnf #whnfR
            #string_diagram #sample #test #time #time_cmd #count_heartbeats #trans_imports #html #rfl
            #ring_nf #reset #discr_tree_key #discr_tree_simp_key #instances #grind_lint #guard_panic
            #check_assertions #dump_async_env_state #info_trees #postprocess_traces
            #show_deprecated_modules #with_exporting
            """
        ),
    ),
    Rule(
        "changes_syntax",
        "changes what the text means",
        words=_set(
            """
            macro macro_rules syntax notation notation3 infix infixl infixr prefix postfix mixfix elab
            elab_rules declare_syntax_cat binder_predicate unif_hint init_quot export
            with_weak_namespace end_local_scope init_grind_norm
            """
        ),
    ),
    Rule(
        "changes_options",
        "changes options without naming them",
        words=_set("unlock_limits register_linter_set"),
    ),
    Rule(
        "escapes_kernel",
        "code that the kernel doesn't see, or a promise that it doesn't check",
        words=_set("unsafe partial opaque axiom"),
        parts=_set(
            """
            unsafeCast unsafeIO unsafeBaseIO unsafeEIO lcProof lcUnreachable lcCast lcAny lcErased
            lcVoid ptrAddrUnsafe sorryAx ofReduceBool ofReduceNat reduceBool reduceNat trustCompiler
            """
        ),
    ),
    Rule(
        "compiled_proof",
        "a proof by compiled code rests on an axiom that isn't allowed",
        words=_set("native_decide bv_decide bv_decide? bv_decide_push bv_check"),
    ),
    Rule(
        "import",
        "imports stand in the problem's header",
        words=_set("import prelude"),
    ),
    Rule(
        "debug",
        "debug options switch checks off",
        parts=_set("skipKernelTC byAsSorry"),
    ),
)

#: `#` commands that ask Lean something, evaluate nothing and leave nothing behind.
QUESTIONS = _set("#check #check_failure #print #reduce #synth #where #version #help")

#: Commands that end a proof when they stand in the body of a `splice` candidate.
BODY_ENDERS = _set(
    """
    theorem lemma def abbrev instance example structure inductive coinductive class namespace section
    end variable universe attribute mutual private protected public noncomputable nonrec deriving
    include omit alias scoped local irreducible_def proof_wanted library_note add_decl_doc extend_docs
    assert_not_exists assert_not_imported seal unseal grind_pattern suppress_compilation
    unsuppress_compilation recall count_heartbeats guard_min_heartbeats whatsnew open_locale
    set_premise_selector aux_def reprove recall? recommended_spelling tactic_extension deprecated_module
    deprecated_syntax gen_injective_theorems grind_annotated reset_grind_attrs
    wait_for_cancel_once_command initialize_simps_projections @[
    """
)

#: What no command can end with, so that none begins behind it: Lean reads on for a term, a name or a pattern.
ASKS_FOR_MORE = _set(
    """
    ( [ { ⟨ @[ #[ ⌊ ⌈ , : := → ← ↔ ↦ ∀ ∃ λ ∧ ∨ ¬ = ≠ < ≤ > ≥ ∣ ∈ ∉ + / ^ ∘ × ∑ ∏ <;> <| |> $ ▸ :: ++ && ||
    fun from have let show suffices calc using at if theorem def abbrev
    """
)
#: Tactics that ask for more. Elsewhere than where a tactic stands they may be names, and end a command.
TACTICS_ASK_FOR_MORE = _set(
    "exact apply refine refine' specialize unfold delta rename_i exists generalize exacts"
)
BEFORE_TACTICS = _set("by ; · <;> => (")
#: Words and symbols of those behind which a term comes, and no tactic.
TERM_FOLLOWS = (ASKS_FOR_MORE | TACTICS_ASK_FOR_MORE) - _set("( { <;> rename_i unfold delta if calc have let")

#: Attributes that only steer tactics and elaboration of the candidate's own text.
ATTRIBUTES = _set(
    """
    simp simps ext refl symm trans congr gcongr mono reducible irreducible semireducible inline
    always_inline noinline specialize elab_as_elim induction_eliminator cases_eliminator match_pattern
    instance norm_cast push_cast zify_simps field_simps aesop bound grind deprecated inherit_doc rfl
    pp_nodot nolint nontriviality measurability continuity fun_prop to_additive coe
    elab_without_expected_type local scoped class ext_iff rify_simps qify_simps mfld_simps ring_nf_simps
    functor_norm monad_norm parity_simps eqns custom_simps wf_preprocess push to_dual reassoc elementwise
    mk_iff higher_order algebraize variable_alias stacks kerodon finiteness integral_simps typevec
    ghost_simps rclike_simps fin_omega enat_to_nat_top enat_to_nat_coe pnat_to_nat_coe mon_tauto is_poly
    expose no_expose instance_reducible implicit_reducible defeq backward_defeq macro_inline recursor
    univ_out_params pp_using_anonymous_constructor grind! grind? grind!? simps! simps? simps!?
    to_additive? to_additive_dont_translate to_additive_do_translate to_additive_ignore_args to_dual?
    to_dual_dont_translate to_dual_do_translate to_dual_ignore_args to_set_notation
    use_set_notation_for_order to_fun to_app alias_in wikidata lmfdb arith_mult bound_forward sheaf_restrict
    compactness closedness push_end pull_end pull coassoc_simps reduce_mod_char
    """
)
#: Attributes that have tags behind them, which aren't numbers even where they begin like one.
TAGGING = _set("stacks kerodon")
#: Attributes that may be taken away (`attribute [-simp] name`).
ERASABLE = _set("simp ext instance norm_cast aesop")

#: Options with the largest value they may be given; None: any value. `maxHeartbeats 0`, which benchmarks'
#: usual header has, lifts Lean's own limit; the checker's CPU limit holds all the same.
OPTIONS: dict[str, int | None] = {
    "maxRecDepth": 100_000_000,
    "maxHeartbeats": 100_000_000_000,
    "synthInstance.maxHeartbeats": 100_000_000_000,
    "synthInstance.maxSize": 100_000_000,
    "exponentiation.threshold": 1_000_000_000,
    "maxSynthPendingDepth": 1_000_000,
    "maxUniverseOffset": 1_000_000,
} | dict.fromkeys(
    _set("""
    Elab.async allowUnsafeReducibility autoImplicit autoLift checkBinderAnnotations cleanup.letToHave
    deprecated.oldSectionVars diagnostics genCtorIdx genInjectivity genSizeOf genSizeOfSpec hygiene
    inductive.autoPromoteIndices match.ignoreUnusedAlts match.maxCounterExamples maxTraceChildren
    mvcgen.warning printMessageEndPos profiler profiler.threshold quotPrecheck
    quotPrecheck.allowSectionVars relaxedAutoImplicit showInferredTerminationBy showTacticDiff simprocs
    smartUnfolding structure.strictResolutionOrder structureDiamondWarning synthInstance.checkSynthOrder
    tactic.customEliminators tactic.fun_induction.unfolding tactic.hygienic tactic.simp.trace
    tactic.skipAssignedInstances warn.classDefReducibility warn.exposeOnPrivate warn.redundantExpose
    warningAsError wf.preprocess
    """)
)
#: Options by the beginning of their name: what is shown and warned of, how an older Lean elaborated, and how
#: far a tactic goes.
OPTION_FAMILIES = tuple(
    _set(
        """
        linter. weak.linter. pp. trace. diagnostics. format. eval. guard_msgs. backward. warning. says. cbv.
        grind. simp. push_neg. contrapose. mathlib.tactic. Mathlib.Tactic.
        """
    )
)
#: Those of them that write a file or open a connection.
REFUSED_OPTIONS = ("trace.profiler.output", "trace.profiler.serve")

#: Classes that may be derived.
DERIVABLE = _set(
    """
    DecidableEq BEq Repr Inhabited Hashable Ord Nonempty Fintype ReflBEq LawfulBEq TypeName Subsingleton
    Decidable DecidablePred DecidableRel Encodable Countable Finite Infinite Nontrivial Unique Traversable
    LawfulTraversable Functor Zero One Add Mul Sub Neg Div Inv SMul Monoid CommMonoid AddMonoid AddCommMonoid
    Group CommGroup AddGroup AddCommGroup Semiring CommSemiring Ring CommRing Field IsDomain Module Algebra
    LE LT Preorder PartialOrder LinearOrder OrderBot OrderTop SemilatticeSup SemilatticeInf Lattice
    DistribLattice CompleteLattice ConditionallyCompleteLattice ConditionallyCompleteLinearOrder
    IsStrictOrderedRing TopologicalSpace MetricSpace NormedAddCommGroup Category FunLike EquivLike CoeFun
    """
)

#: What the rules that need more than a word are called, with their reasons.
REASONS: dict[str, str] = {
    "unterminated": "a comment, string or name has no end",
    "ambiguous_string": "where the string ends depends on the parser that reads it; write it without braces",
    "malformed": "Lean stops in the middle of it and reads on behind; write it as Lean wants it",
    "ambiguous_comment": "where the comment ends depends on its reader; put spaces around its marks",
    "ambiguous_reading": "where Lean goes on behind an error here, it would read what isn't allowed",
    "ambiguous_quote": "a quote right behind a symbol may belong to either; put a space between them",
    "ends_proof": "ends the proof that the candidate is put into; the candidate must be a proof alone",
    "open_without_in": "`open` without `in` ends the proof; write `open ... in`",
    "option_without_in": "`set_option` without `in` ends the proof; write `set_option ... in`",
    "open_private": "`open private` reaches into other modules",
    "option": "this option isn't on the list of harmless ones",
    "option_value": "this option may not be given that value",
    "attribute": "this attribute isn't on the list of harmless ones",
    "tactic_code": "gives a tactic code of the candidate's to run; name a builder that makes a lemma a rule",
    "deriving": "this class isn't on the list of those that may be derived",
    "native": "asks for compiled code in a proof",
    "eval": "runs code while the proof is elaborated",
    "unbalanced_end": "`end` closes more than the candidate has opened",
}
