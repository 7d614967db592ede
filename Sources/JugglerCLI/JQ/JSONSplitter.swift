/// Finds where each value of a stream of JSON values ends, as its bytes arrive, so that one can be read before the next has
/// come. Whether they are JSON, a parser says.
struct JSONSplitter {
  /// One value's text, and where it stands in the stream.
  struct Piece: Equatable {
    var text: ArraySlice<UInt8>
    /// Line and column of its first character, from 1.
    var line: Int
    var column: Int
  }

  private enum State {
    case between, scalar, string, escape
  }

  private var buffer: [UInt8] = []
  private var position = 0
  private var start = 0
  private var state = State.between
  private var depth = 0
  /// Lines that ended before `position`, and where the line of `position` began.
  private(set) var linesEnded = 0
  private var lineStart = 0
  private var begin = (line: 1, column: 1)

  mutating func append(_ bytes: some Collection<UInt8>) {
    // What has been handed out is not needed again.
    buffer.removeFirst(start)
    position -= start
    lineStart -= start
    start = 0
    buffer.append(contentsOf: bytes)
  }

  /// The next value, `nil` when it has not come whole.
  ///
  /// - Parameter isEnd: whether nothing follows; then whatever is left is a value.
  mutating func next(isEnd: Bool) -> Piece? {
    while position < buffer.count {
      let byte = buffer[position]
      switch state {
      case .between:
        if depth == 0 {
          if Self.isSpace(byte) {
            advance()
            start = position
            continue
          }
          if start == position { begin = (linesEnded + 1, position - lineStart + 1) }
        }
        advance()
        switch byte {
        case UInt8(ascii: "\""): state = .string
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth <= 0 { return piece() }
        case UInt8(ascii: ","), UInt8(ascii: ":"):
          if depth == 0 { return piece() }
        default:
          if !Self.isSpace(byte) { state = .scalar }
        }
      case .scalar:
        if Self.endsScalar(byte) {
          state = .between
          if depth == 0 { return piece() }
        } else {
          advance()
        }
      case .string:
        advance()
        if byte == UInt8(ascii: "\\") {
          state = .escape
        } else if byte == UInt8(ascii: "\"") {
          state = .between
          if depth == 0 { return piece() }
        }
      case .escape:
        advance()
        state = .string
      }
    }
    return isEnd && start < position ? piece() : nil
  }

  /// The next line without its end, for those who want no JSON. `nil` when it has not come whole.
  mutating func nextLine(isEnd: Bool) -> ArraySlice<UInt8>? {
    guard start < buffer.count else { return nil }
    let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n"))
    guard let end = end ?? (isEnd ? buffer.count : nil) else { return nil }
    defer {
      linesEnded += end < buffer.count ? 1 : 0
      start = min(end + 1, buffer.count)
      position = start
    }
    return buffer[start..<end]
  }

  /// Lines that have been read when the value before `position` is used: its own line counts once it has ended.
  var linesRead: Int {
    let rest = buffer[position...].prefix { $0 != UInt8(ascii: "\n") }
    return rest.endIndex < buffer.endIndex ? linesEnded + 1 : linesEnded
  }

  private mutating func piece() -> Piece {
    defer {
      start = position
      state = .between
      depth = 0
    }
    return Piece(text: buffer[start..<position], line: begin.line, column: begin.column)
  }

  private mutating func advance() {
    if buffer[position] == UInt8(ascii: "\n") {
      linesEnded += 1
      lineStart = position + 1
    }
    position += 1
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
      UInt8(ascii: ":"),
      UInt8(ascii: "\""):
      true
    default: isSpace(byte)
    }
  }
}
