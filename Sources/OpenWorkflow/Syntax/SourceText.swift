/// Finds lines and places in the bytes of a document.
enum SourceText {
  /// A line, counted from 1, without its end.
  static func line(_ number: Int, of text: UnsafeBufferPointer<UInt8>) -> String {
    var line = 1
    var start = 0
    while line < number, start < text.count {
      if text[start] == UInt8(ascii: "\n") { line += 1 }
      start += 1
    }
    var end = start
    while end < text.count, text[end] != UInt8(ascii: "\n"), text[end] != UInt8(ascii: "\r") { end += 1 }
    return String(decoding: text[start..<end], as: UTF8.self)
  }
}

extension SourcePosition {
  /// The place of a byte.
  init(offset: Int, in text: UnsafeBufferPointer<UInt8>) {
    var line = 1
    var column = 1
    for byte in text.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(line: line, column: column)
  }
}
