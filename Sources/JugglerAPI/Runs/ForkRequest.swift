public import JSON

/// The body of `POST /api/v1/runs/{id}/fork`: where the new run leaves the old one, and with what.
public struct ForkRequest: WireType {
  /// The id of a step: this one and those that ended after it are done again. `nil`: everything is.
  public var step: String?
  /// The input of the new run; `nil` for that of the old one. A member `input` that is `null` is an input, too.
  public var input: JSONValue?

  public init(step: String? = nil, input: JSONValue? = nil) {
    self.step = step
    self.input = input
  }

  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    self.init(step: try reader.optionalString("step"), input: reader.object["input"])
  }

  public var json: JSONValue {
    var object = JSONObject()
    if let step { object["step"] = .string(step) }
    if let input { object["input"] = input }
    return .object(object)
  }
}
