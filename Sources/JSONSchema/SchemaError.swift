/// A document that is no usable JSON Schema, with all that is wrong in it.
package struct SchemaError: Error, Sendable, Hashable {
  package struct Problem: Sendable, Hashable {
    /// Where in the schema document, as a JSON Pointer (RFC 6901); empty for the document as a whole.
    package let location: String
    /// What was expected and what was found.
    package let message: String

    package init(location: String, message: String) {
      self.location = location
      self.message = message
    }
  }

  /// At least one.
  package let problems: [Problem]

  package init(problems: [Problem]) { self.problems = problems }
}

extension SchemaError.Problem: CustomStringConvertible {
  package var description: String { location.isEmpty ? message : "\(location): \(message)" }
}

extension SchemaError: CustomStringConvertible {
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
