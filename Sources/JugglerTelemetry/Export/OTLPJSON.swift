package import JSON
import Tracing

/// OTLP's protobuf messages in JSON, as "OTLP/HTTP, JSON Protobuf Encoding" of the OpenTelemetry protocol specification has
/// them: names in lowerCamelCase, ids in hexadecimal, 64-bit integers as texts, enumerations as numbers.
package enum OTLPJSON {
  /// What sends this, as attributes by the semantic conventions: `service.name` and its like.
  package typealias Resource = [(String, String)]

  /// An `ExportTraceServiceRequest`.
  package static func traces(_ spans: [SpanRecord], resource: Resource, scope: String) -> JSONValue {
    [
      "resourceSpans": [
        [
          "resource": encoded(resource),
          "scopeSpans": [["scope": ["name": .string(scope)], "spans": .array(spans.map(encoded))]],
        ]
      ]
    ]
  }

  static func encoded(_ resource: Resource) -> JSONValue {
    ["attributes": attributes(resource.map { ($0.0, SpanAttribute.string($0.1)) })]
  }

  private static func encoded(_ span: SpanRecord) -> JSONValue {
    var object: JSONObject = [
      "traceId": .string(span.context.trace.description),
      "spanId": .string(span.context.span.description),
    ]
    if let state = span.context.state { object["traceState"] = .string(state) }
    if let parent = span.parent { object["parentSpanId"] = .string(parent.description) }
    // Bits 0 to 7 are the W3C flags.
    object["flags"] = span.context.isSampled ? 1 : 0
    object["name"] = .string(span.name)
    object["kind"] = .integer(kind(span.kind))
    object["startTimeUnixNano"] = .string("\(span.start)")
    object["endTimeUnixNano"] = .string("\(span.end)")
    object["attributes"] = attributes(span.attributes)
    if !span.events.isEmpty { object["events"] = .array(span.events.map(encoded)) }
    if !span.links.isEmpty { object["links"] = .array(span.links.map(encoded)) }
    if let status = span.status { object["status"] = encoded(status) }
    return .object(object)
  }

  private static func encoded(_ event: SpanRecord.Event) -> JSONValue {
    ["timeUnixNano": .string("\(event.at)"), "name": .string(event.name), "attributes": attributes(event.attributes)]
  }

  private static func encoded(_ link: SpanRecord.Link) -> JSONValue {
    [
      "traceId": .string(link.context.trace.description), "spanId": .string(link.context.span.description),
      "attributes": attributes(link.attributes),
    ]
  }

  private static func encoded(_ status: SpanStatus) -> JSONValue {
    var object: JSONObject = ["code": status.code == .ok ? 1 : 2]
    if let message = status.message { object["message"] = .string(message) }
    return .object(object)
  }

  private static func kind(_ kind: SpanKind) -> Int64 {
    switch kind {
    case .internal: 1
    case .server: 2
    case .client: 3
    case .producer: 4
    case .consumer: 5
    }
  }

  static func attributes(_ pairs: [(String, SpanAttribute)]) -> JSONValue {
    .array(pairs.map { ["key": .string($0.0), "value": encoded($0.1)] })
  }

  /// An `AnyValue`.
  private static func encoded(_ value: SpanAttribute) -> JSONValue {
    switch value {
    case .int32(let number): ["intValue": .string("\(number)")]
    case .int64(let number): ["intValue": .string("\(number)")]
    case .double(let number): ["doubleValue": encoded(number)]
    case .bool(let flag): ["boolValue": .bool(flag)]
    case .string(let text): ["stringValue": .string(text)]
    case .int32Array(let numbers): array(numbers.map { ["intValue": .string("\($0)")] })
    case .int64Array(let numbers): array(numbers.map { ["intValue": .string("\($0)")] })
    case .doubleArray(let numbers): array(numbers.map { ["doubleValue": encoded($0)] })
    case .boolArray(let flags): array(flags.map { ["boolValue": .bool($0)] })
    case .stringArray(let texts): array(texts.map { ["stringValue": .string($0)] })
    default: ["stringValue": .string("\(value)")]
    }
  }

  private static func array(_ values: [JSONValue]) -> JSONValue { ["arrayValue": ["values": .array(values)]] }

  /// Protobuf's JSON has texts for what JSON has no numbers for.
  static func encoded(_ number: Double) -> JSONValue {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return .double(number)
  }
}
