/// An object whose members keep the order in which they were added.
///
/// Keys are compared by code points, not by canonical equivalence. A copy is made in constant time;
/// the first change to a shared copy copies its members.
public struct JSONObject: @unchecked Sendable {
  var storage: ObjectStorage

  public init() { storage = Self.empty }

  /// Every empty object shares this one; it is never a sole owner's, so it is never written.
  private nonisolated(unsafe) static let empty = ObjectStorage.make(capacity: 0)

  init(storage: ObjectStorage) { self.storage = storage }

  /// Makes room for `minimumCapacity` members.
  public init(minimumCapacity: Int) { storage = ObjectStorage.make(capacity: minimumCapacity) }

  /// The members in their order; of several with one key the last value wins, in the place of the first.
  public init(_ members: some Sequence<(String, JSONValue)>) {
    self.init(minimumCapacity: members.underestimatedCount)
    for (key, value) in members { self[key] = value }
  }

  /// Whether both are the same object in memory, as copies of one are.
  package func isIdentical(to other: JSONObject) -> Bool { storage === other.storage }

  public var count: Int { storage.count }
  public var isEmpty: Bool { storage.count == 0 }

  /// Reads, replaces (in place), appends, or with `nil` removes a member.
  public subscript(key: String) -> JSONValue? {
    get {
      guard let position = storage.position(of: key) else { return nil }
      return storage.members[position].value
    }
    set {
      let position = storage.position(of: key)
      switch (position, newValue) {
      case (let position?, let value?):
        makeUnique()
        storage.members[position].value = value
      case (nil, let value?): append(key, value)
      case (let position?, nil): remove(at: position)
      case (nil, nil): break
      }
    }
    _modify {
      guard let position = storage.position(of: key) else {
        var value: JSONValue?
        defer { if let value { append(key, value) } }
        yield &value
        return
      }
      makeUnique()
      // The value leaves its place while it is changed, so that it stays uniquely referenced.
      let place = storage.members + position
      var value: JSONValue? = place.pointee.value.take()
      defer {
        if let value { place.pointee.value = value } else { remove(at: position) }
      }
      yield &value
    }
  }

  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? {
    storage.position(of: key).map { remove(at: $0) }
  }

  /// Whether there is a member of that key, also when its value is `null`.
  public func contains(key: String) -> Bool { storage.position(of: key) != nil }

  /// Where a member of that key is.
  public func index(forKey key: String) -> Int? { storage.position(of: key) }

  public mutating func reserveCapacity(_ capacity: Int) {
    guard capacity > storage.header.capacity else { return }
    storage = storage.copy(capacity: capacity)
  }

  @discardableResult
  private mutating func remove(at position: Int) -> JSONValue {
    makeUnique()
    return storage.remove(at: position)
  }

  mutating func append(_ key: String, _ value: consuming JSONValue) {
    let count = storage.count
    let capacity = storage.header.capacity
    if count == capacity {
      let room = Swift.max(4, capacity * 2)
      storage = isKnownUniquelyReferenced(&storage) ? storage.moved(capacity: room) : storage.copy(capacity: room)
    } else {
      makeUnique()
    }
    storage.append(ObjectMember(key: key, value: value))
  }

  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy(capacity: storage.header.capacity) }
  }
}

extension JSONObject: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.count }
  public subscript(position: Int) -> (key: String, value: JSONValue) {
    precondition(position >= 0 && position < storage.count, "index out of range")
    let member = storage.members[position]
    return (member.key, member.value)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
