prelude
import Embedded.Arith
/-!
# `ℕ` and `ℤ`

The two tokens, macros that expand them, and unexpanders that show them in goals. The macros answer with an
identifier, the unexpanders with the token; compiled code makes both.
-/
set_option linter.all false
set_option genSizeOf false

namespace Lean
@[extern "linked"] opaque Syntax.mkLit (kind : SyntaxNodeKind) (token : String) (info : SourceInfo) : Syntax
end Lean
open Lean in
@[term_parser 1000] def «termℕ» : ParserDescr := .node `termℕ 1024 (.symbol "ℕ")
open Lean in
@[term_parser 1000] def «termℤ» : ParserDescr := .node `termℤ 1024 (.symbol "ℤ")
open Lean in
@[macro «termℕ»] def «expandℕ» : Macro := fun _ _ state => .ok (mkCIdent `Nat) state
open Lean in
@[macro «termℤ»] def «expandℤ» : Macro := fun _ _ state => .ok (mkCIdent `Int) state
open Lean in
@[app_unexpander Nat] def «unexpandℕ» : PrettyPrinter.Unexpander := fun _ _ state =>
  .ok (Syntax.mkLit `termℕ "ℕ" .none) state
open Lean in
@[app_unexpander Int] def «unexpandℤ» : PrettyPrinter.Unexpander := fun _ _ state =>
  .ok (Syntax.mkLit `termℤ "ℤ" .none) state
