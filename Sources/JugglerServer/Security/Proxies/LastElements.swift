/// The elements of a list in a header field (RFC 9110, section 5.6.1), the last one first; empty ones do not count.
///
/// Read from the end, what a client wrote at the beginning, such as a quotation mark without its other half, changes
/// nothing of what proxies added behind it.
struct LastElements: IteratorProtocol {
  private var rest: Substring?
  private let quotes: Bool

  /// - Parameter quotes: whether a comma between quotation marks belongs to its element.
  init(_ line: String, quotes: Bool) {
    rest = line[...]
    self.quotes = quotes
  }

  mutating func next() -> Substring? {
    while let line = rest {
      let element: Substring
      if let comma = lastComma(of: line) {
        element = line[line.index(after: comma)...]
        rest = line[..<comma]
      } else {
        element = line
        rest = nil
      }
      let trimmed = element.trimmingBlanks
      if !trimmed.isEmpty { return trimmed }
    }
    return nil
  }

  private func lastComma(of line: Substring) -> Substring.Index? {
    let bytes = line.utf8
    var isQuoted = false
    var index = bytes.endIndex
    while index > bytes.startIndex {
      index = bytes.index(before: index)
      switch bytes[index] {
      case UInt8(ascii: ",") where !isQuoted: return index
      case UInt8(ascii: "\"") where quotes && !(isQuoted && isEscaped(index, in: bytes)): isQuoted.toggle()
      default: break
      }
    }
    return nil
  }

  /// Whether an odd number of backslashes stands before it.
  private func isEscaped(_ index: Substring.Index, in bytes: Substring.UTF8View) -> Bool {
    bytes[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }
}

extension Substring {
  /// Without the spaces and tabs around it.
  var trimmingBlanks: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
