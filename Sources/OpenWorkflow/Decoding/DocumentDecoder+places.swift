extension DocumentDecoder {
  /// Where a byte of an expression stands in the document. Escapes hide it: then where the text with the
  /// expression begins.
  func place(ofByte offset: Int, in source: String, _ cursor: Cursor) -> SourcePosition {
    let bytes = Array(source.utf8)
    let offset = min(offset, bytes.count)
    let newline = UInt8(ascii: "\n")
    var start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    var end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    if start < end, let found = find(bytes[start..<end], from: cursor) {
      return text.position(of: found + max(0, min(offset, end) - start))
    }
    // A line that YAML folded from several is found by its word.
    start = bytes[..<offset].lastIndex(where: isSpace).map { $0 + 1 } ?? 0
    end = bytes[offset...].firstIndex(where: isSpace) ?? bytes.count
    guard start < end, let found = find(bytes[start..<end], from: cursor) else { return cursor.position }
    return text.position(of: found + offset - start)
  }

  /// Where a part of an expression stands.
  func place(of part: String, in source: String, _ cursor: Cursor) -> SourcePosition {
    let bytes = Array(source.utf8)
    let wanted = Array(part.utf8)
    let offset = bytes.indices.first { bytes[$0...].starts(with: wanted) }
    return place(ofByte: offset ?? 0, in: source, cursor)
  }

  /// The first byte in the document, from the value on, where a part of its text stands.
  private func find(_ part: ArraySlice<UInt8>, from cursor: Cursor) -> Int? {
    guard case .scalar(let value, _) = cursor.node.content else { return nil }
    // Indentation and escapes make the document's text longer than the value.
    let length = min(value.utf8.count * 4 + 1000, 200_000)
    return text.find(part, from: text.offset(of: cursor.position), within: length)
  }
}
