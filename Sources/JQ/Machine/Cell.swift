import JSON

/// A value with a bound on how deep it is nested, relative to the input.
///
/// Values nested too deeply would overflow the stack when they are compared, written or freed. Counting levels where
/// values are built finds them without ever walking through a large value.
struct Cell: Sendable {
  var value: JSONValue
  var depth: Int32

  @inline(__always)
  init(_ value: consuming JSONValue, depth: Int32 = 0) {
    self.value = value
    self.depth = depth
  }

  static let null = Cell(.null)

  @inline(__always)
  mutating func take() -> Cell {
    let cell = self
    self = Cell(.null)
    return cell
  }
}
