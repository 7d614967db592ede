public import JSON

extension ProblemDetails {
  /// One of several mistakes, and where it is.
  public struct Part: WireType {
    /// What was expected and what was found.
    public var detail: String
    /// JSON Pointer into what was sent, as a URI fragment, as RFC 9457 shows it: `#/order/quantity`, `#` for the whole.
    public var pointer: String?
    /// In a text that was sent, from 1.
    public var line: Int?
    /// In characters, from 1.
    public var column: Int?

    public init(detail: String, pointer: String? = nil, line: Int? = nil, column: Int? = nil) {
      self.detail = detail
      self.pointer = pointer
      self.line = line
      self.column = column
    }

    public init(json: JSONValue) throws(WireError) {
      let reader = try WireReader(json)
      self.init(
        detail: try reader.string("detail"), pointer: try reader.optionalString("pointer"),
        line: try reader.optionalInteger("line"), column: try reader.optionalInteger("column"))
    }

    public var json: JSONValue {
      var object: JSONObject = ["detail": .string(detail)]
      if let pointer { object["pointer"] = .string(pointer) }
      if let line { object["line"] = .integer(Int64(line)) }
      if let column { object["column"] = .integer(Int64(column)) }
      return .object(object)
    }
  }
}

extension ProblemDetails.Part: CustomStringConvertible {
  public var description: String {
    let place = [line, column].compactMap { $0.map(String.init) }.joined(separator: ":")
    return [place.isEmpty ? pointer : place, detail].compactMap(\.self).joined(separator: ": ")
  }
}
