/// Where the machine goes on when there is no (further) output.
struct ForkPoint: Sendable {
  var kind: Kind
  /// The instruction to go on with.
  var address: Int32
  var frame: Int32
  /// Heights of the stacks, to which they fall back.
  var frames: Int32
  var slots: Int32
  var closures: Int32
  var pathSlots: Int32
  /// Position of an iteration, slot of a range or flag, mark of an attempt, number of a label.
  var index: Int
  /// The value to go on from, or the one iterated over.
  var cell: Cell
  var path: PathNode?

  enum Kind: UInt8, Sendable {
    /// Goes on at `address` with `cell`.
    case resume
    /// The next element of `cell`.
    case each
    case pathEach
    /// The next number, from slots `index` and `index + 1`.
    case range
    /// Catches errors.
    case attempt
    /// Leads errors past the attempt at height `index`.
    case attemptEnd
    /// Goes on at `address` with `cell` unless slot `index` is true.
    case alternative
    /// Goes on at `address` with `cell` after an error.
    case destructure
    /// Nothing to go on with: marks a place.
    case mark
    case label
  }
}

/// An open call.
struct Frame: Sendable {
  var returnAddress: Int32
  var caller: Int32
  /// The frame of the enclosing function, for its variables.
  var environment: Int32
  var slots: Int32
  var closures: Int32
  var pathSlots: Int32
}

/// A closure: code for values and for paths, and the frame it belongs to.
struct Closure: Sendable {
  var valueUnit: Int32
  var pathUnit: Int32
  var frame: Int32
}
