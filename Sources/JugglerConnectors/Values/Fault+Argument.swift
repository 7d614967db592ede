internal import JSON
internal import Juggler

extension Fault {
  /// An argument that the connector cannot use.
  static func invalidArgument(_ name: String, expected: String, found: JSONValue?) -> Fault {
    Fault(.validation, detail: "\(name): expected \(expected), found \(found.map(excerpt) ?? "nothing")")
  }

  private static func excerpt(_ value: JSONValue) -> String {
    let text = value.serialized()
    return text.count > 80 ? text.prefix(80) + "…" : text
  }
}
