/// Finds `${ … }` in texts.
enum ExpressionText {
  enum Piece: Equatable {
    case text(String)
    /// The jq between the braces.
    case expression(String)
    /// A `${` whose `}` is missing, with what follows.
    case unclosed(String)
  }

  static func opens(in text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "{"), previous == UInt8(ascii: "$") { return true }
      previous = byte
    }
    return false
  }

  /// The jq of a text that is one `${ … }` with nothing but space around it.
  static func whole(_ text: String) -> String? {
    let trimmed = text.trimmed
    guard trimmed.hasPrefix("${"), trimmed.hasSuffix("}") else { return nil }
    let pieces = pieces(of: String(trimmed))
    guard pieces.count == 1, case .expression(let source) = pieces[0] else { return nil }
    return source
  }

  /// The text cut at every `${ … }`.
  static func pieces(of text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var textStart = 0
    var offset = 0
    while offset + 1 < bytes.count {
      guard bytes[offset] == UInt8(ascii: "$"), bytes[offset + 1] == UInt8(ascii: "{") else {
        offset += 1
        continue
      }
      if offset > textStart { pieces.append(.text(String(decoding: bytes[textStart..<offset], as: UTF8.self))) }
      guard let end = end(of: bytes, from: offset + 2) else {
        pieces.append(.unclosed(String(decoding: bytes[offset...], as: UTF8.self)))
        return pieces
      }
      pieces.append(.expression(String(decoding: bytes[(offset + 2)..<end], as: UTF8.self)))
      offset = end + 1
      textStart = offset
    }
    if textStart < bytes.count { pieces.append(.text(String(decoding: bytes[textStart...], as: UTF8.self))) }
    return pieces
  }

  /// Where the brace stands that closes an expression: braces nest, and those in jq's strings and comments
  /// do not count.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    /// What is open: `{` for a brace, `(` for a parenthesis inside of an interpolated string.
    var open: [UInt8] = []
    var inString = false
    var offset = start
    let lastNewline = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0
    while offset < bytes.count {
      let byte = bytes[offset]
      switch (byte, inString) {
      case (UInt8(ascii: "\\"), true):
        offset += 1
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "(") {
          open.append(UInt8(ascii: "\""))
          inString = false
        }
      case (UInt8(ascii: "\""), _):
        inString.toggle()
      case (UInt8(ascii: "#"), false):
        // A comment ends with its line; in the last line it would swallow the brace.
        if offset < lastNewline { offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? offset }
      case (UInt8(ascii: "{"), false), (UInt8(ascii: "("), false):
        open.append(byte)
      case (UInt8(ascii: ")"), false):
        // An interpolation's end leads back into its string.
        if let last = open.last, last != UInt8(ascii: "{") {
          open.removeLast()
          inString = last == UInt8(ascii: "\"")
        }
      case (UInt8(ascii: "}"), false):
        guard let last = open.lastIndex(of: UInt8(ascii: "{")) else { return offset }
        open.removeSubrange(last...)
      default:
        break
      }
      offset += 1
    }
    return nil
  }
}

extension String {
  /// The text without white space around it.
  var trimmed: Substring {
    let bytes = utf8
    guard let start = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else {
      return self[endIndex...]
    }
    return self[start...last]
  }
}

/// A blank, a tab, or the end of a line or page.
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
