import JSON
import Testing

/// A schema with values that the reference implementation accepts, and values that it rejects.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
  let schema: String
  let accepts: [String]
  let rejects: [String]

  init(_ schema: String, accepts: [String], rejects: [String]) {
    self.schema = schema
    self.accepts = accepts
    self.rejects = rejects
  }

  var testDescription: String { schema }

  static let all =
    values + numbers + strings + arrays + objects + branches + unevaluated + references + draftSeven
}
