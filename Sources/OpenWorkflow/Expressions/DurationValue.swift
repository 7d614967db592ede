/// A duration that is written in the document, or one that an expression gives.
package enum DurationValue: Sendable {
  case constant(Duration)
  /// Gives an ISO 8601 text or an object such as `{"seconds": 3}`; see `Duration.init(workflowValue:)`.
  case expression(Expression)
}
