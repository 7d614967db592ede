internal import JSON

/// A value of a document with the place where it stands. A reference, since decoding passes it from hand to hand.
final class Node {
  enum Content {
    case scalar(text: String, style: ScalarStyle)
    case sequence([Node])
    case mapping([Member])
  }

  enum ScalarStyle {
    case plain, quoted, block
  }

  struct Member {
    let key: String
    let keyPosition: SourcePosition
    let value: Node
  }

  let content: Content
  let value: JSONValue
  let position: SourcePosition
  /// How many values this is, aliases expanded.
  let weight: Int
  /// Whether a text in here contains `${`.
  let mayContainExpressions: Bool

  private init(
    _ content: Content, _ value: JSONValue, _ position: SourcePosition, weight: Int, mayContainExpressions: Bool
  ) {
    self.content = content
    self.value = value
    self.position = position
    self.weight = weight
    self.mayContainExpressions = mayContainExpressions
  }

  convenience init(text: String, style: ScalarStyle, value: JSONValue, position: SourcePosition) {
    self.init(
      .scalar(text: text, style: style), value, position, weight: 1,
      mayContainExpressions: ExpressionText.opens(in: text))
  }

  convenience init(sequence: [Node], position: SourcePosition) {
    self.init(
      .sequence(sequence), .array(sequence.map(\.value)), position, weight: sequence.reduce(1) { $0 + $1.weight },
      mayContainExpressions: sequence.contains(where: \.mayContainExpressions))
  }

  convenience init(mapping: [Member], position: SourcePosition) {
    self.init(
      .mapping(mapping), .object(JSONObject(mapping.lazy.map { ($0.key, $0.value.value) })), position,
      weight: mapping.reduce(1) { $0 + $1.value.weight },
      mayContainExpressions: mapping.contains(where: \.value.mayContainExpressions))
  }
}

extension Node {
  /// What this is, for messages: "the number 1.0", "a list".
  var description: String {
    switch content {
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping(let members): members.isEmpty ? "an empty mapping" : "a mapping"
    case .scalar(let text, _):
      switch value {
      case .null: text.isEmpty ? "nothing" : "null"
      case .bool: "the boolean \(text)"
      case .string: "'\(text.abbreviated)'"
      default: "the number \(text)"
      }
    }
  }
}

extension String {
  /// The beginning of the text's first line, short enough for a message.
  var abbreviated: String {
    let line = prefix { !$0.isNewline }
    return line.count > 60 || line.endIndex != endIndex ? line.prefix(57) + "…" : String(line)
  }
}
