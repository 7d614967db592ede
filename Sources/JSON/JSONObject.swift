import OrderedCollections

/// An object whose members keep the order in which they were added.
public struct JSONObject: Sendable {
  private var storage: OrderedDictionary<String, JSONValue>

  public init() { storage = [:] }

  public init(_ members: some Sequence<(String, JSONValue)>) {
    storage = OrderedDictionary(members, uniquingKeysWith: { $1 })
  }

  public var count: Int { storage.count }
  public var isEmpty: Bool { storage.isEmpty }

  /// Reads, replaces (in place), appends, or with `nil` removes a member.
  public subscript(key: String) -> JSONValue? {
    get { storage[key] }
    set { storage[key] = newValue }
    _modify { yield &storage[key] }
  }

  public var keys: some RandomAccessCollection<String> { storage.keys }
  public var values: some RandomAccessCollection<JSONValue> { storage.values }

  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? { storage.removeValue(forKey: key) }
}

extension JSONObject: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.count }
  public subscript(position: Int) -> (key: String, value: JSONValue) {
    let element = storage.elements[position]
    return (element.key, element.value)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

/// Equal when both have the same members, in any order.
extension JSONObject: Hashable {
  public static func == (a: Self, b: Self) -> Bool {
    a.count == b.count && a.allSatisfy { b[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    var combined = 0
    for (key, value) in self {
      var member = Hasher()
      member.combine(key)
      member.combine(value)
      combined ^= member.finalize()
    }
    hasher.combine(combined)
  }
}
