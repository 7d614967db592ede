extension JSONObject {
  public var keys: Keys { Keys(object: self) }
  public var values: Values { Values(object: self) }

  /// The keys in their order.
  public struct Keys: RandomAccessCollection, Sendable {
    let object: JSONObject
    public var startIndex: Int { 0 }
    public var endIndex: Int { object.count }
    public subscript(position: Int) -> String { object[position].key }
  }

  /// The values in the order of their keys.
  public struct Values: RandomAccessCollection, Sendable {
    let object: JSONObject
    public var startIndex: Int { 0 }
    public var endIndex: Int { object.count }
    public subscript(position: Int) -> JSONValue { object[position].value }
  }
}
