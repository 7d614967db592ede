internal import JSON

extension JSONValue {
  /// The value where only text can stand: strings as they are, everything else as JSON.
  var text: String { stringValue ?? serialized() }

  /// What a parameter with this value is sent as: arrays once for each element, null not at all.
  var parameterTexts: [String] {
    switch self {
    case .null: []
    case .array(let elements): elements.filter { !$0.isNull }.map(\.text)
    default: [text]
    }
  }
}
