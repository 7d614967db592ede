public import JSON

/// What went wrong in a run, as problem details (RFC 9457): what a task raises, a `catch` sees and a faulted run reports.
public struct Fault: Error, Sendable, Hashable {
  /// A URI that names the kind of error, see `Kind`.
  public var type: String
  /// A status in the sense of HTTP.
  public var status: Int
  public var title: String?
  public var detail: String?
  /// A JSON Pointer (RFC 6901) to the task that raised it.
  public var instance: String?

  public init(type: String, status: Int, title: String? = nil, detail: String? = nil, instance: String? = nil) {
    self.type = type
    self.status = status
    self.title = title
    self.detail = detail
    self.instance = instance
  }

  public init(_ kind: Kind, status: Int? = nil, title: String? = nil, detail: String?, instance: String? = nil) {
    self.init(
      type: kind.type, status: status ?? kind.status, title: title ?? kind.title, detail: detail, instance: instance)
  }

  /// The fault with `instance` set, unless it names one already.
  public func at(_ reference: String) -> Fault {
    guard instance == nil else { return self }
    var located = self
    located.instance = reference
    return located
  }
}

extension Fault {
  /// The specification's standard error types.
  public enum Kind: String, Sendable, CaseIterable {
    case configuration, validation, expression, authentication, authorization, timeout, communication, runtime

    /// The URI of the type.
    public var type: String { Self.base + rawValue }

    package static let base = "https://open-workflow-specification.org/spec/1.0.0/errors/"

    /// The status that the specification gives the type.
    public var status: Int {
      switch self {
      case .configuration, .validation, .expression: 400
      case .authentication: 401
      case .authorization: 403
      case .timeout: 408
      case .communication, .runtime: 500
      }
    }

    public var title: String {
      switch self {
      case .configuration: "Configuration Error"
      case .validation: "Validation Error"
      case .expression: "Expression Error"
      case .authentication: "Authentication Error"
      case .authorization: "Authorization Error"
      case .timeout: "Timeout"
      case .communication: "Communication Error"
      case .runtime: "Runtime Error"
      }
    }
  }
}

extension Fault {
  /// The members that are present, in the order of RFC 9457.
  public var json: JSONValue {
    var object: JSONObject = ["type": .string(type), "status": .integer(Int64(status))]
    if let title { object["title"] = .string(title) }
    if let detail { object["detail"] = .string(detail) }
    if let instance { object["instance"] = .string(instance) }
    return .object(object)
  }

  /// Reads what `json` writes; `nil` without a `type` and a `status`.
  public init?(json: JSONValue) {
    guard let type = json["type"]?.stringValue, let status = json["status"]?.integerValue else { return nil }
    self.init(
      type: type, status: Int(clamping: status), title: json["title"]?.stringValue,
      detail: json["detail"]?.stringValue, instance: json["instance"]?.stringValue)
  }
}

extension Fault: CustomStringConvertible {
  public var description: String {
    var text = title ?? type
    if let detail { text += ": \(detail)" }
    if let instance { text += " (at \(instance))" }
    return text
  }
}
