prelude
import Embedded.Omega.Logic
import Embedded.Omega.Facts
import Embedded.Omega.Tidy
/-! `omega`: all names that the compiled elaborator refers to in its proofs. -/
