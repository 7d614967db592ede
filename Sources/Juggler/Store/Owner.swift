/// Names a process (more exactly: an engine) that drives runs. It is the fencing token: a store gives each a greater one,
/// and none twice.
public struct OwnerID: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var value: Int64

  public init(_ value: Int64) { self.value = value }

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  public var description: String { "owner \(value)" }
}

/// An engine that drives runs, and until when it may without renewing.
public struct Owner: Sendable, Hashable {
  public var id: OwnerID
  public var name: String
  public var expiresAt: Timestamp

  public init(id: OwnerID, name: String, expiresAt: Timestamp) {
    self.id = id
    self.name = name
    self.expiresAt = expiresAt
  }
}
