package import JSON

/// A value of a YAML or JSON file that is no workflow, such as a configuration, with its place.
package indirect enum LocatedValue: Sendable {
  package struct Member: Sendable {
    package let key: String
    package let position: SourcePosition
    package let value: LocatedValue
  }

  /// A text, number, boolean or null, and how it is written.
  case scalar(JSONValue, text: String, SourcePosition)
  case list([LocatedValue], SourcePosition)
  case mapping([Member], SourcePosition)

  package var position: SourcePosition {
    switch self {
    case .scalar(_, _, let position), .list(_, let position), .mapping(_, let position): position
    }
  }

  /// Reads a file; by its name, `.json` is JSON and anything else YAML.
  package static func read(_ bytes: [UInt8], file: String) -> (value: LocatedValue?, diagnostics: [Diagnostic]) {
    bytes.withUnsafeBufferPointer { text in
      let (root, problems) = SyntaxReader.read(text, isJSON: file.lowercased().hasSuffix(".json"))
      let diagnostics = problems.map {
        Diagnostic(.error, $0.message, file: file, position: $0.position, pointer: "")
      }
      return (root.map(LocatedValue.init), diagnostics)
    }
  }

  private init(_ node: Node) {
    switch node.content {
    case .scalar(let text, _): self = .scalar(node.value, text: text, node.position)
    case .sequence(let nodes): self = .list(nodes.map(LocatedValue.init), node.position)
    case .mapping(let members):
      self = .mapping(
        members.map { Member(key: $0.key, position: $0.keyPosition, value: LocatedValue($0.value)) }, node.position)
    }
  }
}
