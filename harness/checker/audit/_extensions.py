"""Which environment extensions a candidate may store entries in.

Extensions are the only part of an .olean file besides the constants that changes what later text means or
does. The tables hold the names of Lean 4.9 to 4.35 without the prefix `_private.<module>.0`, which came and
went.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.lean.olean import Module, Name, name_str

CODE_CHANGING: frozenset[str] = frozenset(
    [
        "Lean.Compiler.implementedByAttr",
        "Lean.externAttr",
        "Lean.exportAttr",
        "Lean.Compiler.CSimp.ext",
        "Lean.regularInitAttr",
        "Lean.builtinInitAttr",
    ]
)
"""Compiled code that differs from the declaration, or runs at import: forbidden under both levels."""

HARMLESS: frozenset[str] = frozenset(
    [
        "Lean.declRangeExt",
        "Lean.docStringExt",
        "Lean.moduleDocExt",
        "Lean.inheritDocStringExt",
        "Lean.versoDocStringExt",
        "Lean.versoModuleDocExt",
        "Lean.deprecatedModuleExt",
        "Lean.Linter.deprecatedAttr",
        "Lean.Linter.lintLogExt",
        "Lean.Linter.codeQualityLogExt",
        "Lean.Linter.envLinterSnapshotExt",
        "Lean.exportedAxiomsExt",
        "Lean.extraModUses",
        "Lean.indirectModUseExt",
        "Lean.isExtraRevModUseExt",
        "Lean.modPkgExt",
        "Lean.namespacesExt",
        "Lean.aliasExtension",
        "Lean.protectedExt",
        "Lean.privateExt",
        "Lean.privateConstKindsExt",
        "Lean.noncomputableExt",
        "Lean.neverExtractAttr",
        "Lean.matchPatternAttr",
        "Lean.defHeightOverrideExt",
        "Lean.auxRecExt",
        "Lean.sparseCasesOnExt",
        "Lean.noConfusionExt",
        "Lean.projectionFnInfoExt",
        "Lean.structureExt",
        "Lean.structureResolutionExt",
        "Lean.auxParentProjInfoExt",
        "Lean.classExtension",
        "reducibilityCore",
        "reducibility",
        "reducibilityExtra",
        "Lean.reducibilityAttrs",
        "Lean.reducibilityCoreExt",
        "Lean.reducibilityExtraExt",
        "recExt",
        "Lean.Meta.recExt",
        "Lean.defeqAttr",
        "Lean.backwardDefeqAttr",
        "Lean.Meta.instanceExtension",
        "Lean.Meta.defaultInstanceExtension",
        "Lean.Meta.simpExtension",
        "Lean.Meta.sevalSimpExtension",
        "Lean.Meta.congrExtension",
        "Lean.Meta.congrKindsExt",
        "Lean.Meta.coeExt",
        "Lean.Meta.coeDeclAttr",
        "Lean.Meta.Ext.extExtension",
        "Lean.Meta.Symm.symmExt",
        "Lean.Meta.Rfl.reflExt",
        "Lean.Meta.Trans.transExt",
        "Lean.Meta.NormCast.normCastExt",
        "Lean.Meta.NormCast.pushCastExt",
        "Lean.Meta.Monotonicity.monotoneExt",
        "Lean.Meta.customEliminatorExt",
        "Lean.Meta.recursorAttribute",
        "Lean.Meta.completionBlackListExt",
        "Lean.Meta.auxLemmasExt",
        "Lean.Meta.funIndInfoExt",
        "Lean.Meta.eqnOptionsExt",
        "Lean.Meta.eqnsExt",
        "Lean.Meta.matcherExt",
        "Lean.Meta.Match.matcherExt",
        "Lean.Meta.Match.matchEqnsExt",
        "Lean.Meta.Match.Extension.extension",
        "Lean.Meta.matcherLikeExt",
        "Lean.Meta.sparseCasesOnCacheExt",
        "Lean.Meta.sparseCasesOnInfoExt",
        "Lean.Meta.Grind.grindExt",
        "Lean.Meta.Grind.normExt",
        "Lean.Meta.Grind.symbolPrioExt",
        "Lean.Elab.Term.elabAsElim",
        "Lean.Elab.Term.elabWithoutExpectedTypeAttr",
        "Lean.Elab.Structural.eqnInfoExt",
        "Lean.Elab.WF.eqnInfoExt",
        "Lean.Elab.PartialFixpoint.eqnInfoExt",
        "Lean.Elab.WF.wfPreprocessSimpExtension",
        "Lean.ppNoDotAttr",
        "Lean.ppUsingAnonymousConstructorAttr",
        "Lean.IR.declMapExt",
        "Lean.IR.UnboxResult.unboxAttr",
        "Lean.Compiler.inlineAttrs",
        "Lean.Compiler.specializeAttr",
        "Lean.Compiler.nospecializeAttr",
        "Lean.Compiler.weakSpecializeAttr",
        "Lean.Compiler.specExtension",
        "Lean.closedTermCacheExt",
        "Lean.Compiler.LCNF.baseExt",
        "Lean.Compiler.LCNF.monoExt",
        "Lean.Compiler.LCNF.impureExt",
        "Lean.Compiler.LCNF.baseTypeExt",
        "Lean.Compiler.LCNF.monoTypeExt",
        "Lean.Compiler.LCNF.impureTypeExt",
        "Lean.Compiler.LCNF.impureSigExt",
        "Lean.Compiler.LCNF.auxDeclCacheExt",
        "Lean.Compiler.LCNF.declOrderExt",
        "Lean.Compiler.LCNF.ctorLayoutExt",
        "Lean.Compiler.LCNF.trivialStructureInfoExt",
        "Lean.Compiler.LCNF.impureTrivialStructureInfoExt",
        "Lean.Compiler.LCNF.specExtension",
        "Lean.Compiler.LCNF.Specialize.specCacheExt",
        "Lean.Compiler.LCNF.simpleGroundDeclExt",
        "Lean.Compiler.LCNF.postponedCompileDeclsExt",
        "Lean.Compiler.LCNF.publicDeclsExt",
        "Lean.Compiler.LCNF.baseTransparentDeclsExt",
        "Lean.Compiler.LCNF.monoTransparentDeclsExt",
        "Lean.Compiler.LCNF.impureTransparentDeclsExt",
        "Lean.Compiler.LCNF.taggedReturnAttr",
        "Lean.Compiler.LCNF.UnreachableBranches.functionSummariesExt",
    ]
)
"""What theorems, definitions, instances, simp lemmas and the compiler's records of them leave behind."""


def plain_name(extension: Name) -> str:
    """The name without a private prefix: `_private.M.0.Lean.structureExt` -> `Lean.structureExt`."""
    if extension[:1] == ("_private",) and 0 in extension:
        extension = extension[extension.index(0) + 1 :]
    return name_str(extension)


def _as_in_reference(candidate: Module, reference: Module | None, extension: Name) -> bool:
    """Whether the benchmark's own text left entries of the same number that mention the same names."""
    if reference is None:
        return False
    theirs = reference.entries.get(extension)
    ours = candidate.entries[extension]
    if theirs is None or len(theirs) != len(ours):
        return False
    return reference.names_in(theirs.handles) == candidate.names_in(ours.handles)


def forbidden_entries(candidate: Module, reference: Module | None, *, strict: bool) -> Iterator[str]:
    """What the candidate stored and mustn't, a line for each extension, with a few of the names concerned."""
    for extension, entries in candidate.entries.items():
        name = plain_name(extension)
        wrong = name in CODE_CHANGING or (strict and name not in HARMLESS)
        if not entries or not wrong or _as_in_reference(candidate, reference, extension):
            continue
        own = [name for name in candidate.names_in(entries.handles) if name in candidate.constants]
        about = ", ".join(sorted(map(name_str, own))[:3])
        yield f"{name} has {len(entries)} new entries{f' (on {about})' if about else ''}"
