prelude
/-!
# Namespaces that files for Mathlib open

They are empty here, or hold what a larger header has, so that the `open` of a usual header is no error. Nothing is
declared in them.
-/
namespace BigOperators end BigOperators
namespace Real end Real
namespace Nat end Nat
namespace Topology end Topology
namespace Rat end Rat
namespace Int end Int
namespace Fin end Fin
namespace List end List
namespace Set end Set
namespace Finset end Finset
namespace Multiset end Multiset
namespace Fintype end Fintype
namespace Function end Function
namespace Equiv end Equiv
namespace Filter end Filter
namespace Interval end Interval
namespace Pointwise end Pointwise
namespace Classical end Classical
namespace Complex end Complex
namespace ComplexConjugate end ComplexConjugate
namespace NNReal end NNReal
namespace ENNReal end ENNReal
namespace PNat end PNat
namespace ZMod end ZMod
namespace Zsqrtd end Zsqrtd
namespace Polynomial end Polynomial
namespace MvPolynomial end MvPolynomial
namespace ArithmeticFunction end ArithmeticFunction
namespace Matrix end Matrix
namespace Module end Module
namespace Submodule end Submodule
namespace LinearMap end LinearMap
namespace FiniteDimensional end FiniteDimensional
namespace InnerProductSpace end InnerProductSpace
namespace RealInnerProductSpace end RealInnerProductSpace
namespace EuclideanGeometry end EuclideanGeometry
namespace Affine end Affine
namespace Metric end Metric
namespace TopologicalSpace end TopologicalSpace
namespace Bornology end Bornology
namespace MeasureTheory end MeasureTheory
namespace ProbabilityTheory end ProbabilityTheory
namespace Ideal end Ideal
namespace Subgroup end Subgroup
namespace RingHom end RingHom
namespace SimpleGraph end SimpleGraph
namespace Combinatorics end Combinatorics
namespace Asymptotics end Asymptotics
namespace intervalIntegral end intervalIntegral
