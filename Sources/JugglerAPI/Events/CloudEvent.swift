public import JSON

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// An event as CloudEvents 1.0 describes it, in its JSON format.
///
/// Attributes keep the order and the form in which they came, extensions included.
public struct CloudEvent: WireType, Identifiable {
  /// All context attributes, and `data` or `data_base64`.
  public private(set) var attributes: JSONObject

  /// - Parameters:
  ///   - id: unique among the events of its source; a new one unless given.
  ///   - source: a URI reference that names where the event happened.
  ///   - type: such as `com.example.order.created`.
  ///   - extensions: further attributes: lower-case letters and digits; strings, integers or booleans.
  public init(
    id: String = UUID().uuidString.lowercased(), source: String, type: String, subject: String? = nil,
    time: Date? = nil, data: JSONValue? = nil, dataContentType: String? = nil, dataSchema: String? = nil,
    extensions: JSONObject = [:]
  ) {
    var attributes: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": .string(source), "type": .string(type),
    ]
    if let subject { attributes["subject"] = .string(subject) }
    if let time { attributes["time"] = .time(time) }
    if let dataContentType { attributes["datacontenttype"] = .string(dataContentType) }
    if let dataSchema { attributes["dataschema"] = .string(dataSchema) }
    for (name, value) in extensions { attributes[name] = value }
    if let data { attributes["data"] = data }
    self.attributes = attributes
  }

  /// Reads the JSON format; throws for what CloudEvents 1.0 does not allow.
  public init(json: JSONValue) throws(WireError) {
    attributes = try Self.checked(WireReader(json))
  }

  public var json: JSONValue { .object(attributes) }
}

extension CloudEvent {
  public var id: String { text("id") ?? "" }
  public var source: String { text("source") ?? "" }
  public var type: String { text("type") ?? "" }
  public var subject: String? { text("subject") }
  public var time: Date? { text("time").flatMap { Date(rfc3339: $0) } }
  /// A media type; `application/json` when absent.
  public var dataContentType: String? { text("datacontenttype") }
  public var dataSchema: String? { text("dataschema") }
  /// `nil` for an event without data and for one whose data is binary.
  public var data: JSONValue? { attributes["data"] }
  /// Base64 of binary data.
  public var dataBase64: String? { text("data_base64") }

  private func text(_ name: String) -> String? { attributes[name]?.stringValue }
}
