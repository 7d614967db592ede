package enum MediaTypes {
  package static let json = "application/json"
  package static let problem = "application/problem+json"
  /// RFC 9512.
  package static let yaml = "application/yaml"
  package static let eventStream = "text/event-stream"
  /// One JSON value a line.
  package static let ndjson = "application/x-ndjson"
  package static let cloudEvent = "application/cloudevents+json"
  package static let cloudEventBatch = "application/cloudevents-batch+json"

  /// A media type in lower case, without parameters.
  static func essence(of header: String) -> String {
    let type = header.prefix { $0 != ";" }
    return String(type.filter { $0 != " " && $0 != "\t" }).lowercased()
  }

  static func isJSON(_ essence: String) -> Bool { essence == json || essence.hasSuffix("+json") }

  static func isYAML(_ essence: String) -> Bool {
    [yaml, "application/x-yaml", "text/yaml", "text/x-yaml"].contains(essence) || essence.hasSuffix("+yaml")
  }
}
