/// One member of an object, as it lies in memory.
struct ObjectMember {
  let key: String
  var value: JSONValue
}

struct ObjectHeader {
  var count: Int
  let capacity: Int
  /// Positions by key, kept only for objects too large to be searched from end to end.
  var index: KeyIndex?
}

/// The members of an object in one allocation, in their order.
///
/// Shared between copies of a `JSONObject` and written only by a sole owner, which makes the object safe to send.
final class ObjectStorage: ManagedBuffer<ObjectHeader, ObjectMember> {
  /// Up to this many members a linear search is faster than hashing.
  static let linearSearchLimit = 12

  static func make(capacity: Int) -> ObjectStorage {
    let buffer = create(minimumCapacity: capacity) { _ in ObjectHeader(count: 0, capacity: capacity, index: nil) }
    return unsafeDowncast(buffer, to: ObjectStorage.self)
  }

  deinit {
    _ = withUnsafeMutablePointers { header, members in
      members.deinitialize(count: header.pointee.count)
    }
  }

  @inline(__always)
  var count: Int { header.count }

  @inline(__always)
  var members: UnsafeMutablePointer<ObjectMember> { withUnsafeMutablePointerToElements { $0 } }

  @inline(__always)
  func position(of key: String) -> Int? {
    if let index = header.index { return index.position(of: key, in: members) }
    let members = members
    for position in 0..<count where members[position].key.hasSameBytes(as: key) { return position }
    return nil
  }

  /// Adds a member whose key is known to be new, into spare capacity.
  func append(_ member: consuming ObjectMember) {
    let position = count
    (members + position).initialize(to: member)
    header.count = position + 1
    if header.index != nil {
      header.index!.insert(position, members: members, count: position + 1)
    } else if position + 1 > Self.linearSearchLimit {
      header.index = KeyIndex(members: members, count: position + 1)
    }
  }

  func remove(at position: Int) -> JSONValue {
    let last = count - 1
    let removed = (members + position).move()
    (members + position).moveInitialize(from: members + position + 1, count: last - position)
    header.count = last
    if header.index != nil {
      header.index = last > Self.linearSearchLimit ? KeyIndex(members: members, count: last) : nil
    }
    return removed.value
  }

  func copy(capacity: Int) -> ObjectStorage {
    let copy = ObjectStorage.make(capacity: Swift.max(capacity, count))
    copy.members.initialize(from: members, count: count)
    copy.header.count = count
    copy.header.index = header.index
    return copy
  }

  /// The same members with another capacity; this storage is empty afterwards.
  func moved(capacity: Int) -> ObjectStorage {
    let target = ObjectStorage.make(capacity: Swift.max(capacity, count))
    target.members.moveInitialize(from: members, count: count)
    target.header.count = count
    target.header.index = header.index
    header.count = 0
    header.index = nil
    return target
  }
}
