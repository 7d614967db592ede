/// The bytes of a document, and where its lines begin.
struct SourceText {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The offset of every line's first byte.
  private let starts: [Int]

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    self.starts = starts
  }

  /// A line, counted from 1, without its end.
  func line(_ number: Int) -> String {
    guard starts.indices.contains(number - 1) else { return "" }
    let rest = bytes[starts[number - 1]...]
    return String(decoding: rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  func position(of offset: Int) -> SourcePosition {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = bytes[starts[low]..<max(starts[low], min(offset, bytes.count))].count { !isContinuation($0) }
    return SourcePosition(line: low + 1, column: column + 1)
  }

  func offset(of position: SourcePosition) -> Int {
    guard starts.indices.contains(position.line - 1) else { return bytes.count }
    var offset = starts[position.line - 1]
    var column = 1
    while offset < bytes.count, column < position.column {
      offset += 1
      if offset == bytes.count || !isContinuation(bytes[offset]) { column += 1 }
    }
    return offset
  }

  /// The first place from an offset on where some bytes stand, within a number of bytes.
  func find(_ wanted: ArraySlice<UInt8>, from start: Int, within length: Int) -> Int? {
    guard let first = wanted.first else { return nil }
    let end = min(bytes.count - wanted.count, start + length)
    guard start <= end else { return nil }
    return (start...end).first { offset in
      bytes[offset] == first && bytes[offset..<(offset + wanted.count)].elementsEqual(wanted)
    }
  }

  /// Whether a byte of UTF-8 only continues a character.
  private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
