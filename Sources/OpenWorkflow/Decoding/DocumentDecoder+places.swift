extension DocumentDecoder {
  /// Where a byte of an expression stands in the document. Escapes and folded lines hide it: then where the text
  /// with the expression begins.
  func place(ofByte offset: Int, in source: String, _ cursor: Cursor) -> SourcePosition {
    let bytes = Array(source.utf8)
    let offset = min(offset, bytes.count)
    let newline = UInt8(ascii: "\n")
    var start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    var end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    guard start < end, let found = find(bytes[start..<end], from: cursor) else { return cursor.position }
    return SourcePosition(offset: found + max(0, min(offset, end) - start), in: text)
  }

  /// Where a part of an expression stands.
  func place(of part: String, in source: String, _ cursor: Cursor) -> SourcePosition {
    let bytes = Array(source.utf8)
    let wanted = Array(part.utf8)
    let offset = bytes.indices.first { bytes[$0...].starts(with: wanted) }
    return place(ofByte: offset ?? 0, in: source, cursor)
  }

  /// The first byte in the document, from the value on, where a line of its text stands.
  private func find(_ line: ArraySlice<UInt8>, from cursor: Cursor) -> Int? {
    guard case .scalar(let value, _) = cursor.node.content, let first = line.first else { return nil }
    var lines = value.utf8.reduce(3) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    var offset = byteOffset(of: cursor.position)
    while offset + line.count <= text.count, lines > 0 {
      if text[offset] == first, text[offset..<(offset + line.count)].elementsEqual(line) { return offset }
      if text[offset] == UInt8(ascii: "\n") { lines -= 1 }
      offset += 1
    }
    return nil
  }

  private func byteOffset(of position: SourcePosition) -> Int {
    var line = 1
    var offset = 0
    while offset < text.count, line < position.line {
      if text[offset] == UInt8(ascii: "\n") { line += 1 }
      offset += 1
    }
    var column = 1
    while offset < text.count, column < position.column {
      offset += 1
      if offset == text.count || text[offset] & 0xC0 != 0x80 { column += 1 }
    }
    return offset
  }
}
