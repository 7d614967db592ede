public import JSON

/// The answer to `POST /api/v1/events`: what is stored durably by now.
public struct PublishedEvents: WireType {
  /// How many were taken.
  public var accepted: Int

  public init(accepted: Int) { self.accepted = accepted }

  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    self.init(accepted: try reader.required("accepted", "an integer") { $0.integerValue.flatMap { Int(exactly: $0) } })
  }

  public var json: JSONValue { ["accepted": .integer(Int64(accepted))] }
}
