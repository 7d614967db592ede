/// One way in which a value differs from its schema.
package struct Violation: Sendable, Hashable {
  /// Where in the value, as a JSON Pointer (RFC 6901); empty for the value as a whole.
  package let instance: String
  /// The keyword that is not satisfied, as a JSON Pointer into the schema document, all references followed.
  package let keyword: String
  /// What was expected and what was found. It quotes what is short of the value, secrets too: mask them where it is shown.
  package let message: String

  package init(instance: String, keyword: String, message: String) {
    self.instance = instance
    self.keyword = keyword
    self.message = message
  }
}

extension Violation: CustomStringConvertible {
  /// For example `/order/quantity: expected at least 1, found 0`.
  package var description: String { instance.isEmpty ? message : "\(instance): \(message)" }
}
