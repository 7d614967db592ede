import JSON

/// An error on its way through the machine.
struct Raised: Error {
  let value: JSONValue
  let kind: EvaluationError.Kind

  init(value: JSONValue, kind: EvaluationError.Kind = .raised) {
    self.value = value
    self.kind = kind
  }

  init(_ message: String, kind: EvaluationError.Kind = .raised) {
    self.init(value: .string(message), kind: kind)
  }

  /// `number (1) cannot be …`
  static func type(_ value: JSONValue, _ complaint: String) -> Raised {
    Raised("\(value.typeName) (\(value.truncatedText)) \(complaint)")
  }

  /// `number (1) and string ("a") cannot be …`
  static func types(_ a: JSONValue, _ b: JSONValue, _ complaint: String) -> Raised {
    Raised("\(a.typeName) (\(a.truncatedText)) and \(b.typeName) (\(b.truncatedText)) \(complaint)")
  }
}
