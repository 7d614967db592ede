public import JSON

/// Why a request was not answered as asked, or a run faulted: problem details (RFC 9457), `application/problem+json`.
public struct ProblemDetails: Error, WireType {
  /// A URI that names the kind of problem; `about:blank` when the status says it all.
  public var type: String
  /// Of the kind of problem, the same for all of that kind.
  public var title: String?
  /// A status code of HTTP.
  public var status: Int
  /// What happened here, and what to do.
  public var detail: String?
  /// Of the fault of a run: JSON Pointer (RFC 6901) of the task that raised it.
  public var instance: String?
  /// Each mistake on its own, where several were found.
  public var errors: [Part]
  /// Members beyond those of the standard.
  public var extensions: JSONObject

  public init(
    type: String = "about:blank", title: String? = nil, status: Int, detail: String? = nil, instance: String? = nil,
    errors: [Part] = [], extensions: JSONObject = [:]
  ) {
    self.type = type
    self.title = title
    self.status = status
    self.detail = detail
    self.instance = instance
    self.errors = errors
    self.extensions = extensions
  }
}

extension ProblemDetails {
  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    var extensions = reader.object
    for name in ["type", "title", "status", "detail", "instance", "errors"] { extensions.removeValue(forKey: name) }
    self.init(
      type: try reader.optionalString("type") ?? "about:blank", title: try reader.optionalString("title"),
      status: try reader.optionalInteger("status") ?? 500, detail: try reader.optionalString("detail"),
      instance: try reader.optionalString("instance"), errors: try reader.list("errors", of: Part.self),
      extensions: extensions)
  }

  public var json: JSONValue {
    var object: JSONObject = ["type": .string(type)]
    if let title { object["title"] = .string(title) }
    object["status"] = .integer(Int64(status))
    if let detail { object["detail"] = .string(detail) }
    if let instance { object["instance"] = .string(instance) }
    if !errors.isEmpty { object["errors"] = .array(errors.map(\.json)) }
    for (name, value) in extensions where object[name] == nil { object[name] = value }
    return .object(object)
  }
}

extension ProblemDetails: CustomStringConvertible {
  public var description: String {
    let summary = [title, detail].compactMap(\.self).joined(separator: ": ")
    let parts = errors.map { "\n  \($0)" }.joined()
    return "\(status) \(summary.isEmpty ? type : summary)\(parts)"
  }
}
