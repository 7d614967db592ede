/// How runtime expressions are written. The language is always jq: another is a validation error.
package struct Evaluation: Sendable {
  package enum Mode: String, Sendable, CaseIterable {
    /// Expressions are enclosed in `${ }`.
    case strict
    /// Any text may be an expression; text that fails to evaluate stands for itself.
    case loose
  }

  package let mode: Mode
}
