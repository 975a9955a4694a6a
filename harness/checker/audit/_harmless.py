"""Extensions that a candidate may store entries in: they only steer automation and display of its own text.

Looked up: the extensions in the binaries of Lean 4.35, and the main files of Batteries (once `Std`), Aesop
and Mathlib that register any, in versions of 2023 to 2026. Not looked up one by one: names that older Lean
and Mathlib had. A name that is missing here only leaves its extension rejected, by name. An extension is
named after the constant that holds it, unless a table says otherwise. Left out on purpose, so that strict
rejects them by name: whatever stores code that a tactic runs (extensions of `norm_num` and `positivity`,
`gcongr_forward`, simprocs, `hint`, linters, code actions, delaborators, widgets), and whatever stores
syntax, macros or elaborators.
"""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEAN: frozenset[str] = _set(
    """
    Lean.declRangeExt Lean.docStringExt Lean.moduleDocExt Lean.inheritDocStringExt
    Lean.versoDocStringExt Lean.versoModuleDocExt Lean.deprecatedModuleExt Lean.Linter.deprecatedAttr
    Lean.Linter.lintLogExt Lean.Linter.codeQualityLogExt Lean.Linter.envLinterSnapshotExt
    Lean.exportedAxiomsExt Lean.extraModUses Lean.indirectModUseExt Lean.isExtraRevModUseExt
    Lean.modPkgExt Lean.namespacesExt Lean.aliasExtension Lean.protectedExt Lean.privateExt
    Lean.privateConstKindsExt Lean.noncomputableExt Lean.neverExtractAttr Lean.matchPatternAttr
    Lean.defHeightOverrideExt Lean.auxRecExt Lean.sparseCasesOnExt Lean.noConfusionExt
    Lean.projectionFnInfoExt Lean.structureExt Lean.structureResolutionExt Lean.auxParentProjInfoExt
    Lean.classExtension reducibilityCore reducibility reducibilityExtra Lean.reducibilityAttrs
    Lean.reducibilityCoreExt Lean.reducibilityExtraExt recExt Lean.Meta.recExt Lean.defeqAttr
    Lean.backwardDefeqAttr Lean.Meta.instanceExtension Lean.Meta.defaultInstanceExtension
    Lean.Meta.simpExtension Lean.Meta.sevalSimpExtension Lean.Meta.congrExtension
    Lean.Meta.congrKindsExt Lean.Meta.coeExt Lean.Meta.coeDeclAttr Lean.Meta.Ext.extExtension
    Lean.Meta.Symm.symmExt Lean.Meta.Rfl.reflExt Lean.Meta.Trans.transExt Lean.Meta.NormCast.normCastExt
    Lean.Meta.NormCast.pushCastExt Lean.Meta.Monotonicity.monotoneExt Lean.Meta.customEliminatorExt
    Lean.Meta.recursorAttribute Lean.Meta.completionBlackListExt Lean.Meta.auxLemmasExt
    Lean.Meta.funIndInfoExt Lean.Meta.eqnOptionsExt Lean.Meta.eqnsExt Lean.Meta.matcherExt
    Lean.Meta.Match.matcherExt Lean.Meta.Match.matchEqnsExt Lean.Meta.Match.Extension.extension
    Lean.Meta.matcherLikeExt Lean.Meta.sparseCasesOnCacheExt Lean.Meta.sparseCasesOnInfoExt
    Lean.Meta.Grind.grindExt Lean.Meta.Grind.normExt Lean.Meta.Grind.symbolPrioExt
    Lean.Elab.Term.elabAsElim Lean.Elab.Term.elabWithoutExpectedTypeAttr Lean.Elab.Structural.eqnInfoExt
    Lean.Elab.WF.eqnInfoExt Lean.Elab.PartialFixpoint.eqnInfoExt Lean.Elab.WF.wfPreprocessSimpExtension
    Lean.ppNoDotAttr Lean.ppUsingAnonymousConstructorAttr Lean.IR.declMapExt
    Lean.IR.UnboxResult.unboxAttr Lean.Compiler.inlineAttrs Lean.Compiler.specializeAttr
    Lean.Compiler.nospecializeAttr Lean.Compiler.weakSpecializeAttr Lean.Compiler.specExtension
    Lean.closedTermCacheExt Lean.Compiler.LCNF.baseExt Lean.Compiler.LCNF.monoExt
    Lean.Compiler.LCNF.impureExt Lean.Compiler.LCNF.baseTypeExt Lean.Compiler.LCNF.monoTypeExt
    Lean.Compiler.LCNF.impureTypeExt Lean.Compiler.LCNF.impureSigExt Lean.Compiler.LCNF.auxDeclCacheExt
    Lean.Compiler.LCNF.declOrderExt Lean.Compiler.LCNF.ctorLayoutExt
    Lean.Compiler.LCNF.trivialStructureInfoExt Lean.Compiler.LCNF.impureTrivialStructureInfoExt
    Lean.Compiler.LCNF.specExtension Lean.Compiler.LCNF.Specialize.specCacheExt
    Lean.Compiler.LCNF.simpleGroundDeclExt Lean.Compiler.LCNF.postponedCompileDeclsExt
    Lean.Compiler.LCNF.publicDeclsExt Lean.Compiler.LCNF.baseTransparentDeclsExt
    Lean.Compiler.LCNF.monoTransparentDeclsExt Lean.Compiler.LCNF.impureTransparentDeclsExt
    Lean.Compiler.LCNF.taggedReturnAttr Lean.Compiler.LCNF.UnreachableBranches.functionSummariesExt
    Lean.Meta.unificationHintExtension Lean.methodSpecsAttr Lean.methodSpecsSimpExtension
    Lean.Meta.Grind.ematchTheoremsExt Lean.Meta.Grind.casesExt Lean.Meta.Grind.homoExt
    Lean.Meta.Grind.homoPredExt Lean.Meta.Grind.homoSourceTypesExt Lean.Elab.Tactic.Do.SpecAttr.specAttr
    Lean.Elab.Tactic.Do.SpecAttr.mvcgenSimpExt Lean.Elab.Tactic.VCGen.SpecAttr.specAttr
    Lean.Meta.Tactic.BVDecide.bvNormalizeExt Lean.Elab.Tactic.BVDecide.Frontend.Normalize.bvNormalizeExt
    Lean.Meta.Tactic.Cbv.cbvEvalExt Lean.Meta.Tactic.Cbv.cbvOpaqueExt Lean.Elab.deprecatedArgExt
    Lean.Parser.Term.Doc.recommendedSpellingExt Lean.Parser.Term.Doc.recommendedSpellingByNameExt
    Lean.Elab.Command.assertExistsExt Std.Internal.treeTacExt
    """
)
"""What theorems, definitions, instances, lemmas for tactics and the compiler's records of them leave."""

BATTERIES: frozenset[str] = _set(
    """
    Batteries.Tactic.Alias.aliasExt Std.Tactic.Alias.aliasExt Batteries.Tactic.transExt
    Batteries.Tactic.Lint.nolintAttr Std.Tactic.Lint.nolintAttr
    Batteries.Util.LibraryNote.libraryNoteExt Std.Util.LibraryNote.libraryNoteExt
    """
)

_TRANSLATION = _set(
    """
    ignoreArgsAttr reorderAttr relevantArgAttr argInfoAttr dontTranslateAttr doTranslateAttr
    translations changeNumeralAttr unfoldBoundaries guessNameExt
    """
)

MATHLIB: frozenset[str] = _set(
    """
    simpsAttr Simps.structureExt Mathlib.CrossRef.tagExt eqnsAttribute Lean.Attr.algebraizeAttr
    Mathlib.Command.Variable.variableAliasAttr Mathlib.StacksTag.tagExt Mathlib.Tactic.GCongr.gcongrExt
    Mathlib.Tactic.Push.pushExt Mathlib.Tactic.Push.pullExt Mathlib.Tactic.reflExt Mathlib.Tactic.transExt
    Mathlib.Meta.FunProp.funPropDeclsExt Mathlib.Meta.FunProp.lambdaTheoremsExt
    Mathlib.Meta.FunProp.functionTheoremsExt Mathlib.Meta.FunProp.transitionTheoremsExt
    Mathlib.Meta.FunProp.morTheoremsExt
    """
) | {
    f"{space}.{name}"
    for space in ("ToAdditive", "Mathlib.Tactic.ToAdditive", "Mathlib.Tactic.ToDual")
    for name in _TRANSLATION
}

SIMP_SETS: frozenset[str] = _set(
    """
    enat_to_nat_coe enat_to_nat_top field_simps fin_omega functor_norm ghost_simps integral_simps
    mfld_simps mon_tauto monad_norm nontriviality parity_simps pnat_to_nat_coe qify_simps rclike_simps
    rify_simps typevec zify_simps coassoc_simps pull_end push_end reduce_mod_char
    """
)
"""Of Mathlib. `register_simp_attr NAME` names the extension NAME; that of its simprocs is NAME_proc."""

LABELS: frozenset[str] = _set(
    """
    is_poly mono
    """
)
"""Of Mathlib. `register_label_attr NAME` names the extension NAME."""

AESOP_RULE_SETS: frozenset[str] = _set(
    """
    default builtin Bound CategoryTheory Continuous IsMultiplicative Matroid Measurable Restrict SetLike
    SetLike! SimpleGraph Sym2 finiteness CStarAlgebra finsetNonempty
    """
)
"""Of Aesop and Mathlib. A rule set NAME has the extensions NAME, aesop_NAME (simp lemmas) and aesop_NAME_proc
(simprocs). A rule may also be a tactic, so the first is harmless only where no rule is code."""

HARMLESS: frozenset[str] = (
    LEAN | BATTERIES | MATHLIB | SIMP_SETS | LABELS | {f"aesop_{name}" for name in AESOP_RULE_SETS}
)
